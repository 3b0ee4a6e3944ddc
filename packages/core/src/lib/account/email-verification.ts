import type { Auth } from "../auth.ts";
import { UNKNOWN_CLIENT, type Client } from "../client.ts";
import { contextOf } from "../context/context-of.ts";
import type { Context } from "../context/context.ts";
import { emitEvent, runBeforeHook } from "../context/events.ts";
import type { JsonObject } from "../json.ts";
import { readProof, requireProof, type AccountProofInput } from "../mail/account-proof.ts";
import { consumeToken, invalidToken } from "../mail/consume-token.ts";
import { issueOneTimeToken } from "../mail/one-time-token.ts";
import { readMailOptions, type MailOptions } from "../mail/options.ts";
import { inTurn, requireMailTurn, takeMailTurn, type MailTurn } from "../mail/turn.ts";
import { requireSession } from "../sessions/find.ts";
import { replaceSessions } from "../sessions/replace.ts";
import type { SignedIn } from "../sessions/session.ts";
import { enterGuards } from "../sign-in/enter-guards.ts";
import type { UserRecord } from "../storage/storage.ts";
import { presentUser, type User } from "../user.ts";
import { findReachable, requireUser } from "../users/find.ts";

/** A mail with a link to verify the address. */
export interface VerificationMail<Metadata = JsonObject> {
  /** Whose address it is. Send the mail to `user.email`. */
  readonly user: User<Metadata>;
  /**
   * A credential. Put it into a link to a page of yours with a button, which sends the token by POST: mail scanners
   * follow links, but press no buttons. Take the origin of the link from your configuration, never from a request.
   */
  readonly token: string;
  /** When the token expires. ISO 8601 in UTC. */
  readonly expiresAt: string;
}

/** Options of `emailVerification()`. */
export interface EmailVerificationOptions<Metadata = JsonObject> extends MailOptions {
  /** Sends the mail. If it throws, `onError` is called, and the user may ask again at once. */
  readonly send: (mail: VerificationMail<Metadata>) => unknown;
  /** Seconds that a token is valid: 60 to 2 592 000 (30 days). Default 86 400 (a day). */
  readonly lifetime?: number | undefined;
}

/** Verifying e-mail addresses. */
export interface EmailVerification<Metadata = JsonObject> {
  /**
   * Sends the user of a session a mail with a token. The newest three tokens are valid until one is used. Does nothing
   * if the address is verified already.
   *
   * @param sessionToken the session token
   * @param client where the request comes from, for guards and events
   * @throws AuthError `unauthenticated`, `rate_limited` (within the interval, which grows to 5, 30 and 60 minutes, or
   * from `rateLimit()`; with `retryAfter` in seconds), `refused` (from a hook or guard), `storage_unavailable`
   */
  request(sessionToken: string, client?: Client): Promise<void>;
  /**
   * Sends the mail from server code, for example after a sign-up. Does nothing if the address is verified already,
   * within the interval, for a disabled user, and for `null`, so that a hook can hand on the `userId` of any event.
   *
   * @param userId the id of the user
   * @param client where the request comes from, for events
   * @throws AuthError `not_found` (no such user), `storage_unavailable`
   * @example
   * ```ts
   * const verification = emailVerification(auth, {
   *   send: ({ user, token }) => mailer.send({ to: user.email, text: `https://example.com/verify#${token}` }),
   * });
   * const hooks: Hooks = {
   *   after: ({ type, userId, client }) => type === "user.created" && verification.sendTo(userId, client),
   * };
   * ```
   */
  sendTo(userId: string | null, client?: Client): Promise<void>;
  /**
   * Verifies the address that the token was mailed to, once. The user must also be signed in or give the password
   * (decisions/005). Every session ends and a new one is opened for this client, so that its token says what is true
   * now. API keys from before are deleted. A token is void after its lifetime, and when the address has changed or is
   * verified already.
   *
   * @param input `token` of the mail, and `sessionToken` or `password`
   * @param client where the request comes from, for the session list, guards and events
   * @returns the user, the new session and its token
   * @throws AuthError `unauthenticated` (no session of this account, and no password), `invalid_token`,
   * `invalid_credentials`, `invalid_password`, `password_too_long`, `rate_limited` (from a guard, with `retryAfter` in
   * seconds), `refused` (from a hook or guard), `overloaded`, `storage_unavailable`. After every error but
   * `invalid_token` the token stays valid.
   */
  verify(input: AccountProofInput, client?: Client): Promise<SignedIn<Metadata>>;
}

const DAY = 86_400;
const PURPOSE = "email_verification";

/**
 * Lets users verify their address by mail.
 *
 * @param options `send`, and optionally `lifetime`, `interval`, `waitUntil` and `onError`
 * @throws TypeError for anything that `createAuth` did not return, and for an option that is missing, unknown or out of
 * bounds
 * @example
 * ```ts
 * import { emailVerification } from "@latchkey/core/email-verification";
 *
 * const verification = emailVerification(auth, {
 *   send: ({ user, token }) => mailer.send({ to: user.email, text: `https://example.com/verify#${token}` }),
 * });
 * await verification.request(token);
 * ```
 */
export function emailVerification<Metadata>(
  auth: Auth<Metadata>,
  options: EmailVerificationOptions<Metadata>,
): EmailVerification<Metadata> {
  const context = contextOf(auth);
  const { send } = options as EmailVerificationOptions;
  const { lifetime, interval, later } = readMailOptions(options, {
    companion: "emailVerification",
    required: ["send"],
    lifetime: { default: DAY, max: 30 * DAY },
  });
  const mail = async ({ id: userId, email }: UserRecord, turn: MailTurn, client: Client) => {
    const token = { userId, purpose: PURPOSE, lifetime, payload: { email }, client } as const;
    const issued = await inTurn(turn, () => issueOneTimeToken(context, token));
    await emitEvent(context, "email.verification_requested", { userId, client });
    later(() =>
      inTurn(turn, async () => {
        const user = await findReachable(context, userId, email);
        if (user && !user.emailVerified) await send({ user: presentUser(user), ...issued });
      }),
    );
  };
  const companion: EmailVerification = {
    async request(sessionToken, client = UNKNOWN_CLIENT) {
      const { user } = await requireSession(context, sessionToken);
      const { id: userId, email } = user;
      if (user.emailVerified) return;
      await runBeforeHook(context, "request_email_verification", { userId, client });
      await enterGuards(context, { purpose: "mail", account: userId, userId, client });
      await mail(user, await requireMailTurn(context, { purpose: PURPOSE, targets: [email], interval }), client);
    },
    async sendTo(userId, client = UNKNOWN_CLIENT) {
      if (userId === null) return;
      const { user } = await requireUser(context, userId);
      if (user.emailVerified || user.disabled) return;
      const turn = await takeMailTurn(context, { purpose: PURPOSE, target: user.email, interval });
      if (typeof turn !== "number") await mail(user, turn, client);
    },
    verify: (input, client) => verify(context, input, client),
  };
  return companion as EmailVerification<Metadata>;
}

async function verify(context: Context, input: AccountProofInput, client: Client = UNKNOWN_CLIENT): Promise<SignedIn> {
  const proof = await readProof(context, input);
  const { token } = input;
  return consumeToken(context, { purpose: PURPOSE, token }, async (found) => {
    if (found.user.emailVerified) throw invalidToken();
    const proved = await requireProof(context, { ...proof, client }, found);
    await runBeforeHook(context, "verify_email", { userId: found.user.id, client });
    const { passwordHash, session } = proved;
    const methods = [...new Set([...(session?.methods ?? ["password"]), "mail"])];
    // What the session had proved is as old as it was: a mail makes no code of last week a new one.
    const evidence = { methods, provedAt: session?.provedAt, renewsSession: session !== null };
    const access = { passwordHash, provesEmail: true, ...evidence } as const;
    const signedIn = await replaceSessions(context, proved, { ...access, event: "email.verified", client });
    if (!signedIn) throw invalidToken();
    return signedIn;
  });
}
