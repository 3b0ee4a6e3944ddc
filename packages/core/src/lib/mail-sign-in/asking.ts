import type { Context } from "../context/context.ts";
import { encodeBytes } from "../encoding/base64url.ts";
import { readTicket, sealTicket } from "../tickets/ticket.ts";

const PURPOSE = "mail_sign_in";
/**
 * So many mails of one browser are remembered. Most were never sent, because requests within the wait send none; the
 * code of the last one that was sent must stay good.
 */
const MAX_REMEMBERED = 8;

/** What a mail is made from: see `mailSecrets`. */
export interface Seed {
  /** 128 random bits in base64url. */
  readonly nonce: string;
  /** When the link and the code are void: whole seconds since 1970. */
  readonly until: number;
}

/** Who has asked for a mail, and what may have been sent. */
export interface Asked {
  /** The address, in canonical form. */
  readonly email: string;
  /** The newest one last. */
  readonly seeds: readonly Seed[];
}

/** How somebody asks. */
export interface Asking {
  readonly email: string;
  /** The ticket that an earlier request of this browser has returned. */
  readonly before: unknown;
  /** In seconds. */
  readonly lifetime: number;
  /** In seconds: within it, no second mail goes out. */
  readonly interval: number;
}

/**
 * Makes a ticket for the browser that asks. It remembers the mails before: a request within the wait sends none, and
 * must not void the code that is on its way.
 *
 * @throws TypeError when the secret is missing
 */
export async function askAgain(
  context: Context,
  { email, before, lifetime, interval }: Asking,
): Promise<{ readonly ticket: string; readonly seed: Seed }> {
  const now = Math.floor(context.now() / 1000);
  const earlier = await readAsked(context, before);
  const seeds = earlier?.email === email ? earlier.seeds : [];
  const last = seeds.at(-1);
  const isSame = last !== undefined && last.until - lifetime + interval > now;
  const seed = isSame ? last : newSeed(now + lifetime);
  const asked: Asked = { email, seeds: isSame ? seeds : [...seeds, seed].slice(-MAX_REMEMBERED) };
  const data = { email, seeds: asked.seeds.map(({ nonce, until }) => [nonce, until]) };
  return { ticket: await sealTicket(context, { purpose: PURPOSE, lifetime, userId: null, data }), seed };
}

/** What a ticket says. `null`: it has expired, or is none. @throws TypeError when the secret is missing */
export async function readAsked(context: Context, ticket: unknown): Promise<Asked | null> {
  const found = await readTicket(context, ticket, PURPOSE);
  if (!found) return null;
  const { email, seeds } = found.data as { readonly email: string; readonly seeds: readonly [string, number][] };
  const now = context.now();
  const live = seeds.map(([nonce, until]) => ({ nonce, until })).filter(({ until }) => until * 1000 > now);
  return { email, seeds: live };
}

function newSeed(until: number): Seed {
  return { nonce: encodeBytes(crypto.getRandomValues(new Uint8Array(16))), until };
}
