import { digest } from "../encoding/digest.ts";
import { AuthError } from "../errors.ts";
import { isName } from "../input/name.ts";
import { newApiKey } from "./format.ts";
import type { ApiKeyRecord } from "../storage/storage.ts";

/** What `apiKeys(auth).admin.create` takes. */
export interface NewApiKey {
  /** A name by which its owner knows the key: 1 to 64 characters. */
  readonly name: string;
  /**
   * What the key may do, from what `apiKeys(auth, { scopes })` offers: at most 32 scopes of 1 to 64 letters, digits and
   * `_ . : / * -`. Default: none.
   */
  readonly scopes?: readonly string[] | undefined;
  /** Seconds until the key expires: 60 to 315 360 000 (10 years). Default `null`: it does not expire. */
  readonly expiresIn?: number | null | undefined;
}

/** What `apiKeys(auth).create` takes. */
export interface NewOwnApiKey extends NewApiKey {
  /**
   * The password of the user. A session that was proved in the last 5 minutes needs none: an older one alone must not
   * make a key that lives on after it.
   */
  readonly currentPassword?: string | undefined;
}

const HINT_LENGTH = 8;
const MAX_SCOPES = 32;
const MAX_SECONDS = 10 * 365 * 24 * 60 * 60;

/** What a new key is checked against. */
export interface KeyRules {
  readonly userId: string;
  /** Whether the user may give a key these scopes. Not called for a key without any. */
  readonly areOffered: (scopes: readonly string[]) => boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** An API key that is not stored yet. @throws AuthError `invalid_input` (field `name`, `scopes` or `expiresIn`) */
export function draftApiKey(
  { name, scopes = [], expiresIn = null }: NewApiKey,
  { userId, areOffered, now }: KeyRules,
): { key: string; record: ApiKeyRecord } {
  if (!isName(name)) throw invalid("name", "must be 1 to 64 characters");
  if (!Array.isArray(scopes) || scopes.length > MAX_SCOPES || !scopes.every(isScope)) {
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

/** Whether a text can be a scope. */
export function isScope(scope: unknown): boolean {
  return typeof scope === "string" && /^[\w.:/*-]{1,64}$/.test(scope);
}

function invalid(field: string, sentence: string): AuthError {
  return new AuthError("invalid_input", `${field} ${sentence}`, { field });
}
