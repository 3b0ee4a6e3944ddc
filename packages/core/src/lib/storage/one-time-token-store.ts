import type { JsonObject } from "../json.ts";

/** A secret that was mailed and works once, like the link of a password reset. */
export interface OneTimeToken {
  /** SHA-256 of the secret in base64url. The secret itself is never stored. */
  readonly hash: string;
  /** What the token is for. It serves no other purpose. */
  readonly purpose: string;
  /** The user pool. */
  readonly pool: string;
  /** The id of the user. */
  readonly userId: string;
  /** What belongs to the token, like the new address of an e-mail change. */
  readonly payload: JsonObject | null;
  /** The token is no longer good from this moment on. */
  readonly expiresAt: Date;
}

/** What a one-time token must be good for. */
export interface OneTimeTokenUse {
  /** What the token must be for. */
  readonly purpose: string;
  /** The user pool. */
  readonly pool: string;
  /** Now: the token must expire later. */
  readonly at: Date;
}

/** One-time tokens. Every method is one atomic step. */
export interface OneTimeTokenStore {
  /**
   * Adds a token, or replaces the one with the same hash. Then keeps at most `keep` tokens of this user and purpose:
   * the ones that expire last. Adds nothing when there is no such user.
   *
   * @param keep a whole number from 1. Default 3
   */
  put(token: OneTimeToken, keep?: number): Promise<void>;
  /**
   * Deletes and returns a token that is good at `at`, and deletes every other token of its user and purpose. Of
   * concurrent callers, with the same token or with different ones, one gets a token.
   *
   * @returns `null`, and nothing is deleted: no token has this hash, purpose and pool, or it has expired
   */
  take(hash: string, use: OneTimeTokenUse): Promise<OneTimeToken | null>;
}
