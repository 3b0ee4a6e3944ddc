import { orderGuards, type Guard } from "../guards/guard.ts";
import { processQueue } from "../passwords/hash-queue.ts";
import type { Hooks } from "../hooks.ts";
import { createKeyRing, type KeyRing } from "../token/key-ring.ts";
import { checkOptions, readHashers, readSession, type AuthOptions } from "./options.ts";
import { resolvePolicy, type ResolvedPolicy } from "../passwords/password-policy.ts";
import { createPasswords, type Passwords } from "../passwords/passwords.ts";
import { pbkdf2 } from "../passwords/pbkdf2.ts";
import type { StandardSchema } from "../input/standard-schema.ts";
import type { Storage } from "../storage/storage.ts";
import type { SessionUse } from "../session-use/active-session.ts";
import { throttle } from "../guards/throttle.ts";
import type { User } from "../user.ts";

/** The options, checked and filled in: what every operation works with. */
export interface Context {
  readonly storage: Storage;
  readonly keys: KeyRing;
  readonly pool: string;
  readonly session: { readonly lifetime: number; readonly maxLifetime: number };
  readonly sessionUse: SessionUse | undefined;
  readonly passwords: Passwords;
  readonly passwordPolicy: ResolvedPolicy;
  readonly claims: ((user: User) => Record<string, unknown>) | undefined;
  readonly metadata: StandardSchema | undefined;
  readonly guards: readonly Guard[];
  /** Set by the companion that opens another door. */
  readonly accountNames: { hasUsernames: boolean };
  readonly hooks: Hooks;
  readonly signUps: boolean;
  readonly now: () => number;
}

/** @throws TypeError with a sentence that says what to write instead */
export function createContext(options: AuthOptions): Context {
  checkOptions(options);
  const {
    storage,
    secret,
    pool = "users",
    session,
    passwords = pbkdf2(),
    passwordPolicy,
    signUps = true,
    now = Date.now,
  } = options;
  return {
    storage,
    keys: createKeyRing(secret),
    pool,
    session: readSession(session),
    sessionUse: session?.use,
    passwords: createPasswords(readHashers(passwords), processQueue),
    passwordPolicy: resolvePolicy(passwordPolicy),
    claims: options.claims,
    metadata: options.metadata,
    guards: orderGuards(options.guards ?? [throttle()]),
    accountNames: { hasUsernames: false },
    hooks: options.hooks ?? {},
    signUps,
    now,
  };
}
