import { newApiKey } from "./format.ts";
import { digest } from "../encoding/digest.ts";
import { AuthError } from "../errors.ts";
import type { ApiKeyRecord } from "../storage/storage.ts";

export interface NewApiKey {
  /** For its owner's own use: 1 to 64 characters. */
  readonly name: string;
  /** What it is good for, of what `apiKeys(auth, { scopes })` offers: at most 32 of 1 to 64 letters, digits and `_ . : / * -`. Default none. */
  readonly scopes?: readonly string[] | undefined;
  /** Seconds from 60 to 315 360 000 (10 years). Default: it does not expire. */
  readonly expiresIn?: number | null | undefined;
}

export interface NewOwnApiKey extends NewApiKey {
  /** The owner's password: a session alone makes no key that outlives it. */
  readonly currentPassword: string;
}

const HINT_LENGTH = 8;
const MAX_SECONDS = 10 * 365 * 24 * 60 * 60;

/**
 * A key that is not stored yet.
 *
 * @param areOffered whether the key may have these scopes; not asked for a key without any
 * @throws AuthError `invalid_input` (field `name`, `scopes` or `expiresIn`)
 */
export function draftApiKey(
  userId: string,
  { name, scopes = [], expiresIn = null }: NewApiKey,
  areOffered: (scopes: readonly string[]) => boolean,
  now: number,
): { key: string; record: ApiKeyRecord } {
  if (!isName(name)) throw invalid("name", "must be 1 to 64 characters");
  if (!Array.isArray(scopes) || scopes.length > 32 || !scopes.every(isScope)) {
    throw invalid("scopes", "must be at most 32 of 1 to 64 letters, digits and '_', '.', ':', '/', '*', '-'");
  }
  if (scopes.length > 0 && !areOffered(scopes)) throw invalid("scopes", "must be among those that are offered");
  if (expiresIn !== null && (!Number.isInteger(expiresIn) || expiresIn < 60 || expiresIn > MAX_SECONDS)) {
    throw invalid("expiresIn", `must be a whole number of seconds from 60 to ${MAX_SECONDS}`);
  }
  const key = newApiKey();
  const record = {
    id: crypto.randomUUID(),
    userId,
    // A key has 256 random bits, so a slow hash would add nothing.
    hash: digest(key),
    name,
    hint: key.slice(0, HINT_LENGTH),
    scopes: [...new Set(scopes)],
    createdAt: new Date(now),
    expiresAt: expiresIn === null ? null : new Date(now + expiresIn * 1000),
    lastUsedAt: null,
  };
  return { key, record };
}

function isName(name: unknown): boolean {
  return (
    typeof name === "string" &&
    name.length <= 128 &&
    name.isWellFormed() &&
    /^[^\p{Cc}]{1,64}$/u.test(name) &&
    name.trim() !== ""
  );
}

export function isScope(scope: unknown): boolean {
  return typeof scope === "string" && /^[\w.:/*-]{1,64}$/.test(scope);
}

function invalid(field: string, sentence: string): AuthError {
  return new AuthError("invalid_input", `${field} ${sentence}`, { field });
}
