/** One contestant in a process of its own. The bench calls what this module exports. */

import { pbkdf2 } from "node:crypto";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { Credentials, Entrant, OperationName, World } from "./child-state.ts";
import { entrant, newPerson, operation, setEntrant, signIn, state, visit } from "./child-state.ts";
import { load as measure } from "./load.ts";

export { count } from "./driver-counts.ts";

type Figures = Record<string, number | null>;

export async function open(module: string, world: World): Promise<void> {
  const contestant = (await import(pathToFileURL(module).href)) as { open: (world: World) => Promise<Entrant> };
  setEntrant(await contestant.open(world));
}

/** Signs people up and in. Eight at a time, so that real hashes use all cores. */
export async function prepare(accounts: number, sessions: number): Promise<void> {
  const enter = async (person: Credentials) => {
    await visit(entrant.signUp(person));
    let latest = await signIn(person);
    // Some open a session at sign-up, too, so what the contestant lists is what counts.
    while (sessions > 1 && entrant.list && (await listed(latest.cookie)) < sessions) latest = await signIn(person);
    state.sessions.push(latest);
  };
  state.accounts.push(...Array.from({ length: accounts }, newPerson));
  for (let at = 0; at < accounts; at += 8) await Promise.all(state.accounts.slice(at, at + 8).map(enter));
}

/** The length of the list that is the answer, or that is in the answer. */
async function listed(header: string): Promise<number> {
  const body: unknown = JSON.parse((await visit(entrant.list!(header))).text);
  return [body, ...Object.values(body ?? {})].find(Array.isArray)!.length;
}

/** Throws unless a cookie shows its own user alone, and a changed cookie nobody. Whether signing out ends a session. */
export async function check(): Promise<boolean> {
  const [first, second] = [state.sessions[0]!, state.sessions[1]!];
  for (const [own, other] of [[first, second] as const, [second, first] as const])
    for (const text of await shown(own.cookie))
      if (!text.includes(own.email) || text.includes(other.email)) throw new Error(`Wrong user: ${text.slice(0, 200)}`);
  // Near the start are ids, near the end signatures.
  for (const share of [0.3, 0.9])
    if ((await shown(changed(first.cookie, share))).some((text) => text.includes(first.email)))
      throw new Error("It accepts a cookie that was changed");
  const person = newPerson();
  await visit(entrant.signUp(person));
  const { email, cookie: header } = await signIn(person);
  await visit(entrant.signOut(header));
  return (await shown(header)).every((text) => !text.includes(email));
}

/** What GET /me and getUser show. */
async function shown(header: string): Promise<string[]> {
  const response = await entrant.handler(entrant.me(header));
  return [await response.text(), JSON.stringify(await entrant.getUser(header).catch(() => null))];
}

/** Changes one letter of each cookie, if possible one after f, which is no part of a percent escape. */
const changed = (header: string, share: number): string =>
  header.replace(/=([^;]+)/g, (_, value: string) => {
    const from = Math.floor(value.length * share);
    const at = from + value.slice(from).search(/[g-z]/i);
    return `=${value.slice(0, at)}${value[at] === "k" ? "q" : "k"}${value.slice(at + 1)}`;
  });

/** Calls a second. A sample costs a microsecond, so quick operations are called ten times in one. */
export async function load(name: OperationName, inFlight: number, milliseconds: number): Promise<number | null> {
  const once = operation(name);
  const calls = ["me", "getUser", "verifyToken"].includes(name) ? 10 : 1;
  const repeated = async () => {
    for (let left = calls; left > 0; left--) await once!();
  };
  return once && (await measure(repeated, { inFlight, milliseconds })).perSecond * calls;
}

/** Password hashes a second, without any contestant. */
export async function hash(inFlight: number, milliseconds: number): Promise<number> {
  const once = () => promisify(pbkdf2)("correct horse battery staple", "sixteen bytes ok", 100_000, 64, "sha512");
  return (await measure(once, { inFlight, milliseconds })).perSecond;
}

/** Milliseconds of GET /me, one call every 2 ms, while others sign in. */
export const meWhileSigningIn = (signIns: number, milliseconds: number): Promise<Figures> =>
  whileSigningIn(signIns, async () => {
    const before = () => setTimeout(2);
    const { p50, p99 } = await measure(operation("me")!, { inFlight: 1, milliseconds, before });
    return { p50, p99 };
  });

/** Milliseconds by which a timer of 1 ms is late while others sign in. */
export const lateWhileSigningIn = (signIns: number, milliseconds: number): Promise<Figures> =>
  whileSigningIn(signIns, async () => {
    const histogram = monitorEventLoopDelay({ resolution: 1 });
    histogram.enable();
    await setTimeout(milliseconds);
    histogram.disable();
    return { "lateness-p99": Math.max(0, histogram.percentile(99) / 1e6 - 1) };
  });

async function whileSigningIn(count: number, work: () => Promise<Figures>): Promise<Figures> {
  let isDone = false;
  const keepSigningIn = async () => {
    while (!isDone) await operation("signIn")!();
  };
  const all = Promise.all(Array.from({ length: count }, keepSigningIn));
  await setTimeout(100);
  const figures = await work().finally(() => (isDone = true));
  await all;
  return figures;
}

/** Bytes of the Cookie header, with and without the names of the cookies, and the Set-Cookie headers of GET /me. */
export async function cookie(): Promise<Figures> {
  const header = state.sessions[0]!.cookie;
  const { headers } = (await visit(entrant.me(header))).response;
  const values = header.replaceAll(/(^|; )[^=]+=/g, "");
  return { cookie: header.length, "cookie-value": values.length, "set-cookie": headers.getSetCookie().length };
}

/** KiB that one operation leaves on the heap. The process has so much room that the collector does not run. */
export async function heap(times: number): Promise<Figures> {
  // The server makes the request, so making it is not measured.
  const requests = Array.from({ length: times * 2 }, () => entrant.me(state.sessions[0]!.cookie));
  const me = await heapOf(() => visit(requests.pop()!), times);
  return { me, getUser: await heapOf(operation("getUser")!, times) };
}

async function heapOf(once: () => Promise<unknown>, times: number): Promise<number> {
  let before = 0;
  // Compiled code allocates less, so the first round warms up.
  for (let round = 0; round < 2; round++) {
    globalThis.gc?.();
    before = process.memoryUsage().heapUsed;
    for (let left = times; left > 0; left--) await once();
  }
  return (process.memoryUsage().heapUsed - before) / times / 1024;
}
