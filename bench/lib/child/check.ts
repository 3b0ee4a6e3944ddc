/** Before anything is measured: the answers are the right ones, so that nobody is praised for refusing fast. */

import type { Answer } from "../asks.ts";
import { newcomer, signIn, signUp } from "./accounts.ts";
import { visit, type SignedIn, type Stage } from "./stage.ts";

export async function check(stage: Stage): Promise<Answer> {
  const [first, second] = stage.sessions;
  if (!first || !second) throw new Error("Two people are needed for the check");
  for (const [own, other] of [
    [first, second],
    [second, first],
  ] as const) {
    const seen = await look(stage, own.cookie);
    for (const [what, text] of Object.entries(seen)) {
      if (!text.includes(own.email) || text.includes(other.email))
        throw new Error(`${what} does not show who asks, but ${text.slice(0, 200)}`);
    }
  }
  for (const cookie of tampered(first.cookie)) await refuse(stage, { ...first, cookie });
  return { revokes: (await isRevoked(stage)) ? 1 : 0 };
}

/** Whether a session that was signed out is refused. Where a cookie stands in for the database it is not. */
async function isRevoked(stage: Stage): Promise<boolean> {
  const { entrant } = stage;
  if (!entrant.requests.signOut) return false;
  const person = newcomer();
  await signUp(stage, person);
  const { email, cookie } = await signIn(stage, person);
  const knows = async () => Object.values(await look(stage, cookie)).some((text) => text.includes(email));
  if (!(await knows())) throw new Error("A newcomer is not known");
  await visit(entrant, entrant.requests.signOut(cookie));
  return !(await knows());
}

/** What GET /me and getUser show to this cookie; nothing where they refuse. */
async function look({ entrant }: Stage, cookie: string): Promise<{ me?: string; getUser?: string }> {
  const { me } = entrant.requests;
  const seen: { me?: string; getUser?: string } = {};
  if (me) {
    const response = await entrant.handler(me(cookie));
    seen.me = `${response.status} ${await response.text()}`;
  }
  if (entrant.getUser) seen.getUser = JSON.stringify(await entrant.getUser(cookie).catch(() => null));
  return seen;
}

async function refuse(stage: Stage, { email, cookie }: SignedIn): Promise<void> {
  for (const [where, text] of Object.entries(await look(stage, cookie))) {
    if (text.includes(email)) throw new Error(`${where} takes a cookie that was tampered with`);
  }
}

/**
 * The same header with one letter changed in every cookie: once in front, where ids are, once near the end, where
 * signatures are. A letter behind f is never part of a percent escape.
 */
function tampered(header: string): string[] {
  return [0.3, 0.9].map((part) =>
    header.replace(/=([^;]+)/g, (_, value: string) => {
      const from = Math.floor(value.length * part);
      const at = [...value].findIndex((letter, index) => index >= from && /[g-z]/i.test(letter));
      if (at < 0) return `=x${value.slice(1)}`;
      return `=${value.slice(0, at)}${/k/i.test(value[at]!) ? "q" : "k"}${value.slice(at + 1)}`;
    }),
  );
}
