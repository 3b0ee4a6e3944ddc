import type { Client, Session } from "@latchkey/core";

/** A passkey of a user. Times are ISO 8601 in UTC. */
export interface OwnPasskey {
  /** The credential id, in base64url. */
  readonly id: string;
  /** What its owner calls it. */
  readonly name: string;
  /** When it was added. */
  readonly createdAt: string;
  /** When it was last used. `null`: never. */
  readonly lastUsedAt: string | null;
  /** Whether it follows its owner to other devices. */
  readonly backedUp: boolean;
}

/**
 * As much of `passkeys(auth, …)` of `@latchkey/passkeys` as pages use. Their script asks the routes of
 * `passkeyRoutes(…)`, which must be beside the pages.
 */
export interface PagePasskeys {
  /** The passkeys of the user of a session, the oldest first. */
  listFor(session: Session): Promise<readonly OwnPasskey[]>;
  /**
   * Begins to add one: here it tells whether the session has proved enough for it.
   *
   * @throws AuthError `proof_required`, `refused` (there are 100), `unauthenticated`
   */
  beginAdd(token: string): Promise<unknown>;
  /**
   * Gives one another name.
   *
   * @throws AuthError `invalid_input`, `not_found`, `unauthenticated`
   */
  rename(token: string, input: { readonly id: string; readonly name: string }, client?: Client): Promise<void>;
  /**
   * Deletes one.
   *
   * @throws AuthError `proof_required`, `invalid_credentials`, `last_way_in`, `not_found`, `unauthenticated`
   */
  delete(
    token: string,
    input: { readonly id: string; readonly currentPassword?: string | undefined },
    client?: Client,
  ): Promise<void>;
}
