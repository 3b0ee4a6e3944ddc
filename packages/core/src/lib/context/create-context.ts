import { orderGuards } from "../guards/guard.ts";
import type { Context } from "./context.ts";
import { processQueue } from "../passwords/hash-queue.ts";
import { createKeyRing } from "../token/key-ring.ts";
import { checkOptions, readHashers, readSession, type AuthOptions } from "./options.ts";
import { resolvePolicy } from "../passwords/password-policy.ts";
import { createPasswords } from "../passwords/passwords.ts";
import { pbkdf2 } from "../passwords/pbkdf2.ts";
import { throttle } from "../guards/throttle.ts";

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
    keepsLastUser = false,
    now = Date.now,
  } = options;
  return {
    storage,
    counters: options.counters ?? storage.counters,
    countsElsewhere: options.counters !== undefined,
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
    keepsLastUser,
    now,
  };
}
