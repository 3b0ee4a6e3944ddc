import type { Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { recording } from "../context/record.ts";
import { encodeBytes } from "../encoding/base64url.ts";
import { digest } from "../encoding/digest.ts";
import type { JsonObject } from "../json.ts";
import { callStorage } from "../storage/call-storage.ts";
import type { OneTimeToken } from "../storage/storage.ts";

/** What a token is for. It is good for nothing else. */
export type Purpose = "password_reset" | "email_verification" | "email_change" | "mail_sign_in" | "mail_proof";

/** A token for a mail. */
export interface IssuedToken {
  /** 256 bits in base64url, which nobody can guess: 43 characters. It is not stored. */
  readonly token: string;
  /** When the token expires. ISO 8601 in UTC. */
  readonly expiresAt: string;
}

/**
 * How many tokens of a user are valid at once. Anybody can ask for a reset, so a newer token must not void the one that
 * the owner already has. A change of address needs the password, and only the address of the last request counts.
 */
const MAX_VALID: Readonly<Record<Purpose, number>> = {
  password_reset: 3,
  email_verification: 3,
  email_change: 1,
  mail_sign_in: 3,
  mail_proof: 3,
};

/** What was asked for. */
const REQUESTED = {
  password_reset: "password.reset_requested",
  email_verification: "email.verification_requested",
  email_change: "email.change_requested",
  mail_sign_in: "sign_in.mail_requested",
  mail_proof: "sign_in.mail_requested",
} as const;

const SHAPE = /^[\w-]{43}$/;

/**
 * Issues a token for one purpose and user (OWASP Forgot Password Cheat Sheet, "URL Tokens"). Storage keeps its SHA-256,
 * so that a copy of the database holds no usable token.
 *
 * @param request `lifetime` in seconds; `token`: 43 characters of base64url, default 256 random bits
 * @throws AuthError `storage_unavailable`
 */
export async function issueOneTimeToken(
  context: Context,
  {
    userId,
    purpose,
    lifetime,
    payload,
    client,
    token = encodeBytes(crypto.getRandomValues(new Uint8Array(32))),
  }: Pick<OneTimeToken, "userId"> & {
    readonly purpose: Purpose;
    readonly lifetime: number;
    readonly payload: JsonObject;
    readonly client: Client;
    readonly token?: string;
  },
): Promise<IssuedToken> {
  const expiresAt = new Date(Math.round(context.now() + lifetime * 1000));
  const record = { hash: digest(token), purpose, pool: context.pool, userId, payload, expiresAt };
  const { tokens } = await recording(context, [REQUESTED[purpose]], { userId, client });
  await callStorage(() => tokens.put(record, MAX_VALID[purpose]));
  return { token, expiresAt: expiresAt.toISOString() };
}

/** Stores a token, or puts back one that was taken. @throws AuthError `storage_unavailable` */
export function putOneTimeToken({ storage }: Context, token: OneTimeToken): Promise<void> {
  return callStorage(() => storage.tokens.put(token, MAX_VALID[token.purpose as Purpose]));
}

/**
 * Takes a valid token out of storage, and with it every other token of its user and purpose. Of concurrent callers one
 * gets it.
 *
 * @throws AuthError `storage_unavailable`
 */
export async function takeOneTimeToken(
  context: Context,
  purpose: Purpose,
  token: unknown,
): Promise<OneTimeToken | null> {
  if (typeof token !== "string" || !SHAPE.test(token)) return null;
  const { pool, storage, now } = context;
  return callStorage(() => storage.tokens.take(digest(token), { purpose, pool, at: new Date(now()) }));
}
