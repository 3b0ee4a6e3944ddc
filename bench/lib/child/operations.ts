/** The operations that are measured, each over all the accounts or sessions in turn. */

import type { OperationName } from "../asks.ts";
import { newcomer } from "./accounts.ts";
import { visit, type SignedIn, type Stage } from "./stage.ts";

/** Does it once; throws when the answer is not the right one. */
export type Operation = () => Promise<void>;

/** `null` where the contestant has no such thing. */
export function operation(stage: Stage, name: OperationName): Operation | null {
  const { entrant, accounts, sessions } = stage;
  const { requests } = entrant;
  switch (name) {
    case "me":
      return requests.me && overSessions(sessions, (session) => readMe(stage, session));
    case "getUser":
      return entrant.getUser ? overSessions(sessions, (session) => getUser(stage, session)) : null;
    case "verifyToken":
      return entrant.verifyToken ? overSessions(sessions, (session) => verifyToken(stage, session)) : null;
    case "refresh":
      return requests.refresh && overSessions(sessions, (session) => refresh(stage, session));
    case "list":
      return requests.list && overSessions(sessions, (session) => list(stage, session));
    case "signOut":
      return requests.signOut && (() => signOut(stage));
    case "signIn": {
      let at = 0;
      return requests.signIn && (() => signInAgain(stage, at++ % accounts.length));
    }
    case "signUp":
      return requests.signUp && (() => signUpOnce(stage));
  }
}

function overSessions(sessions: readonly SignedIn[], work: (session: SignedIn) => Promise<void>): Operation {
  let at = 0;
  return () => work(sessions[at++ % sessions.length]!);
}

async function readMe({ entrant }: Stage, { email, cookie }: SignedIn): Promise<void> {
  const response = await entrant.handler(entrant.requests.me!(cookie));
  const text = await response.text();
  // Not by status alone: some say null with 200.
  if (response.status !== 200 || !text.includes(email))
    throw new Error(`GET /me was answered with ${response.status}: ${text.slice(0, 200)}`);
}

async function getUser({ entrant }: Stage, { cookie }: SignedIn): Promise<void> {
  const user = await entrant.getUser!(cookie);
  if (user === null || user === undefined) throw new Error("getUser gave nobody");
}

async function verifyToken({ entrant }: Stage, { cookie }: SignedIn): Promise<void> {
  if (!(await entrant.verifyToken!(cookie))) throw new Error("verifyToken took the token for a bad one");
}

/** Some give the session a new cookie and end the old one. */
async function refresh({ entrant }: Stage, session: SignedIn): Promise<void> {
  const { response } = await visit(entrant, entrant.requests.refresh!(session.cookie));
  if (response.headers.has("set-cookie")) session.cookie = entrant.cookieOf(response);
}

async function list({ entrant }: Stage, { cookie }: SignedIn): Promise<void> {
  const { text } = await visit(entrant, entrant.requests.list!(cookie));
  if (text.length < 100) throw new Error(`The list of sessions is ${text}`);
}

async function signInAgain({ entrant, accounts }: Stage, at: number): Promise<void> {
  const { response } = await visit(entrant, entrant.requests.signIn!(accounts[at]!));
  if (!response.headers.has("set-cookie")) throw new Error("A sign-in was answered without a cookie");
}

async function signUpOnce({ entrant }: Stage): Promise<void> {
  await visit(entrant, entrant.requests.signUp!(newcomer()));
}

/** Ends a session of the list, which the caller has opened for that. */
async function signOut({ entrant, sessions }: Stage): Promise<void> {
  const session = sessions.pop();
  if (!session) throw new Error("There is no session left to end");
  await visit(entrant, entrant.requests.signOut!(session.cookie));
}
