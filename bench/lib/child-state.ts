/** The contestant that this process has opened, its accounts and sessions, and the operations that are measured. */

import { cookieOf as usualCookie } from "../contestants/requests.mjs";
import type { DatabaseLocation } from "./test-database.ts";

/** `passwords`: PBKDF2-HMAC-SHA512 with 100 000 iterations, or a hash that costs nothing, if one can choose. */
export interface World {
  database: DatabaseLocation;
  passwords: "pbkdf2" | "none";
  secret: string;
}

export type Credentials = Record<"email" | "password", string>;
type WithCookie<T> = (cookie: string) => T;

/**
 * What `open(world)` of contestant.mjs gives. What the contestant does not have is missing. Six make a new request.
 * `cookieOf`: the Cookie header to send after a sign-in, if not the usual one. `getUser`: the user, without HTTP.
 * `verifyToken`: checks the signature and the claims alone.
 */
export interface Entrant {
  handler: (request: Request) => Promise<Response>;
  signUp: (credentials: Credentials) => Request;
  signIn: (credentials: Credentials) => Request;
  me: WithCookie<Request>;
  refresh?: WithCookie<Request>;
  list?: WithCookie<Request>;
  signOut: WithCookie<Request>;
  cookieOf?: (response: Response) => string;
  getUser: WithCookie<Promise<object | null>>;
  verifyToken?: WithCookie<unknown>;
}

export const state = { accounts: [] as Credentials[], sessions: [] as { email: string; cookie: string }[] };
export let entrant: Entrant;
export const setEntrant = (opened: Entrant): void => void (entrant = opened);

/** Sends a request and reads the answer to its end, as a server does. Throws if it is refused. */
export async function visit(request: Request): Promise<{ response: Response; text: string }> {
  const response = await entrant.handler(request);
  const text = await response.text();
  if (response.status < 400) return { response, text };
  throw new Error(`${request.method} ${request.url} answered ${response.status}: ${text.slice(0, 500)}`);
}

const cookieOf = (response: Response) => (entrant.cookieOf ?? usualCookie)(response);

let created = 0;
const password = "correct horse battery";
export const newPerson = (): Credentials => ({ email: `p-${++created}@example.com`, password });

export async function signIn(person: Credentials): Promise<(typeof state.sessions)[number]> {
  const { response } = await visit(entrant.signIn(person));
  return { email: person.email, cookie: cookieOf(response) };
}

let turn = 0;
const next = <T>(list: readonly T[]): T => list[turn++ % list.length]!;

function must(isRight: unknown, what: string): void {
  if (!isRight) throw new Error(what);
}

/** Each takes the next account or session, and throws unless the answer is the right one. */
const operations = {
  async me() {
    const { email, cookie } = next(state.sessions);
    const { text } = await visit(entrant.me(cookie));
    // The status does not tell: some answer 200 with null.
    must(text.includes(email), `GET /me answered ${text.slice(0, 200)}`);
  },
  getUser: async () => must(await entrant.getUser(next(state.sessions).cookie), "getUser found no user"),
  verifyToken: async () => must(await entrant.verifyToken!(next(state.sessions).cookie), "A token was refused"),
  async signIn() {
    const { response } = await visit(entrant.signIn(next(state.accounts)));
    must(response.headers.has("set-cookie"), "The answer to a sign-in has no cookie");
  },
  signUp: () => visit(entrant.signUp(newPerson())),
  /** Ends the last session of the list. */
  signOut: () => visit(entrant.signOut(state.sessions.pop()!.cookie)),
  /** Some give the session a new cookie and end the old one. */
  async refresh() {
    const session = next(state.sessions);
    const { response } = await visit(entrant.refresh!(session.cookie));
    if (response.headers.has("set-cookie")) session.cookie = cookieOf(response);
  },
  list: async () => must((await visit(entrant.list!(next(state.sessions).cookie))).text.length > 99, "No list"),
};

export type OperationName = keyof typeof operations;
export const operationNames = Object.keys(operations) as OperationName[];

/** `null` if the contestant has no such operation. */
export const operation = (name: OperationName): (() => Promise<unknown>) | null =>
  entrant[name] ? operations[name] : null;
