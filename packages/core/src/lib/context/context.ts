import type { Guard } from "../guards/guard.ts";
import type { Hooks } from "../hooks.ts";
import type { KeyRing } from "../token/key-ring.ts";
import type { SessionClaims } from "../token/token.ts";
import type { ResolvedPolicy } from "../passwords/password-policy.ts";
import type { Passwords } from "../passwords/passwords.ts";
import type { StandardSchema } from "../input/standard-schema.ts";
import type { CounterStore, SessionWithUser, Storage } from "../storage/storage.ts";
import type { User } from "../user.ts";

/** The options of `createAuth`, checked and filled in. Every operation takes it first. */
export interface Context {
  readonly storage: Storage;
  /** Where guesses and mails are counted. What works once is counted in `storage.counters`. */
  readonly counters: CounterStore;
  /** Whether they are elsewhere than the rest of the storage, so that no step covers both. */
  readonly countsElsewhere: boolean;
  readonly keys: KeyRing;
  readonly pool: string;
  /** In seconds. */
  readonly session: { readonly lifetime: number; readonly maxLifetime: number };
  readonly sessionUse: SessionUse | undefined;
  readonly passwords: Passwords;
  readonly passwordPolicy: ResolvedPolicy;
  readonly claims: ((user: User) => Record<string, unknown>) | undefined;
  readonly metadata: StandardSchema | undefined;
  /** In the order in which they run. */
  readonly guards: readonly Guard[];
  /** `usernames(auth)` sets this: from then on an account may be tried under two names. */
  readonly accountNames: { hasUsernames: boolean };
  readonly hooks: Hooks;
  readonly signUps: boolean;
  readonly keepsLastUser: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** A live session and its user, as storage has them, with the claims of the token that uses it. */
export interface LiveSession extends SessionWithUser {
  readonly claims: SessionClaims;
}

/** A live session after its use was recorded. */
export interface UsedSession extends LiveSession {
  /** A newer token for the same session. */
  readonly renewed?: string | undefined;
}

/**
 * What `sessionUse()` returns: hand it to `createAuth({ session: { use } })`. Only core calls its methods; it is an
 * object so that applications which do not use it do not bundle it.
 */
export interface SessionUse {
  /**
   * Checks its options against `session.lifetime`, in seconds.
   *
   * @throws TypeError when an option is not shorter than the lifetime
   * @internal
   */
  checkLifetime(lifetime: number): void;
  /**
   * A session that was last used at this moment or before is over. `null`: there is no idle timeout.
   *
   * @param now milliseconds since 1970
   * @internal
   */
  idleSince(now: number): Date | null;
  /**
   * Records the use of a session, and renews the session where that is allowed and due.
   *
   * @returns the session as it is then; `null`: it is over
   * @internal
   */
  recordActivity(
    context: Context,
    live: LiveSession,
    options: { readonly now: number; readonly mayRenew: boolean },
  ): Promise<UsedSession | null>;
}
