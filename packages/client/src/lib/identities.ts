import type { Client } from "./client.ts";

/** An account at a provider that the user can sign in with. Times are ISO 8601 in UTC. */
export interface Identity {
  /** The id of the provider: `"google"`. */
  readonly provider: string;
  /** What the provider calls the account. It never changes. */
  readonly subject: string;
  /** The address that the provider gave. `null`: none. It may be another than the user's. */
  readonly email: string | null;
  /** When it was connected. */
  readonly createdAt: string;
  /** When the user last signed in with it. */
  readonly lastUsedAt: string;
}

/** What `identities.list` answers. */
export interface Identities {
  /** The connected accounts. */
  readonly identities: readonly Identity[];
  /** Whether the user has a password, too. */
  readonly hasPassword: boolean;
}

/** Which one `identities.delete` is about: an `Identity` fits. */
export interface IdentityChoice {
  /** The id of the provider. */
  readonly provider: string;
  /** What the provider calls the account. */
  readonly subject: string;
  /** The password of the user. Not needed within five minutes of a sign-in or of a proof. */
  readonly currentPassword?: string | undefined;
}

/** The accounts at providers that the user can sign in with. Every method may fail with `unauthenticated`. */
export interface IdentityActions {
  /** Lists them. */
  list(): Promise<Identities>;
  /**
   * Disconnects one: nobody can sign in with it from then on.
   *
   * @throws LatchkeyError `proof_required` (the last proof is too old), `last_way_in` (there would be no way to sign in
   * left), `not_found`, `invalid_credentials` (the password is wrong), `rate_limited`, `overloaded`
   */
  delete(choice: IdentityChoice): Promise<void>;
}

export function identities({ request }: Pick<Client<unknown>, "request">): IdentityActions {
  return {
    list: () => request("GET", "/identities"),
    async delete({ provider, subject, currentPassword }) {
      await request("POST", "/identities/delete", { provider, subject, currentPassword });
    },
  };
}
