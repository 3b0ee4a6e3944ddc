import type { JsonObject } from "../json.ts";
import type { Auth } from "../auth.ts";
import { callStorage } from "../storage/call-storage.ts";
import { UNKNOWN_CLIENT, type Client } from "../client.ts";
import { contextOf } from "../context/context-of.ts";
import type { Context } from "../context/context.ts";
import { inTurn, takeMailTurn } from "../mail/turn.ts";
import { digest } from "../encoding/digest.ts";
import { canonicalEmail } from "../input/email.ts";
import { enterGuards } from "../sign-in/enter-guards.ts";
import { emitEvent, runBeforeHook } from "../context/events.ts";
import { resetLocks } from "../guards/reset-locks.ts";
import { readMailOptions, type Mailing, type MailOptions } from "../mail/options.ts";
import { issueOneTimeToken } from "../mail/one-time-token.ts";
import { hashNewPassword } from "../context/new-password.ts";
import { readNewPassword } from "../passwords/password-policy.ts";
import { replaceSessions } from "../sessions/replace.ts";
import { endReplacedSessions, type OpenOptions } from "../sessions/end-replaced.ts";
import type { SignedIn } from "../sessions/session.ts";
import { invalidToken, spendToken } from "../mail/spend-token.ts";
import { queueKey } from "../context/queue-key.ts";
import { presentUser, type User } from "../user.ts";

export interface ResetMail<Metadata = JsonObject> {
  /** Whose password it is; the mail goes to `user.email`. */
  readonly user: User<Metadata>;
  /** A credential: put it into a link to a page of your own, whose address you configure and never take from a request. */
  readonly token: string;
  /** ISO 8601 in UTC. */
  readonly expiresAt: string;
}

export interface PasswordResetOptions<Metadata = JsonObject> extends MailOptions {
  /** Sends the mail. */
  readonly send: (mail: ResetMail<Metadata>) => unknown;
}

export interface PasswordReset<Metadata = JsonObject> {
  /**
   * Sends a mail with a token, if the address has an account. The answer is the same for every address, and comes before
   * anything is looked up (OWASP Forgot Password Cheat Sheet, "Forgot Password Request"). Of many requests for one
   * address within the interval, one sends a mail, and the interval grows: 1, 5, 30, then 60 minutes. The newest three
   * tokens are good until one is used.
   *
   * @throws AuthError `invalid_email`, and what a guard (`rateLimit()`: `rate_limited`) or the `before` hook throws
   */
  request(input: { readonly email: string }, client?: Client): Promise<void>;
  /**
   * Sets a new password for the token of a mail, once. Every session and API key ends, a lock of `throttle()` is lifted, the
   * address counts as verified, and this client is signed in. `apiKeys(auth, { keepOnReset: true })` keeps the keys of an
   * address that was verified before.
   *
   * A token is void after its lifetime, and when the address or the password has changed since it was sent.
   *
   * @throws AuthError `invalid_token`, `invalid_password`, `password_too_short`, `password_too_long`,
   * `password_too_common` (the token stays good for another try), `overloaded`, `storage_unavailable`
   */
  reset(
    input: { readonly token: string; readonly password: string },
    client?: Client,
    options?: OpenOptions,
  ): Promise<SignedIn<Metadata>>;
}

const HOUR = 3600;

/**
 * Setting a forgotten password by e-mail.
 *
 * @param options `send`, and optionally `lifetime` of a token in seconds from 60 to 86 400 (default 3600), `interval`,
 * `waitUntil`, `onError`
 * @throws TypeError for an option that is missing, unknown or senseless
 */
export function passwordReset<Metadata>(
  auth: Auth<Metadata>,
  options: PasswordResetOptions<Metadata>,
): PasswordReset<Metadata> {
  const context = contextOf(auth);
  const { send } = options as PasswordResetOptions;
  const mailing = readMailOptions("passwordReset", options, ["send"], { lifetime: HOUR, longest: 24 * HOUR });
  const companion: PasswordReset = {
    async request(input, client = UNKNOWN_CLIENT) {
      const email = canonicalEmail(input.email);
      await runBeforeHook(context, "request_password_reset", { userId: null, client });
      await enterGuards(context, { purpose: "mail", account: email, client });
      mailing.later(() => mail(context, mailing, send, email, client));
    },
    async reset(input, client = UNKNOWN_CLIENT, replaced = {}) {
      const signedIn = await reset(context, input, client);
      // The password is set: trouble with another session must not make it look as if it were not.
      await endReplacedSessions(context, replaced, client).catch(() => {});
      return signedIn;
    },
  };
  return companion as PasswordReset<Metadata>;
}

async function mail(
  context: Context,
  { lifetime, interval }: Mailing,
  send: PasswordResetOptions["send"],
  email: string,
  client: Client,
): Promise<void> {
  const found = await callStorage(() => context.storage.users.findByEmail(context.pool, email));
  if (!found || found.user.disabled) return;
  const { user } = found;
  const turn = await takeMailTurn(context, "password_reset", email, interval);
  if (typeof turn === "number") return;
  await inTurn(turn, async () => {
    const issued = await issueOneTimeToken(context, user.id, "password_reset", lifetime, {
      email,
      password: digest(found.passwordHash),
    });
    await emitEvent(context, "password.reset_requested", { userId: user.id, client });
    await send({ user: presentUser(user), ...issued });
  });
}

async function reset(context: Context, input: { token: string; password: string }, client: Client): Promise<SignedIn> {
  readNewPassword(input.password, context.passwordPolicy);

  return spendToken(context, "password_reset", input.token, async (found, { payload }) => {
    const { user } = found;
    if (payload?.password !== digest(found.passwordHash)) throw invalidToken();
    const password = readNewPassword(input.password, context.passwordPolicy, user);
    await runBeforeHook(context, "reset_password", { userId: user.id, client });

    const passwordHash = await hashNewPassword(context, password, { key: queueKey(context, client, user.id) });
    await resetLocks(context, user);
    const signedIn = await replaceSessions(
      context,
      found,
      { passwordHash, provesEmail: true, event: "password.reset" },
      client,
    );
    if (!signedIn) throw invalidToken();
    return signedIn;
  });
}
