import { AuthError } from "./errors.ts";
import { processQueue } from "./hash-queue.ts";
import { createKeyRing, type KeyRing, type SecretRing } from "./key-ring.ts";
import type { PasswordHasher } from "./password-hasher.ts";
import { resolvePolicy, type PasswordPolicy, type ResolvedPolicy } from "./password-policy.ts";
import { createPasswords, type Passwords } from "./passwords.ts";
import { pbkdf2 } from "./pbkdf2.ts";
import type { StandardSchema } from "./standard-schema.ts";
import type { Storage } from "./storage.ts";
import type { User } from "./user.ts";

export interface AuthOptions {
  /** Where users and sessions are kept. */
  readonly storage: Storage;
  /** At least 32 random bytes, or a ring of them to rotate: the first signs, all verify. */
  readonly secret: SecretRing | undefined;
  /** The user pool, and so the audience of its tokens. Default `"users"`. */
  readonly pool?: string;
  readonly session?: {
    /** Seconds from 60 to 34 560 000 (400 days, as long as browsers keep a cookie). Default 604 800 (7 days). */
    readonly lifetime?: number;
  };
  /** The hasher, or several: the first writes, all verify. Default `pbkdf2()`. */
  readonly passwords?: PasswordHasher | readonly PasswordHasher[];
  readonly passwordPolicy?: PasswordPolicy;
  /** What else goes into the token. It can be read by whoever holds the token, and stays as it was when issued. */
  readonly claims?: (user: User) => Record<string, unknown>;
  /** A Standard Schema that user-written metadata must fit. */
  readonly metadata?: StandardSchema;
  /** `false` closes sign-up. Default `true`. */
  readonly signUps?: boolean;
  /** The only clock there is, in milliseconds. Default `Date.now`. */
  readonly now?: () => number;
}

/** The options, checked and filled in: what every operation works with. */
export interface Context {
  readonly storage: Storage;
  readonly keys: KeyRing;
  readonly pool: string;
  readonly session: { readonly lifetime: number };
  readonly passwords: Passwords;
  readonly passwordPolicy: ResolvedPolicy;
  readonly claims: ((user: User) => Record<string, unknown>) | undefined;
  readonly metadata: StandardSchema | undefined;
  readonly signUps: boolean;
  readonly now: () => number;
  /** Waits for storage. Whatever it rejects with becomes `storage_unavailable`: trouble is never "signed out". */
  ask<T>(answer: Promise<T>): Promise<T>;
}

const KNOWN = new Set(["storage", "secret", "pool", "session", "passwords", "passwordPolicy", "claims", "metadata", "signUps", "now"]);
const MAX_LIFETIME = 400 * 24 * 60 * 60;

/** @throws TypeError with a sentence that says what to write instead. */
export function createContext(options: AuthOptions): Context {
  for (const name of Object.keys(options)) {
    if (!KNOWN.has(name)) throw new TypeError(`createAuth does not know the option "${name}"`);
  }
  const { storage, pool = "users", signUps = true, now = Date.now } = options;
  if (typeof storage?.users?.insert !== "function") {
    throw new TypeError('storage is missing: pass one, like sqliteStorage("auth.db") from @latchkey/adapter-sqlite');
  }
  if (!/^[a-z][a-z\d_-]{0,31}$/.test(pool)) {
    throw new TypeError("pool must be 1 to 32 lower-case letters, digits, '_' or '-', and start with a letter");
  }
  if (typeof signUps !== "boolean") throw new TypeError("signUps must be true or false");
  return {
    storage,
    keys: createKeyRing(options.secret as SecretRing),
    pool,
    session: { lifetime: readLifetime(options.session?.lifetime) },
    passwords: createPasswords(readHashers(options.passwords), processQueue),
    passwordPolicy: resolvePolicy(options.passwordPolicy),
    claims: options.claims,
    metadata: options.metadata,
    signUps,
    now,
    ask,
  };
}

function readLifetime(lifetime = 604_800): number {
  if (!Number.isInteger(lifetime) || lifetime < 60 || lifetime > MAX_LIFETIME) {
    throw new TypeError(`session.lifetime must be a whole number of seconds from 60 to ${MAX_LIFETIME}`);
  }
  return lifetime;
}

function readHashers(passwords: AuthOptions["passwords"] = pbkdf2()): readonly PasswordHasher[] {
  const hashers = "hash" in passwords ? [passwords] : passwords;
  const ids = new Set(hashers.map((hasher) => hasher.id));
  if (hashers.length === 0 || ids.size < hashers.length) throw new TypeError("passwords needs at least one hasher, and one of each id");
  return hashers;
}

async function ask<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    throw new AuthError("storage_unavailable", "Storage cannot be reached", { retryAfter: 1, cause });
  }
}
