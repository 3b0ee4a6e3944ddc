import type { Client } from "../client.ts";
import type { User } from "../user.ts";
import { ownSecondFactor, type SecondFactorActions, type SecondFactorCode, type SecondFactorSetup } from "./own.ts";

/** What `confirmSecondFactor` takes beside the code. */
export interface SecondFactorSignIn {
  /** Whether this browser is trusted for 30 days, where `methods()` says that it can be. */
  readonly trustDevice?: boolean | undefined;
  /** Of a client with a `tokenStore`: the `ticket` of the error `second_factor_required`. */
  readonly ticket?: string | undefined;
}

/** What `confirmSecondFactorSetup` answers. */
export interface SecondFactorSignUp<Metadata> {
  /** Who is signed in now. */
  readonly user: User<Metadata>;
  /** Ten codes, to be shown once. */
  readonly recoveryCodes: readonly string[];
}

/** What `withSecondFactor` adds. */
export interface SecondFactorClient<Metadata = unknown> {
  /** What the owner of an account does with the second factor. */
  readonly secondFactor: SecondFactorActions;
  /**
   * The second step of any sign-in that failed with `second_factor_required`, within five minutes.
   *
   * @throws LatchkeyError `invalid_code` (wrong, or used already), `flow_expired` (sign in again), `rate_limited` (with
   * `retryAfter`), `invalid_credentials` (the account is disabled)
   */
  confirmSecondFactor(input: SecondFactorCode & SecondFactorSignIn): Promise<User<Metadata>>;
  /**
   * Begins to set up the second factor without which there is no session: after any sign-in or sign-up that failed
   * with `second_factor_setup_required`, within five minutes.
   *
   * @param input of a client with a `tokenStore`: the `ticket` of that error
   * @throws LatchkeyError `flow_expired` (sign in again)
   */
  setUpSecondFactor(input?: { readonly ticket?: string | undefined }): Promise<SecondFactorSetup>;
  /**
   * Turns it on by the first code of the app, and signs in.
   *
   * @param input `ticket`: of a client with a `tokenStore`, that of `setUpSecondFactor`
   * @throws LatchkeyError `invalid_code`, `flow_expired` (sign in again), `second_factor_enabled`
   */
  confirmSecondFactorSetup(input: {
    readonly code: string;
    readonly ticket?: string | undefined;
  }): Promise<SecondFactorSignUp<Metadata>>;
}

/**
 * Adds the second factor to a client, where the server has `secondFactorRoutes`. Who does not call it does not bundle
 * it.
 *
 * @example
 * import { createClient, LatchkeyError, withSecondFactor } from "@latchkey/client";
 *
 * const client = withSecondFactor(createClient());
 * try {
 *   await client.signIn({ email: "ada@example.com", password: "correct horse battery" });
 * } catch (error) {
 *   if (!(error instanceof LatchkeyError && error.code === "second_factor_required")) throw error;
 *   await client.confirmSecondFactor({ code: "123 456", ticket: error.ticket });
 * }
 */
export function withSecondFactor<Metadata, Some extends Pick<Client<Metadata, never>, "request" | "openSession">>(
  client: Some & Pick<Client<Metadata, never>, "openSession">,
): Some & SecondFactorClient<Metadata> {
  const { request, openSession } = client;
  return {
    ...client,
    secondFactor: ownSecondFactor(client),
    confirmSecondFactor: (input) => openSession("/signin/second-factor", input),
    setUpSecondFactor: (input = {}) => request("POST", "/signin/second-factor/setup", input),
    async confirmSecondFactorSetup(input) {
      let recoveryCodes: readonly string[] = [];
      const user = await openSession("/signin/second-factor/confirm", input, (answer) => {
        ({ recoveryCodes } = answer as { readonly recoveryCodes: readonly string[] });
      });
      return { user, recoveryCodes };
    },
  };
}
