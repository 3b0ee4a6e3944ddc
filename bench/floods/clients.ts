/** One client that floods the server, and other people who notice it: each in a process of its own. */

import { once } from "node:events";
import { Agent, request } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { load } from "../lib/load.ts";

const password = "correct horse battery";
const twoMegabytes = `{"email":"a@example.com","password":"${password}","metadata":{"a":[${"[],".repeat(690_000)}[]]}}`;

/** Sends requests over so many connections that are kept alive. Status 0: the connection broke. */
function client(port: number, connections: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return async (path: string, headers: Record<string, string>, body?: string) => {
    const type = body && { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const method = body ? "POST" : "GET";
    const outgoing = request({ agent, port, host: "127.0.0.1", method, path, headers: { ...headers, ...type } });
    outgoing.end(body);
    return once(outgoing, "response").then(
      async ([incoming]) => ({ status: incoming.statusCode as number, body: await text(incoming) }),
      () => ({ status: 0, body: "" }),
    );
  };
}

/** One connection with bodies of 2 MB, 200 that guess from one address, or 400 people who sign in at one moment. */
const floods = { bodies: 1, unknown: 200, burst: 400 };

/** Goes on until this process ends; a burst comes once. */
export async function flood(kind: keyof typeof floods, port: number): Promise<void> {
  const send = client(port, floods[kind]);
  const keepSending = async (_: unknown, index: number) => {
    do {
      const address = kind === "burst" ? `203.0.${index >> 8}.${index & 255}` : "203.0.113.9";
      const guess = JSON.stringify({ email: `${crypto.randomUUID()}@example.com`, password });
      const [path, body] = kind === "bodies" ? ["/auth/signup", twoMegabytes] : ["/auth/signin", guess];
      const { status } = await send(path, { "x-client-address": address }, body);
      if (status === 0) await setTimeout(20);
    } while (kind !== "burst");
  };
  void Promise.all(Array.from({ length: floods[kind] }, keepSending));
}

const people = Array.from({ length: 20 }, (_, index) => ({
  body: JSON.stringify({ email: `person${index}@example.com`, password }),
  headers: { "x-client-address": `198.51.100.${index + 1}`, "session-carrier": "bearer" },
}));

/** Signs 20 people up. Gives the token of one. */
export async function signUpOthers(port: number): Promise<string> {
  const send = client(port, 64);
  const answers = await Promise.all(people.map(({ headers, body }) => send("/auth/signup", headers, body)));
  const refused = answers.find(({ status }) => status !== 200);
  if (refused) throw new Error(`Signing up answered ${refused.status} ${refused.body}`);
  return (JSON.parse(answers[0]!.body) as { token: string }).token;
}

/** Milliseconds of GET /me, four at a time, and how many of the 20 could sign in, one after the other over the time. */
export async function measureOthers(port: number, token: string, milliseconds: number) {
  const send = client(port, 64);
  const me = async () => {
    const { status } = await send("/auth/me", { authorization: `Bearer ${token}` });
    if (status !== 200) throw new Error(`GET /me answered ${status}`);
  };
  const signIns = people.map(async ({ headers, body }, index) => {
    await setTimeout((milliseconds * index) / people.length);
    return (await send("/auth/signin", headers, body)).status === 200;
  });
  const { p50, p99 } = await load(me, { inFlight: 4, milliseconds, before: () => setTimeout(2) });
  return { p50, p99, in: (await Promise.all(signIns)).filter(Boolean).length };
}
