import type { Auth } from "../auth.ts";
import { UNKNOWN_CLIENT, type Client } from "../client.ts";
import { contextOf } from "../context/context-of.ts";
import type { JsonObject } from "../json.ts";
import { readMailOptions, type MailOptions } from "../mail/options.ts";
import { endReplacedSessions, type OpenOptions } from "../sessions/end-replaced.ts";
import type { Session, SignedIn } from "../sessions/session.ts";
import { ask, type Request } from "./ask.ts";
import { confirm, type Confirmation } from "./confirm.ts";
import type { ProofMail, SignInMail } from "./mails.ts";
import { confirmProof, requestProof } from "./prove.ts";
import type { Tools } from "./tools.ts";

/** Options of `mailSignIn()`. */
export interface MailSignInOptions<Metadata = JsonObject> extends MailOptions {
  /** Sends the mail with the link and the code. If it throws, `onError` is called, and one may ask again at once. */
  readonly send: (mail: SignInMail<Metadata>) => unknown;
  /** Sends the mail with a code alone, with which a user who is signed in proves to be still the one. */
  readonly sendProof: (mail: ProofMail<Metadata>) => unknown;
  /** Whether an address without an account becomes one. Default: what `signUps` of `createAuth` says. */
  readonly signUps?: boolean | undefined;
  /** Seconds that a link and a code are valid: 60 to 1800. Default 900 (15 minutes). */
  readonly lifetime?: number | undefined;
}

/** Signing in by a mail that has a link and a code. */
export interface MailSignIn<Metadata = JsonObject> {
  /**
   * Sends a mail with a link and a code, if the address has an account, or may become one. The answer is the same for
   * every address, and comes before the address is looked up (OWASP Authentication Cheat Sheet, "Authentication and
   * Error Messages"). Of many requests for one address within the interval, one sends a mail; the interval grows to 5,
   * 30 and 60 minutes. The newest three mails are valid until one is used.
   *
   * @param input `email`, and `ticket`: that of an earlier request of this browser, so that its code stays good
   * @param client where the request comes from, for guards and events
   * @returns `ticket`, without which the code is worth nothing: keep it in a cookie of the browser that asks
   * @throws AuthError `invalid_email`, `rate_limited` (from `rateLimit()`, with `retryAfter` in seconds), `refused`
   * (from a hook or guard), `storage_unavailable` (from a guard that cannot count)
   */
  request(input: Request, client?: Client): Promise<{ readonly ticket: string }>;
  /**
   * Signs in by the link of a mail, anywhere, or by its code, in the browser that has asked. It works once.
   *
   * A user who has never proved the address takes the account over: password, sessions, API keys, identities, passkeys
   * and second factor of whoever made it go in the same step. An address without an account becomes one, without a
   * password, if sign-ups are open.
   *
   * @param input `token` of the link; or `code`, and `ticket` of the request
   * @param client where the request comes from, for the session list, guards and events
   * @param options `replaces`: session tokens of the request, whose sessions the new one replaces; `trustedDevice`
   * @throws AuthError `invalid_token` (the link is used, old or wrong), `invalid_code` (the code is), `flow_expired`
   * (no ticket, or it has expired), `rate_limited` (five wrong codes in an hour, or from a guard, with `retryAfter` in
   * seconds), `second_factor_required` and `second_factor_setup_required` (from a guard, with `ticket`),
   * `sign_ups_closed`, `invalid_metadata`, `refused` (from a hook or guard), `storage_unavailable`
   */
  confirm(input: Confirmation, client?: Client, options?: OpenOptions): Promise<SignedIn<Metadata>>;
  /**
   * Mails a code to the user of a session, for an action that asks for a recent proof.
   *
   * @param sessionToken the session token
   * @param client where the request comes from, for guards and events
   * @throws AuthError `unauthenticated`, `rate_limited` (within the interval, or from `rateLimit()`; with `retryAfter`
   * in seconds), `refused` (from a hook or guard), `storage_unavailable`
   */
  requestProof(sessionToken: string, client?: Client): Promise<void>;
  /**
   * Renews the proof of a session by the code that was mailed for it. It opens no session, and the token stays the
   * same.
   *
   * @param sessionToken the session token
   * @param input `code`
   * @param client where the request comes from, for guards and events
   * @returns the session, with the new `provedAt` and the `methods` `["mail"]`
   * @throws AuthError `unauthenticated`, `invalid_code`, `rate_limited` (five wrong codes in an hour, or from a guard,
   * with `retryAfter` in seconds), `refused` (from a hook or guard), `storage_unavailable`
   */
  confirmProof(sessionToken: string, input: { readonly code: string }, client?: Client): Promise<Session>;
}

const LIFETIME = { default: 900, max: 1800 };

/**
 * Lets users sign in by a mail, and prove by one that they are still the ones.
 *
 * @param options `send` and `sendProof`, and optionally `signUps`, `lifetime`, `interval`, `waitUntil` and `onError`
 * @throws TypeError for anything that `createAuth` did not return, and for an option that is missing, unknown or out of
 * bounds
 * @example
 * ```ts
 * import { mailSignIn } from "@latchkey/core/mail-sign-in";
 *
 * const byMail = mailSignIn(auth, {
 *   send: ({ email, token, code }) =>
 *     mailer.send({ to: email, text: `https://example.com/mail-sign-in#${token} or the code ${code}` }),
 *   sendProof: ({ email, code }) => mailer.send({ to: email, text: `Your code: ${code}` }),
 * });
 * const { ticket } = await byMail.request({ email: "ada@example.com" });
 * ```
 */
export function mailSignIn<Metadata>(auth: Auth<Metadata>, options: MailSignInOptions<Metadata>): MailSignIn<Metadata> {
  const context = contextOf(auth);
  const rules = {
    companion: "mailSignIn",
    required: ["send", "sendProof"],
    further: ["signUps"],
    lifetime: LIFETIME,
  };
  const mailing = readMailOptions(options, rules);
  const { send, sendProof, signUps = true } = options as MailSignInOptions;
  if (typeof signUps !== "boolean") throw new TypeError("mailSignIn: signUps must be true or false");
  const tools: Tools = { ...mailing, context, signUps: context.signUps && signUps, send, sendProof };
  const companion: MailSignIn = {
    request: (input, client = UNKNOWN_CLIENT) => ask(tools, input, client),
    async confirm(input, client = UNKNOWN_CLIENT, { replaces, trustedDevice } = {}) {
      const signedIn = await confirm(tools, input, { client, trustedDevice });
      // A failure here must not look like a failed sign-in: the session is open.
      await endReplacedSessions(context, { replaces, client }).catch(() => {});
      return signedIn;
    },
    requestProof: (sessionToken, client = UNKNOWN_CLIENT) => requestProof(tools, sessionToken, client),
    confirmProof: (sessionToken, { code }, client = UNKNOWN_CLIENT) =>
      confirmProof(tools, { sessionToken, code }, client),
  };
  return companion as MailSignIn<Metadata>;
}
