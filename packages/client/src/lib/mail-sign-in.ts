import type { Client } from "./client.ts";
import type { User } from "./user.ts";

/** What `confirmMailSignIn` takes: the link of the mail, or its code. */
export type MailConfirmation =
  | {
      /** The token of the link. */
      readonly token: string;
      /** Not beside `token`. */
      readonly code?: undefined;
    }
  | {
      /** The six digits of the mail. Spaces do not matter. */
      readonly code: string;
      /** Not beside `code`. */
      readonly token?: undefined;
      /** For apps that have been started anew: what `requestMailSignIn` returned. Default: the last one. */
      readonly ticket?: string | undefined;
    };

/** What `requestMailSignIn` returns. */
export interface MailAsked {
  /** Only of a client with a `tokenStore`: without it, the code is worth nothing. Browsers have a cookie. */
  readonly ticket?: string | undefined;
}

/** What `withMailSignIn` adds. */
export interface MailSignInActions<Metadata = unknown> {
  /**
   * Sends a mail with a link and a code, if one can sign in with the address. The answer is the same for every address.
   *
   * @throws LatchkeyError `invalid_email`, `rate_limited` (with `retryAfter`)
   */
  requestMailSignIn(input: { readonly email: string }): Promise<MailAsked>;
  /**
   * Signs in by the link of a mail, or by its code, where it was asked for.
   *
   * @throws LatchkeyError `invalid_token` (the link is used or old), `invalid_code`, `flow_expired` (ask for a new mail
   * here), `rate_limited` (five wrong codes in an hour, with `retryAfter`), `second_factor_required` and
   * `second_factor_setup_required` (with `ticket`), `sign_ups_closed`
   */
  confirmMailSignIn(input: MailConfirmation): Promise<User<Metadata>>;
  /**
   * Sends the user a code, with which to prove once more that it is the user.
   *
   * @throws LatchkeyError `unauthenticated`, `rate_limited` (with `retryAfter`)
   */
  requestMailProof(): Promise<void>;
  /**
   * Proves by the code that it is the user. The session stays the same.
   *
   * @throws LatchkeyError `unauthenticated`, `invalid_code`, `rate_limited` (five wrong codes in an hour)
   */
  confirmMailProof(input: { readonly code: string }): Promise<void>;
}

/**
 * Adds signing in by mail to a client, where the server has `mailSignInRoutes`. Who does not call it does not bundle
 * it.
 *
 * @example
 * import { createClient, withMailSignIn } from "@latchkey/client";
 *
 * const client = withMailSignIn(createClient());
 * await client.requestMailSignIn({ email: "ada@example.com" });
 * await client.confirmMailSignIn({ code: "012345" });
 */
export function withMailSignIn<Metadata, Some extends Pick<Client<Metadata, never>, "request" | "openSession">>(
  client: Some & Pick<Client<Metadata, never>, "openSession">,
): Some & MailSignInActions<Metadata> {
  const { request, openSession } = client;
  let last: string | undefined;
  return {
    ...client,
    async requestMailSignIn({ email }) {
      const { ticket } = await request<MailAsked>("POST", "/signin/mail", { email, ticket: last });
      last = ticket;
      return { ticket };
    },
    async confirmMailSignIn({ token, code, ...given }) {
      const { ticket = last } = given as { readonly ticket?: string | undefined };
      const body = token === undefined ? { code, ticket } : { token };
      const user = await openSession("/signin/mail/confirm", body);
      last = undefined;
      return user;
    },
    requestMailProof: async () => void (await request("POST", "/prove/mail")),
    confirmMailProof: async (input) => void (await request("POST", "/prove/mail/confirm", input)),
  };
}
