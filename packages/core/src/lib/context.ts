import { AuthError } from "./errors.ts";
import { processQueue } from "./hash-queue.ts";
import { createKeyRing, type KeyRing, type SecretRing } from "./key-ring.ts";
import { checkOptions, readHashers, readLifetime, type AuthOptions } from "./options.ts";
import { resolvePolicy, type ResolvedPolicy } from "./password-policy.ts";
import { createPasswords, type Passwords } from "./passwords.ts";
import { pbkdf2 } from "./pbkdf2.ts";
import type { StandardSchema } from "./standard-schema.ts";
import type { Storage } from "./storage.ts";
import type { User } from "./user.ts";

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
  /** Asks storage. Whatever goes wrong there becomes `storage_unavailable`: trouble is never "signed out". */
  ask<T>(question: () => Promise<T>): Promise<T>;
}

/** @throws TypeError with a sentence that says what to write instead */
export function createContext(options: AuthOptions): Context {
  checkOptions(options);
  const { storage, secret, pool = "users", session, passwords = pbkdf2(), passwordPolicy, signUps = true, now = Date.now } = options;
  return {
    storage,
    keys: createKeyRing(secret as SecretRing),
    pool,
    session: { lifetime: readLifetime(session?.lifetime) },
    passwords: createPasswords(readHashers(passwords), processQueue),
    passwordPolicy: resolvePolicy(passwordPolicy),
    claims: options.claims,
    metadata: options.metadata,
    signUps,
    now,
    ask,
  };
}

async function ask<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (cause) {
    throw new AuthError("storage_unavailable", "Storage cannot be reached", { retryAfter: 1, cause });
  }
}
