import { callStorage } from "../storage/call-storage.ts";
import { encodeBytes } from "../encoding/base64url.ts";
import type { Context } from "../context/context.ts";
import { digest } from "../encoding/digest.ts";
import type { JsonObject } from "../json.ts";
import type { OneTimeToken } from "../storage/storage.ts";

/** What a token is for: one of a purpose serves no other. */
export type Purpose = "password_reset" | "email_verification" | "email_change";

/** A secret for somebody's mailbox. */
export interface IssuedToken {
  /** 256 random bits in base64url: 43 characters. It is nowhere stored. */
  readonly token: string;
  /** ISO 8601 in UTC. */
  readonly expiresAt: string;
}

/**
 * How many tokens of a user are good at once. Anybody may ask for a reset, so a newer token must not void the one in the
 * owner's hands. A change of address is asked for with the password, and an address that was asked for before counts no more.
 */
const KEPT: Readonly<Record<Purpose, number>> = { password_reset: 3, email_verification: 3, email_change: 1 };

const SHAPE = /^[\w-]{43}$/;

/**
 * Issues a token for one purpose and user (OWASP Forgot Password Cheat Sheet, "URL Tokens"). Storage gets the SHA-256
 * alone, so that whoever reads the database can use none.
 *
 * @param lifetime in seconds
 * @throws AuthError `storage_unavailable`
 */
export async function issueOneTimeToken(
  context: Context,
  userId: string,
  purpose: Purpose,
  lifetime: number,
  payload: JsonObject,
): Promise<IssuedToken> {
  const token = encodeBytes(crypto.getRandomValues(new Uint8Array(32)));
  const expiresAt = new Date(context.now() + lifetime * 1000);
  await putOneTimeToken(context, { hash: digest(token), purpose, pool: context.pool, userId, payload, expiresAt });
  return { token, expiresAt: expiresAt.toISOString() };
}

/** Stores a token, or puts back one that was taken. @throws AuthError `storage_unavailable` */
export function putOneTimeToken({ storage }: Context, token: OneTimeToken): Promise<void> {
  return callStorage(() => storage.tokens.put(token, KEPT[token.purpose as Purpose]));
}

/**
 * What stands behind a token that is still good. It is good no more, nor is any other of the user and purpose: of many
 * callers at once, one gets it.
 *
 * @throws AuthError `storage_unavailable`
 */
export async function takeOneTimeToken(
  context: Context,
  purpose: Purpose,
  token: unknown,
): Promise<OneTimeToken | null> {
  if (typeof token !== "string" || !SHAPE.test(token)) return null;
  return callStorage(() =>
    context.storage.tokens.take(digest(token), { purpose, pool: context.pool, at: new Date(context.now()) }),
  );
}
