import type { Guard } from "../guards/guard.ts";
import type { Hooks } from "../hooks.ts";
import type { JsonObjectOf } from "../json.ts";
import type { SecretRing } from "../token/key-ring.ts";
import type { PasswordHasher } from "../passwords/password-hasher.ts";
import type { PasswordPolicy } from "../passwords/password-policy.ts";
import type { StandardSchema } from "../input/standard-schema.ts";
import type { CounterStore, Storage } from "../storage/storage.ts";
import type { SessionUse } from "./context.ts";
import type { User } from "../user.ts";

/**
 * Options of `createAuth`. Only `storage` and `secret` are required.
 *
 * `createAuth` infers the type arguments: what the `metadata` schema returns and takes, and what `claims` returns.
 */
export interface AuthOptions<Output = unknown, Claims = Record<string, unknown>, Input = unknown> {
  /** Where users and sessions are kept, for example `sqliteStorage("auth.db")` from `@latchkey/adapter-sqlite`. */
  readonly storage: Storage;
  /**
   * Where guesses and mails are counted, for example `redisCounters(client)` from `@latchkey/redis`. What works once,
   * like a ticket, stays in the storage. Default: the storage counts.
   */
  readonly counters?: CounterStore | undefined;
  /**
   * Signs session tokens: at least 32 random bytes, as text or bytes. To rotate it, give a list of `{ id, secret }`:
   * the first secret signs, and all verify. `undefined` and `""` are allowed, because a build may have no secrets.
   * Making or reading a token then throws a `TypeError`, which is 500 over HTTP.
   */
  readonly secret: SecretRing | undefined;
  /**
   * The name of the user pool, and the audience of its tokens: 1 to 32 lower-case letters, digits, `_` and `-`, the
   * first a letter. Pools on one storage do not see each other's users. Default `"users"`.
   */
  readonly pool?: string | undefined;
  /** How long sessions live. Default: 7 days, up to 30 days with refreshes, and no idle timeout. */
  readonly session?:
    | {
        /**
         * Seconds from sign-in or refresh to the end of a session: 60 to 34 560 000 (400 days, as long as browsers keep
         * a cookie). Default 604 800 (7 days).
         */
        readonly lifetime?: number | undefined;
        /**
         * Seconds from sign-in after which no refresh extends a session: `lifetime` to 34 560 000. Default 2 592 000
         * (30 days), or `lifetime` if that is longer.
         */
        readonly maxLifetime?: number | undefined;
        /**
         * An idle timeout and renewal on use: `sessionUse({ idleTimeout, renewAfter })` from
         * `@latchkey/core/session-use`. Default: neither.
         */
        readonly use?: SessionUse | undefined;
      }
    | undefined;
  /**
   * The password hasher, or a list of hashers with different ids: the first hashes, and all verify. A password that
   * another hasher or a lower cost has hashed is hashed again at the next sign-in. Default `pbkdf2()`.
   */
  readonly passwords?: PasswordHasher | readonly PasswordHasher[] | undefined;
  /**
   * What a new password must meet: `minLength` (default 8), `maxLength` (default 256), `common`, `serviceName` and
   * `breached`. A password made of the user's address or name is always refused. Sign-in does not ask the policy.
   */
  readonly passwordPolicy?: PasswordPolicy | undefined;
  /**
   * Adds claims to session tokens: returns an object that JSON can carry. The holder of a token can read them, and they
   * stay as they were when the token was issued. The names `sub`, `sid`, `aud`, `iat`, `exp`, `iss`, `nbf`, `jti` and
   * `toJSON` are reserved. Types `session.claims`. Default: no further claims.
   */
  readonly claims?: ((user: User<JsonObjectOf<Output>>) => Claims) | undefined;
  /**
   * A Standard Schema for the metadata that users write, for example an object schema of valibot or zod. It may be
   * asynchronous. Types `user.metadata` and the input of `signUp`. Default: any JSON object of at most 16 KiB.
   */
  readonly metadata?: StandardSchema<Input, Output> | undefined;
  /**
   * Guards, which can refuse an attempt to sign in, to sign up, to confirm a password or to have a mail sent. Default
   * `[throttle()]`: at most 5 guesses per account in 10 minutes. `[]`: none.
   */
  readonly guards?: readonly Guard[] | undefined;
  /** Functions that run before and after what changes accounts. Default: none. */
  readonly hooks?: Hooks | undefined;
  /** `false` closes sign-up: it then throws `sign_ups_closed`. Default `true`. */
  readonly signUps?: boolean | undefined;
  /**
   * `true`: the pool keeps a user who is enabled. Whatever would disable or delete the last one is refused with
   * `last_user`. For a pool of administrators, who could lock one another out. Default `false`.
   */
  readonly keepsLastUser?: boolean | undefined;
  /** The clock that everything uses: returns milliseconds since 1970. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
}

const NAMES = [
  "storage",
  "counters",
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
  "keepsLastUser",
  "now",
];
const MAX_LIFETIME = 400 * 24 * 60 * 60;

/** Checks the names and kinds of all options. @throws TypeError with a sentence that says what to write instead */
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

  const {
    storage,
    counters,
    pool = "users",
    signUps = true,
    keepsLastUser = false,
    claims,
    metadata,
    guards = [],
    now,
  } = options;
  if (typeof storage?.users?.insert !== "function") {
    throw new TypeError('storage is missing: pass one, like sqliteStorage("auth.db") from @latchkey/adapter-sqlite');
  }
  if (counters !== undefined && typeof counters?.add !== "function") {
    throw new TypeError("counters takes a store of counters, like redisCounters(client) from @latchkey/redis");
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
  if (typeof keepsLastUser !== "boolean") throw new TypeError("keepsLastUser must be true or false");
  if (claims !== undefined && typeof claims !== "function") throw new TypeError("claims must be a function of a user");
  if (now !== undefined && typeof now !== "function") throw new TypeError("now must be a function, like Date.now");
  if (metadata !== undefined && typeof metadata?.["~standard"]?.validate !== "function") {
    throw new TypeError("metadata must be a Standard Schema, like one of valibot or zod");
  }
}

/** The option `session`, checked and filled in. @throws TypeError for a value that is out of bounds */
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

/** The option `passwords` as a list. @throws TypeError for none, or two with the same id */
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
