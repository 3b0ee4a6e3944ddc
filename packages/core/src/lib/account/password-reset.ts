import type { Auth } from "../auth.ts";
import { UNKNOWN_CLIENT, type Client } from "../client.ts";
import { contextOf } from "../context/context-of.ts";
import type { Context } from "../context/context.ts";
import { emitEvent, runBeforeHook } from "../context/events.ts";
import { hashNewPassword } from "../context/new-password.ts";
import { queueKey } from "../context/queue-key.ts";
import { digest } from "../encoding/digest.ts";
import { resetLocks } from "../guards/reset-locks.ts";
import { canonicalEmail } from "../input/email.ts";
import type { JsonObject } from "../json.ts";
import { consumeToken, invalidToken } from "../mail/consume-token.ts";
import { issueOneTimeToken } from "../mail/one-time-token.ts";
import { readMailOptions, type MailOptions } from "../mail/options.ts";
import { inTurn, takeMailTurn } from "../mail/turn.ts";
import { readNewPassword } from "../passwords/password-policy.ts";
import { endReplacedSessions, type OpenOptions } from "../sessions/end-replaced.ts";
import { replaceSessions } from "../sessions/replace.ts";
import type { SignedIn } from "../sessions/session.ts";
import { enterGuards } from "../sign-in/enter-guards.ts";
import { callStorage } from "../storage/call-storage.ts";
import { presentUser, type User } from "../user.ts";

/** A mail with a link to reset the password. */
export interface ResetMail<Metadata = JsonObject> {
  /** Whose password it is. Send the mail to `user.email`. */
  readonly user: User<Metadata>;
  /**
   * A credential. Put it into a link to a page of yours. Take the origin of the link from your configuration, never
   * from a request.
   */
  readonly token: string;
  /** When the token expires. ISO 8601 in UTC. */
  readonly expiresAt: string;
}

/** Options of `passwordReset()`. */
export interface PasswordResetOptions<Metadata = JsonObject> extends MailOptions {
  /** Sends the mail. If it throws, `onError` is called, and the user may ask again at once. */
  readonly send: (mail: ResetMail<Metadata>) => unknown;
  /** Seconds that a token is valid: 60 to 86 400 (a day). Default 3600 (an hour). */
  readonly lifetime?: number | undefined;
}

/** Setting a forgotten password by mail. */
export interface PasswordReset<Metadata = JsonObject> {
  /**
   * Sends a mail with a token if the address has an account. The answer is the same for every address, and comes before
   * the address is looked up (OWASP Forgot Password Cheat Sheet, "Forgot Password Request"). Of many requests for one
   * address within the interval, one sends a mail; the interval grows to 5, 30 and 60 minutes. The newest three tokens
   * are valid until one is used.
   *
   * @param input `email`: the address of the account
   * @param client where the request comes from, for guards and events
   * @throws AuthError `invalid_email`, `rate_limited` (from `rateLimit()`, with `retryAfter` in seconds), `refused`
   * (from a hook or guard), `storage_unavailable` (from a guard that cannot count)
   */
  request(input: { readonly email: string }, client?: Client): Promise<void>;
  /**
   * Sets a new password for the token of a mail, once. Every session and API key ends, locks of `throttle()` end, the
   * address counts as verified, and the user is signed in. `apiKeys(auth, { keepOnReset: true })` keeps API keys if the
   * address was verified before. A token is void after its lifetime, and when the address or the password has changed.
   *
   * @param input `token` of the mail, and the new `password`
   * @param client where the request comes from, for the session list and events
   * @param options `replaces`: session tokens of the request, whose sessions the new one replaces
   * @throws AuthError `invalid_token`, `invalid_password`, `password_too_short`, `password_too_long`,
   * `password_too_common`, `refused` (from a hook), `overloaded`, `storage_unavailable`. After every error but
   * `invalid_token` the token stays valid.
   */
  reset(
    input: { readonly token: string; readonly password: string },
    client?: Client,
    options?: OpenOptions,
  ): Promise<SignedIn<Metadata>>;
}

const HOUR = 3600;
const PURPOSE = "password_reset";

/**
 * Lets users set a forgotten password by mail.
 *
 * @param options `send`, and optionally `lifetime`, `interval`, `waitUntil` and `onError`
 * @throws TypeError for anything that `createAuth` did not return, and for an option that is missing, unknown or out of
 * bounds
 * @example
 * ```ts
 * import { passwordReset } from "@latchkey/core/password-reset";
 *
 * const reset = passwordReset(auth, {
 *   send: ({ user, token }) => mailer.send({ to: user.email, text: `https://example.com/reset#${token}` }),
 * });
 * await reset.request({ email: "ada@example.com" });
 * ```
 */
export function passwordReset<Metadata>(
  auth: Auth<Metadata>,
  options: PasswordResetOptions<Metadata>,
): PasswordReset<Metadata> {
  const context = contextOf(auth);
  const { send } = options as PasswordResetOptions;
  const { lifetime, interval, later } = readMailOptions(options, {
    companion: "passwordReset",
    required: ["send"],
    lifetime: { default: HOUR, max: 24 * HOUR },
  });
  const mail = async (email: string, client: Client) => {
    const found = await callStorage(() => context.storage.users.findByEmail(context.pool, email));
    if (!found || found.user.disabled) return;
    const userId = found.user.id;
    const turn = await takeMailTurn(context, { purpose: PURPOSE, target: email, interval });
    if (typeof turn === "number") return;
    await inTurn(turn, async () => {
      const payload = { email, password: digest(found.passwordHash) };
      const issued = await issueOneTimeToken(context, { userId, purpose: PURPOSE, lifetime, payload, client });
      await emitEvent(context, "password.reset_requested", { userId, client });
      await send({ user: presentUser(found.user), ...issued });
    });
  };
  const companion: PasswordReset = {
    async request(input, client = UNKNOWN_CLIENT) {
      const email = canonicalEmail(input.email);
      await runBeforeHook(context, "request_password_reset", { userId: null, client });
      await enterGuards(context, { purpose: "mail", account: email, client });
      later(() => mail(email, client));
    },
    async reset(input, client = UNKNOWN_CLIENT, { replaces } = {}) {
      const signedIn = await reset(context, input, client);
      // A failure here must not look like a failed reset: the password is set.
      await endReplacedSessions(context, { replaces, client }).catch(() => {});
      return signedIn;
    },
  };
  return companion as PasswordReset<Metadata>;
}

async function reset(context: Context, input: { token: string; password: string }, client: Client): Promise<SignedIn> {
  readNewPassword(input.password, context.passwordPolicy);
  const { token } = input;
  return consumeToken(context, { purpose: PURPOSE, token }, async (found, { payload }) => {
    const { user } = found;
    if (payload?.password !== digest(found.passwordHash)) throw invalidToken();
    const password = readNewPassword(input.password, context.passwordPolicy, user);
    await runBeforeHook(context, "reset_password", { userId: user.id, client });

    const passwordHash = await hashNewPassword(context, password, { key: queueKey(context, client, user.id) });
    await resetLocks(context, user);
    const access = {
      passwordHash,
      provesEmail: true,
      takesOver: true,
      methods: ["mail"],
      renewsSession: false,
    } as const;
    const signedIn = await replaceSessions(context, found, { ...access, event: "password.reset", client });
    if (!signedIn) throw invalidToken();
    return signedIn;
  });
}
