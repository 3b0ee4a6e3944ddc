import type { Auth } from "../auth.ts";
import { UNKNOWN_CLIENT, type Client } from "../client.ts";
import { contextOf } from "../context/context-of.ts";
import type { Context } from "../context/context.ts";
import { emitEvent, runBeforeHook } from "../context/events.ts";
import { recording } from "../context/record.ts";
import { AuthError } from "../errors.ts";
import { canonicalEmail } from "../input/email.ts";
import type { JsonObject } from "../json.ts";
import { readProof, requireProof, type AccountProofInput } from "../mail/account-proof.ts";
import { consumeToken, invalidToken } from "../mail/consume-token.ts";
import { issueOneTimeToken } from "../mail/one-time-token.ts";
import { readMailOptions, type MailOptions } from "../mail/options.ts";
import { inTurn, requireMailTurn, type MailTurn } from "../mail/turn.ts";
import { requireSession } from "../sessions/find.ts";
import { requireTokenFits } from "../sessions/new-session.ts";
import { requireRecentProof } from "../sign-in/require-recent-proof.ts";
import type { UserRecord } from "../storage/storage.ts";
import { writeOrFind } from "../storage/write-or-find.ts";
import { presentUser, type User } from "../user.ts";
import { findReachable, findUser } from "../users/find.ts";

/** A mail with a link to confirm the new address. */
export interface EmailChangeMail<Metadata = JsonObject> {
  /** Whose address changes, still with the old address. */
  readonly user: User<Metadata>;
  /** The new address. Send the mail to it. */
  readonly email: string;
  /**
   * A credential. Put it into a link to a page of yours with a button, which sends the token by POST: mail scanners
   * follow links, but press no buttons. Take the origin of the link from your configuration, never from a request.
   */
  readonly token: string;
  /** When the token expires. ISO 8601 in UTC. */
  readonly expiresAt: string;
}

/** A notice that the address was changed. */
export interface EmailChangeNotice<Metadata = JsonObject> {
  /** The user, with the new address. */
  readonly user: User<Metadata>;
  /** The old address. Send the notice to it. */
  readonly previousEmail: string;
}

/** Options of `emailChange()`. */
export interface EmailChangeOptions<Metadata = JsonObject> extends MailOptions {
  /** Sends the mail with the token to the new address. If it throws, `onError` is called. */
  readonly send: (mail: EmailChangeMail<Metadata>) => unknown;
  /** Tells the old address after the change. If it throws, `onError` is called. */
  readonly notify: (notice: EmailChangeNotice<Metadata>) => unknown;
  /** Seconds that a token is valid: 60 to 86 400 (a day). Default 3600 (an hour). */
  readonly lifetime?: number | undefined;
}

/** What `request` takes. */
export interface EmailChangeRequest {
  /** The new address. */
  readonly email: string;
  /** The password that the user has now. A session that was proved in the last 5 minutes needs none. */
  readonly currentPassword?: string | undefined;
}

/** Changing one's own e-mail address. */
export interface EmailChange<Metadata = JsonObject> {
  /**
   * Mails a token to the new address, and voids earlier tokens. It neither checks nor tells whether the address has an
   * account. The interval counts for the account and for the new address, and grows to 5, 30 and 60 minutes.
   *
   * @param sessionToken the session token
   * @param input `email`, and `currentPassword`, which a session needs that was not proved in the last 5 minutes
   * @param client where the request comes from, for guards and events
   * @throws AuthError `unauthenticated`, `proof_required`, `invalid_email` (also if it is the current address),
   * `invalid_password`, `password_too_long`, `invalid_metadata` (the address makes the session token too long),
   * `invalid_credentials`, `rate_limited` (within the interval or from a guard, with `retryAfter` in seconds),
   * `refused` (from a hook or guard), `overloaded`, `storage_unavailable`
   */
  request(sessionToken: string, input: EmailChangeRequest, client?: Client): Promise<void>;
  /**
   * Replaces the address by the new one, which is then verified, once. The user must also be signed in or give the
   * password, so that a mistyped address does not give the account to a stranger. Sessions live on. Links to reset the
   * password that went to the old address become void.
   *
   * @param input `token` of the mail, and `sessionToken` or `password`
   * @param client where the request comes from, for guards and events
   * @returns the user, with the new address
   * @throws AuthError `unauthenticated` (no session of this account, and no password), `invalid_token`, `user_exists`,
   * `invalid_credentials`, `invalid_password`, `password_too_long`, `invalid_metadata` (the address makes the session
   * token too long), `rate_limited` (from a guard, with `retryAfter` in seconds), `refused` (from a hook or guard),
   * `overloaded`, `storage_unavailable`. After every error but `invalid_token` the token stays valid.
   */
  confirm(input: AccountProofInput, client?: Client): Promise<User<Metadata>>;
}

const HOUR = 3600;
const PURPOSE = "email_change";

/** The turn in which a mail is sent, and who asked for it. */
interface Turn {
  readonly turn: MailTurn;
  readonly client: Client;
}

/**
 * Lets users change their e-mail address (OWASP Authentication Cheat Sheet, "Change of a user's registered email
 * address").
 *
 * @param options `send` and `notify`, and optionally `lifetime`, `interval`, `waitUntil` and `onError`
 * @throws TypeError for anything that `createAuth` did not return, and for an option that is missing, unknown or out of
 * bounds
 * @example
 * ```ts
 * import { emailChange } from "@latchkey/core/email-change";
 *
 * const change = emailChange(auth, {
 *   send: ({ email, token }) => mailer.send({ to: email, text: `https://example.com/email#${token}` }),
 *   notify: ({ user, previousEmail }) => mailer.send({ to: previousEmail, text: `Your address is now ${user.email}` }),
 * });
 * await change.request(token, { email: "new@example.com", currentPassword: "correct horse battery" });
 * ```
 */
export function emailChange<Metadata>(
  auth: Auth<Metadata>,
  options: EmailChangeOptions<Metadata>,
): EmailChange<Metadata> {
  const context = contextOf(auth);
  const { send, notify } = options as EmailChangeOptions;
  const { lifetime, interval, later } = readMailOptions(options, {
    companion: "emailChange",
    required: ["send", "notify"],
    lifetime: { default: HOUR, max: 24 * HOUR },
  });
  const mail = async ({ id: userId, email: from }: UserRecord, email: string, { turn, client }: Turn) => {
    const token = { userId, purpose: PURPOSE, lifetime, payload: { email: from, newEmail: email }, client } as const;
    const issued = await inTurn(turn, () => issueOneTimeToken(context, token));
    await emitEvent(context, "email.change_requested", { userId, client });
    later(() =>
      inTurn(turn, async () => {
        const user = await findReachable(context, userId, from);
        if (user) await send({ user: presentUser(user), email, ...issued });
      }),
    );
  };
  const companion: EmailChange = {
    async request(sessionToken, input, client = UNKNOWN_CLIENT) {
      const { user, email } = await readRequest(context, sessionToken, { ...input, client });
      const turn = await requireMailTurn(context, { purpose: PURPOSE, targets: [user.id, email], interval });
      await mail(user, email, { turn, client });
    },
    async confirm(input, client = UNKNOWN_CLIENT) {
      const { user, previousEmail } = await confirm(context, input, client);
      later(async () => notify({ user, previousEmail }));
      return user;
    },
  };
  return companion as EmailChange<Metadata>;
}

async function readRequest(
  context: Context,
  sessionToken: string,
  { client, ...input }: EmailChangeRequest & { readonly client: Client },
): Promise<{ user: UserRecord; email: string }> {
  const live = await requireSession(context, sessionToken);
  const { user } = live;
  const email = canonicalEmail(input.email);
  if (email === user.email)
    throw new AuthError("invalid_email", "New email must differ from the current one", { field: "email" });
  // An address that makes the token too long would keep the user from ever signing in again.
  requireTokenFits(context, { ...user, email });
  await runBeforeHook(context, "request_email_change", { userId: user.id, client });
  await requireRecentProof(context, live, { currentPassword: input.currentPassword, client });
  return { user, email };
}

async function confirm(
  context: Context,
  input: AccountProofInput,
  client: Client,
): Promise<{ user: User; previousEmail: string }> {
  const proof = await readProof(context, input);
  const { token } = input;
  return consumeToken(context, { purpose: PURPOSE, token }, async (found, { payload }) => {
    const { user } = found;
    const email = payload?.newEmail;
    if (typeof email !== "string") throw invalidToken();
    await requireProof(context, { ...proof, client }, found);
    requireTokenFits(context, { ...user, email });
    await runBeforeHook(context, "change_email", { userId: user.id, client });
    const changed = { ...user, email, emailVerified: true, updatedAt: new Date(context.now()) };
    if (!(await replaceEmail(context, user, { to: changed, client }))) throw await refusal(context, user);
    await emitEvent(context, "email.changed", { userId: user.id, client });
    return { user: presentUser(changed), previousEmail: user.email };
  });
}

/** If the answer is lost, or the database refuses one of two concurrent changes, it looks who has the address now. */
async function replaceEmail(
  context: Context,
  from: UserRecord,
  { to, client }: { readonly to: UserRecord; readonly client: Client },
): Promise<boolean> {
  const { storage } = context;
  const { id, pool, sessionVersion } = from;
  const find = async () => {
    const holder = await storage.users.findByEmail(pool, to.email);
    return holder && holder.user.id === id;
  };
  const change = { from: from.email, to: to.email, at: to.updatedAt, sessionVersion };
  const { users } = await recording(context, ["email.changed"], { userId: id, client });
  const write = () => users.changeEmail(id, change);
  return writeOrFind(storage, write, find);
}

/** A user whose sessions were ended meanwhile, as by a reset, must prove the account again. */
async function refusal(context: Context, { id, sessionVersion }: UserRecord): Promise<AuthError> {
  const now = await findUser(context, { id });
  return now?.user.sessionVersion === sessionVersion
    ? new AuthError("user_exists", "User already exists")
    : invalidToken();
}
