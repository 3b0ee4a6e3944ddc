import type { JsonObject } from "../json.ts";
import type { Auth } from "../auth.ts";
import { readProof, requireProof, type AccountProofInput } from "../mail/account-proof.ts";
import { UNKNOWN_CLIENT, type Client } from "../client.ts";
import { contextOf } from "../context/context-of.ts";
import type { Context } from "../context/context.ts";
import { inTurn, requireMailTurn, takeMailTurn, type MailTurn } from "../mail/turn.ts";
import { enterGuards } from "../sign-in/enter-guards.ts";
import { emitEvent, runBeforeHook } from "../context/events.ts";
import { findReachable, requireUser } from "../users/find.ts";
import { readMailOptions, type Mailing, type MailOptions } from "../mail/options.ts";
import { issueOneTimeToken } from "../mail/one-time-token.ts";
import { replaceSessions } from "../sessions/replace.ts";
import { requireSession } from "../sessions/require.ts";
import type { SignedIn } from "../sessions/session.ts";
import { invalidToken, spendToken } from "../mail/spend-token.ts";
import type { UserRecord } from "../storage/storage.ts";
import { presentUser, type User } from "../user.ts";

export interface VerificationMail<Metadata = JsonObject> {
  /** Whose address it is; the mail goes to `user.email`. */
  readonly user: User<Metadata>;
  /** A credential: put it into a link to a page of your own, which hands it over by POST when somebody presses a button. */
  readonly token: string;
  /** ISO 8601 in UTC. */
  readonly expiresAt: string;
}

export interface EmailVerificationOptions<Metadata = JsonObject> extends MailOptions {
  /** Sends the mail. */
  readonly send: (mail: VerificationMail<Metadata>) => unknown;
}

export interface EmailVerification<Metadata = JsonObject> {
  /**
   * Sends the owner of a session a mail with a token. The newest three tokens are good until one is used. Does nothing
   * for an address that is verified.
   *
   * @param sessionToken the session token
   * @throws AuthError `unauthenticated`, `rate_limited` (within the interval, which grows: 1, 5, 30, then 60 minutes),
   * `storage_unavailable`, and what a guard throws
   */
  request(sessionToken: string, client?: Client): Promise<void>;
  /**
   * The same for server code: after a sign-up, by the `after` hook. Within the interval, and for a disabled user, it does
   * nothing.
   *
   * @throws AuthError `not_found`, `storage_unavailable`
   */
  sendTo(userId: string | null, client?: Client): Promise<void>;
  /**
   * Confirms the address that the token went to, once, for somebody who also has a session or the password of the
   * account. Every session ends, and a new one is opened for this client: its token says what is true now. API keys
   * made before are gone.
   *
   * A token is void after its lifetime, and when the address is another or verified by now.
   *
   * @throws AuthError `unauthenticated` (no session of this account, and no password), `invalid_token`,
   * `invalid_credentials`, `invalid_password`, `password_too_long`, `overloaded`, `storage_unavailable`, and what a guard
   * throws; but for `invalid_token` the token stays good
   */
  verify(input: AccountProofInput, client?: Client): Promise<SignedIn<Metadata>>;
}

const DAY = 86_400;

/**
 * Confirming an address by e-mail.
 *
 * @param options `send`, and optionally `lifetime` of a token in seconds from 60 to 2 592 000 (default 86 400),
 * `interval`, `waitUntil`, `onError`
 * @throws TypeError for an option that is missing, unknown or senseless
 */
export function emailVerification<Metadata>(
  auth: Auth<Metadata>,
  options: EmailVerificationOptions<Metadata>,
): EmailVerification<Metadata> {
  const context = contextOf(auth);
  const { send } = options as EmailVerificationOptions;
  const mailing = readMailOptions("emailVerification", options, ["send"], { lifetime: DAY, longest: 30 * DAY });
  const companion: EmailVerification = {
    async request(sessionToken, client = UNKNOWN_CLIENT) {
      const { user } = await requireSession(context, sessionToken);
      if (user.emailVerified) return;
      await runBeforeHook(context, "request_email_verification", { userId: user.id, client });
      await enterGuards(context, { purpose: "mail", account: user.id, userId: user.id, client });
      const turn = await requireMailTurn(context, "email_verification", [user.email], mailing.interval);
      await mail(context, mailing, send, user, turn, client);
    },
    async sendTo(userId, client = UNKNOWN_CLIENT) {
      if (userId === null) return;
      const { user } = await requireUser(context, userId);
      if (user.emailVerified || user.disabled) return;
      const turn = await takeMailTurn(context, "email_verification", user.email, mailing.interval);
      if (typeof turn !== "number") await mail(context, mailing, send, user, turn, client);
    },
    verify: (input, client) => verify(context, input, client),
  };
  return companion as EmailVerification<Metadata>;
}

async function mail(
  context: Context,
  { lifetime, later }: Mailing,
  send: EmailVerificationOptions["send"],
  { id, email }: UserRecord,
  turn: MailTurn,
  client: Client,
): Promise<void> {
  const issued = await inTurn(turn, () => issueOneTimeToken(context, id, "email_verification", lifetime, { email }));
  await emitEvent(context, "email.verification_requested", { userId: id, client });
  later(() =>
    inTurn(turn, async () => {
      const user = await findReachable(context, id, email);
      if (user && !user.emailVerified) await send({ user: presentUser(user), ...issued });
    }),
  );
}

async function verify(context: Context, input: AccountProofInput, client: Client = UNKNOWN_CLIENT): Promise<SignedIn> {
  const proof = await readProof(context, input);
  return spendToken(context, "email_verification", input.token, async (found) => {
    if (found.user.emailVerified) throw invalidToken();
    const proved = await requireProof(context, proof, found, client);
    await runBeforeHook(context, "verify_email", { userId: found.user.id, client });
    const renewal = { passwordHash: proved.passwordHash, provesEmail: true, event: "email.verified" } as const;
    const signedIn = await replaceSessions(context, proved, renewal, client);
    if (!signedIn) throw invalidToken();
    return signedIn;
  });
}
