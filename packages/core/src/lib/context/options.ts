import type { Guard } from "../guards/guard.ts";
import type { Hooks } from "../hooks.ts";
import type { JsonObjectOf } from "../json.ts";
import type { SecretRing } from "../token/key-ring.ts";
import type { PasswordHasher } from "../passwords/password-hasher.ts";
import type { PasswordPolicy } from "../passwords/password-policy.ts";
import type { StandardSchema } from "../input/standard-schema.ts";
import type { Storage } from "../storage/storage.ts";
import type { SessionUse } from "./context.ts";
import type { User } from "../user.ts";

export interface AuthOptions<Output = unknown, Claims = Record<string, unknown>, Input = unknown> {
  /** Where users and sessions are kept. */
  readonly storage: Storage;
  /**
   * At least 32 random bytes, or a ring of them to rotate: the first signs, all verify. One that is not set
   * (`undefined` or `""`, as in a build without secrets) is missed when a token is first made or read: a `TypeError`,
   * 500 over HTTP.
   */
  readonly secret: SecretRing | undefined;
  /** The user pool, and so the audience of its tokens. Default `"users"`. */
  readonly pool?: string | undefined;
  readonly session?:
    | {
        /** Seconds from 60 to 34 560 000 (400 days, as long as browsers keep a cookie). Default 604 800 (7 days). */
        readonly lifetime?: number | undefined;
        /**
         * Seconds after which no refresh extends a session, counted from sign-in. Default 30 days, or `lifetime` if
         * that is longer.
         */
        readonly maxLifetime?: number | undefined;
        /** Idle timeout and renewal on use: `sessionUse({ … })` from `@latchkey/core/session-use`. Default: neither. */
        readonly use?: SessionUse | undefined;
      }
    | undefined;
  /** The hasher, or several: the first writes, all verify. Default `pbkdf2()`. */
  readonly passwords?: PasswordHasher | readonly PasswordHasher[] | undefined;
  readonly passwordPolicy?: PasswordPolicy | undefined;
  /** What else goes into the token. It can be read by whoever holds the token, and stays as it was when issued. */
  readonly claims?: ((user: User<JsonObjectOf<Output>>) => Claims) | undefined;
  /** A Standard Schema that user-written metadata must fit. */
  readonly metadata?: StandardSchema<Input, Output> | undefined;
  /**
   * Step in wherever a password is checked, an account made or a mail asked for. Default `[throttle()]`: at most 5
   * guesses at an account in 10 minutes. `[]` for none.
   */
  readonly guards?: readonly Guard[] | undefined;
  /** Told before and after everything that changes. */
  readonly hooks?: Hooks | undefined;
  /** `false` closes sign-up. Default `true`. */
  readonly signUps?: boolean | undefined;
  /** The only clock there is, in milliseconds. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
}

const NAMES = [
  "storage",
  "secret",
  "pool",
  "session",
  "passwords",
  "passwordPolicy",
  "claims",
  "metadata",
  "guards",
  "hooks",
  "signUps",
  "now",
];
const MAX_LIFETIME = 400 * 24 * 60 * 60;

/** Refuses what is unknown or of another kind. @throws TypeError with a sentence that says what to write instead */
export function checkOptions(options: AuthOptions): void {
  requireKnown(options, "", NAMES);
  requireKnown(options.session, "session.", ["lifetime", "maxLifetime", "use"]);
  requireKnown(options.hooks, "hooks.", ["before", "after", "failed"]);
  requireKnown(options.passwordPolicy, "passwordPolicy.", [
    "minLength",
    "maxLength",
    "common",
    "serviceName",
    "breached",
  ]);

  const { storage, pool = "users", signUps = true, claims, metadata, guards = [], now } = options;
  if (typeof storage?.users?.insert !== "function") {
    throw new TypeError('storage is missing: pass one, like sqliteStorage("auth.db") from @latchkey/adapter-sqlite');
  }
  if (typeof pool !== "string" || !/^[a-z][a-z\d_-]{0,31}$/.test(pool)) {
    throw new TypeError("pool must be 1 to 32 lower-case letters, digits, '_' or '-', and start with a letter");
  }
  if (
    !Array.isArray(guards) ||
    !guards.every((guard) => typeof guard?.onAttempt === "function" && typeof guard.onCorrectPassword === "function")
  ) {
    throw new TypeError("guards takes a list of guards, like [throttle()]");
  }
  if (typeof signUps !== "boolean") throw new TypeError("signUps must be true or false");
  if (claims !== undefined && typeof claims !== "function")
    throw new TypeError("claims must be a function from a user to an object");
  if (now !== undefined && typeof now !== "function")
    throw new TypeError("now must be a function that gives milliseconds");
  if (metadata !== undefined && typeof metadata?.["~standard"]?.validate !== "function") {
    throw new TypeError("metadata must be a Standard Schema, like an object schema of valibot or zod");
  }
}

export function readSession({
  lifetime = 604_800,
  maxLifetime = Math.max(lifetime, 2_592_000),
  use,
}: AuthOptions["session"] = {}) {
  if (!Number.isInteger(lifetime) || lifetime < 60 || lifetime > MAX_LIFETIME) {
    throw new TypeError(`session.lifetime must be a whole number of seconds from 60 to ${MAX_LIFETIME}`);
  }
  if (!Number.isInteger(maxLifetime) || maxLifetime < lifetime || maxLifetime > MAX_LIFETIME) {
    throw new TypeError(
      `session.maxLifetime must be a whole number of seconds from session.lifetime to ${MAX_LIFETIME}`,
    );
  }
  if (use !== undefined && typeof use?.checkLifetime !== "function") {
    throw new TypeError("session.use takes sessionUse({ … }) from @latchkey/core/session-use");
  }
  use?.checkLifetime(lifetime);
  return { lifetime, maxLifetime };
}

export function readHashers(passwords: PasswordHasher | readonly PasswordHasher[]): readonly PasswordHasher[] {
  const hashers = "hash" in passwords ? [passwords] : passwords;
  const ids = new Set(hashers.map((hasher) => hasher.id));
  if (hashers.length === 0 || ids.size < hashers.length || !hashers.every(isHasher)) {
    throw new TypeError("passwords takes a hasher, like pbkdf2(), or several with different ids");
  }
  return hashers;
}

function isHasher(value: PasswordHasher): boolean {
  const { id, hash, verify, needsRehash } = value;
  return typeof id === "string" && [hash, verify, needsRehash].every((method) => typeof method === "function");
}

function requireKnown(options: object | undefined, path: string, known: readonly string[]): void {
  const unknown = Object.keys(options ?? {}).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new TypeError(`createAuth does not know the option "${path}${unknown}"`);
}
