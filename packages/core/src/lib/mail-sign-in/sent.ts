import type { Context } from "../context/context.ts";
import { counterKey } from "../guards/counter-key.ts";
import { callStorage } from "../storage/call-storage.ts";
import type { Seed } from "./asking.ts";

/** A mail to an address without an account. */
export interface StrangersMail {
  readonly email: string;
  /** What the mail was made from. */
  readonly seed: Seed;
}

/**
 * Remembers that a mail goes to a stranger, for whom no row is written that holds a token. It is a counter whose window
 * ends when the mail is void, to the second.
 */
export async function noteSent(context: Context, mail: StrangersMail): Promise<void> {
  await addTo(context, mail, 0);
}

/**
 * Whether the mail went out. Asking counts as well, with another end: the window of a counter stays as it began, so one
 * that asking has begun tells for good that there was no mail.
 */
export async function wasSent(context: Context, mail: StrangersMail): Promise<boolean> {
  const resetsAt = await addTo(context, mail, 1);
  return resetsAt.getTime() === mail.seed.until * 1000;
}

async function addTo({ storage, pool, now }: Context, { email, seed }: StrangersMail, ms: 0 | 1): Promise<Date> {
  const key = counterKey("mail sign-up sent", pool, email, seed.nonce);
  const until = new Date(seed.until * 1000 + ms);
  return (await callStorage(() => storage.counters.add(key, new Date(now()), until))).resetsAt;
}
