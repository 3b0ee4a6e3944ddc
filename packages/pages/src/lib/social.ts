import type { Client } from "@latchkey/core";
import type { Identities } from "@latchkey/core/identities";

/** A provider that people can sign in with. */
export interface SocialProvider {
  /** What routes call it: `"google"`. */
  readonly id: string;
  /** What people call it: `"Google"`. */
  readonly name: string;
}

/** The way to a provider. */
export interface WayToProvider {
  /** Where the browser goes. */
  readonly location: string;
  /** `Set-Cookie` lines, without which nobody comes back. */
  readonly setCookie: readonly string[];
}

/** As much of `socialSignIn(auth, …)` of `@latchkey/oauth` as pages use. */
export interface Social {
  /** The providers, in the order in which they are shown. */
  readonly providers: readonly SocialProvider[];
  /** The accounts at providers that users have: listing and unlinking them. */
  readonly identities: Pick<Identities, "listFor" | "unlink">;
  /**
   * Begins to link an account at a provider, or to prove by one that it is still the user.
   *
   * @throws AuthError `not_found`, `unauthenticated`, `proof_required`, `provider_failed`
   */
  begin(input: {
    readonly provider: string;
    readonly purpose: "link" | "prove";
    readonly next: string;
    readonly token: string;
    readonly headers: Headers;
  }): Promise<WayToProvider>;
  /**
   * Links the account that waits since a sign-in with it was refused as `link_required`.
   *
   * @throws AuthError `flow_expired`, `link_required`, `proof_required`, `identity_taken`
   */
  linkPending(input: {
    readonly token: string;
    readonly headers: Headers;
    readonly client: Client;
  }): Promise<{ readonly setCookie: string }>;
}
