/** Latchkey as an application mounts it, with a hash that costs nothing; and a server process without sockets. */

import { setImmediate, setTimeout } from "node:timers/promises";
import { createAuth, type AuthOptions, type Storage } from "../../packages/core/src/index.ts";
import { sessions } from "../../packages/core/src/sessions.ts";
import { createHandler, sessionRoutes } from "../../packages/http/src/index.ts";
import { get, post } from "../contestants/requests.mjs";
import { load as measure } from "../lib/load.ts";
import { startProcess } from "../lib/process.ts";
import { open as openDatabase, type ScaleDatabase } from "./database.ts";
import type * as Server from "./server.ts";
import { anySession, anyUser, emailOf, PASSWORD_HASH, SECRET, tokenOf, type Population } from "./population.ts";

export type Application = (request: Request) => Promise<Response>;

/** Throws unless the answer is a good one: a refusal is quick and must not be measured. */
export function createApplication(storage: Storage, options: Partial<AuthOptions> = {}): Application {
  const free = { hash: async () => PASSWORD_HASH, verify: async () => true, needsRehash: () => false };
  const auth = createAuth({ storage, secret: SECRET, passwords: { id: "none", ...free }, ...options });
  const handler = createHandler(auth, { routes: sessionRoutes(sessions(auth)) });
  return async (request) => {
    const response = await handler(request);
    if (!response.ok) throw new Error(`${request.method} ${request.url} answered ${response.status}`);
    return response;
  };
}

const cookie = (session: number) => `__Host-latchkey_session=${tokenOf(session)}`;

export const requests = {
  me: (session: number) => get("/auth/me", cookie(session)),
  list: (session: number) => get("/auth/sessions", cookie(session)),
  refresh: (session: number) => post("/auth/refresh", {}, cookie(session)),
  signOut: (session: number) => post("/auth/signout", {}, cookie(session)),
  signIn: (user: number) => post("/auth/signin", { email: emailOf(user), password: "correct horse" }),
  signUp: (email: string) => post("/auth/signup", { email, password: "correct horse" }),
};

export async function startServer({ location, population: sessionsThere }: ScaleDatabase) {
  const server = startProcess<typeof Server>("scale/server.ts");
  await server.call.open(location, sessionsThere);
  return server;
}

let storage: Storage;
let application: Application;
let population: Population;

export function open(location: ScaleDatabase["location"], sessionsThere: Population): void {
  ({ storage } = openDatabase(location));
  application = createApplication(storage);
  population = sessionsThere;
}

export type Kind = "me" | "signIn";
const next: Record<Kind, () => Request> = {
  me: () => requests.me(anySession(population)),
  signIn: () => requests.signIn(anyUser(population)),
};

/** Requests as fast as they are answered. `processor`: milliseconds of processor time of this process. */
export async function load(kind: Kind, inFlight: number, milliseconds: number) {
  const before = process.cpuUsage();
  const loaded = await measure(() => application(next[kind]()), { inFlight, milliseconds });
  const { user, system } = process.cpuUsage(before);
  return { perSecond: loaded.perSecond, samples: loaded.samples, processor: (user + system) / 1000 };
}

/** Milliseconds from the moment at which a request was due to its answer, and how many were refused. */
let seen = { me: [] as number[], signIn: [] as number[], refused: 0 };

/** Sends requests at fixed moments until the process ends, so that waiting for one's turn counts. */
export function startRequests(): void {
  const keepSending = async (kind: Kind, perSecond: number) => {
    for (let due = performance.now(); ; due += 1000 / perSecond) {
      const [request, moment] = [next[kind](), due];
      // A timer is up to a millisecond late, so the last stretch is waited for turn by turn.
      if (due - performance.now() > 2) await setTimeout(due - performance.now() - 1.5);
      while (performance.now() < due) await setImmediate();
      application(request).then(
        () => seen[kind].push(performance.now() - moment),
        () => seen.refused++,
      );
    }
  };
  void Promise.all([keepSending("me", 200), keepSending("signIn", 50)]);
}

/** What was seen since the last time. */
export function takeSeen(): typeof seen {
  const taken = seen;
  seen = { me: [], signIn: [], refused: 0 };
  return taken;
}

/** Sweeps what had expired before a moment, about `most` rows. Gives the milliseconds of each batch. */
export async function sweep(before: number, batch: number, pause: number, most: number) {
  const batches: number[] = [];
  let swept = 0;
  for (let taken = batch; taken > 0 && (swept === 0 || swept + batch <= most); swept += taken) {
    const start = performance.now();
    taken = await storage.sweep(new Date(before), batch);
    if (taken > 0) batches.push(performance.now() - start);
    // SQLite answers without leaving this turn of the event loop.
    await (pause === 0 ? setImmediate() : setTimeout(pause));
  }
  return { batches, swept };
}
