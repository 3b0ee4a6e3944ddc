/** People with accounts and sessions, by the contestant's own sign-up and sign-in. */

import { randomBytes } from "node:crypto";
import type { Answer } from "../asks.ts";
import type { Credentials } from "../contract.ts";
import { visit, type SignedIn, type Stage } from "./stage.ts";

const tag = randomBytes(4).toString("hex");
let created = 0;

export function newcomer(): Credentials {
  const number = ++created;
  return { email: `person-${tag}-${number}@example.com`, password: `correct horse battery ${number}` };
}

export async function signUp({ entrant }: Stage, credentials: Credentials): Promise<void> {
  if (!entrant.requests.signUp) throw new Error("It has no sign-up, so nobody can be measured");
  await visit(entrant, entrant.requests.signUp(credentials));
}

export async function signIn({ entrant }: Stage, credentials: Credentials): Promise<SignedIn> {
  if (!entrant.requests.signIn) throw new Error("It has no sign-in, so nobody can be measured");
  const { response } = await visit(entrant, entrant.requests.signIn(credentials));
  return { email: credentials.email, cookie: entrant.cookieOf(response) };
}

/** Eight at a time, so that real hashes use the cores there are. */
export async function prepare(
  stage: Stage,
  { accounts, sessions }: { accounts: number; sessions: number },
): Promise<Answer> {
  const people = Array.from({ length: accounts }, newcomer);
  const queue = [...people];
  const worker = async () => {
    for (let person = queue.shift(); person; person = queue.shift()) {
      await signUp(stage, person);
      stage.sessions.push(await openSessions(stage, person, sessions));
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  stage.accounts.push(...people);
  return {};
}

/** Some open a session at sign-up too, so what counts is what the contestant itself lists. */
async function openSessions(stage: Stage, person: Credentials, wanted: number): Promise<SignedIn> {
  let latest = await signIn(stage, person);
  if (wanted === 1 || !stage.entrant.requests.list) return latest;
  for (let has = await listed(stage, latest); has < wanted; has++) latest = await signIn(stage, person);
  const has = await listed(stage, latest);
  if (has !== wanted) throw new Error(`It lists ${has} sessions where there are ${wanted}`);
  return latest;
}

/** How many sessions an answer shows: a list, or an object with a list in it. */
async function listed({ entrant }: Stage, { cookie }: SignedIn): Promise<number> {
  const { text } = await visit(entrant, entrant.requests.list!(cookie));
  const body: unknown = JSON.parse(text);
  const list = [body, ...Object.values(body ?? {})].find(Array.isArray);
  if (!list) throw new Error(`There is no list of sessions in ${text.slice(0, 200)}`);
  return list.length;
}
