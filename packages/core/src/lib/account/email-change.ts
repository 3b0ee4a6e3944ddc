import type { JsonObject } from "../json.ts";
import type { Auth } from "../auth.ts";
import { readProof, requireProof, type AccountProofInput } from "../mail/account-proof.ts";
import { checkOwnPassword } from "../sign-in/check-password.ts";
import { UNKNOWN_CLIENT, type Client } from "../client.ts";
import { contextOf } from "../context/context-of.ts";
import type { Context } from "../context/context.ts";
import { inTurn, requireMailTurn, type MailTurn } from "../mail/turn.ts";
import { canonicalEmail } from "../input/email.ts";
import { AuthError } from "../errors.ts";
import { emitEvent, runBeforeHook } from "../context/events.ts";
import { findReachable, findUser } from "../users/find.ts";
import { readMailOptions, type Mailing, type MailOptions } from "../mail/options.ts";
import { issueOneTimeToken } from "../mail/one-time-token.ts";
import { readPassword } from "../passwords/password-policy.ts";
import { requireSession } from "../sessions/require.ts";
import { newSession } from "../sessions/session.ts";
import { invalidToken, spendToken } from "../mail/spend-token.ts";
import type { UserRecord } from "../storage/storage.ts";
import { presentUser, type User } from "../user.ts";
import { writeOrFind } from "../storage/write-or-find.ts";

export interface EmailChangeMail<Metadata = JsonObject> {
  readonly user: User<Metadata>;
  /** Where the mail goes: the new address. */
  readonly email: string;
  /** A credential: put it into a link to a page of your own, which hands it over by POST when somebody presses a button. */
  readonly token: string;
  /** ISO 8601 in UTC. */
  readonly expiresAt: string;
}

export interface EmailChangeNotice<Metadata = JsonObject> {
  /** With the new address. */
  readonly user: User<Metadata>;
  /** Where the notice goes: the old address. */
  readonly previousEmail: string;
}

export interface EmailChangeOptions<Metadata = JsonObject> extends MailOptions {
  /** Sends the mail with the token to the new address. */
  readonly send: (mail: EmailChangeMail<Metadata>) => unknown;
  /** Tells the old address, after the change. */
  readonly notify: (notice: EmailChangeNotice<Metadata>) => unknown;
}

export interface EmailChangeRequest {
  readonly email: string;
  readonly currentPassword: string;
}

export interface EmailChange<Metadata = JsonObject> {
  /**
   * Sends a mail with a token to the new address, and voids the tokens from before. Whether somebody has the address
   * already is neither looked up nor told here. The interval counts for the account and for the new address, and grows:
   * 1, 5, 30, then 60 minutes.
   *
   * @throws AuthError `unauthenticated`, `invalid_email` (also for the address that it is already), `invalid_password`,
   * `password_too_long`, `invalid_credentials`, `rate_limited` (within the interval), `overloaded`,
   * `storage_unavailable`, and what a guard throws
   */
  request(sessionToken: string, input: EmailChangeRequest, client?: Client): Promise<void>;
  /**
   * Puts the new address, verified, in the place of the old one, once, for somebody who also has a session or the
   * password of the account: a mistyped address hands it to no stranger. Sessions live on; links to reset the password
   * that went to the old address are void.
   *
   * @throws AuthError `unauthenticated` (no session of this account, and no password), `invalid_token`, `user_exists`,
   * `invalid_credentials`, `invalid_password`, `password_too_long`, `overloaded`, `storage_unavailable`, and what a guard
   * throws; but for `invalid_token` the token stays good
   */
  confirm(input: AccountProofInput, client?: Client): Promise<User<Metadata>>;
}

const HOUR = 3600;

/**
 * Changing the address of an account (OWASP Authentication Cheat Sheet, "Change of a user's registered email address").
 *
 * @param options `send` and `notify`, and optionally `lifetime` of a token in seconds from 60 to 86 400 (default 3600),
 * `interval`, `waitUntil`, `onError`
 * @throws TypeError for an option that is missing, unknown or senseless
 */
export function emailChange<Metadata>(
  auth: Auth<Metadata>,
  options: EmailChangeOptions<Metadata>,
): EmailChange<Metadata> {
  const context = contextOf(auth);
  const { send, notify } = options as EmailChangeOptions;
  const mailing = readMailOptions("emailChange", options, ["send", "notify"], { lifetime: HOUR, longest: 24 * HOUR });
  const companion: EmailChange = {
    async request(sessionToken, input, client = UNKNOWN_CLIENT) {
      const { user, email } = await readRequest(context, sessionToken, input, client);
      const turn = await requireMailTurn(context, "email_change", [user.id, email], mailing.interval);
      await mail(context, mailing, send, user, email, turn, client);
    },
    async confirm(input, client = UNKNOWN_CLIENT) {
      const { user, previousEmail } = await confirm(context, input, client);
      mailing.later(async () => notify({ user, previousEmail }));
      return user;
    },
  };
  return companion as EmailChange<Metadata>;
}

async function readRequest(
  context: Context,
  sessionToken: string,
  input: EmailChangeRequest,
  client: Client,
): Promise<{ user: UserRecord; email: string }> {
  const { user } = await requireSession(context, sessionToken);
  const email = canonicalEmail(input.email);
  const password = readPassword(input.currentPassword, context.passwordPolicy, "currentPassword");
  if (email === user.email) throw new AuthError("invalid_email", "Email must be another than now", { field: "email" });
  // With an address that makes the token too long nobody could sign in any more.
  newSession(context, { ...user, email }, client);
  await runBeforeHook(context, "request_email_change", { userId: user.id, client });

  const found = await checkOwnPassword(context, { userId: user.id, password, client });
  return { user: found.user, email };
}

async function mail(
  context: Context,
  { lifetime, later }: Mailing,
  send: EmailChangeOptions["send"],
  { id, email: from }: UserRecord,
  email: string,
  turn: MailTurn,
  client: Client,
): Promise<void> {
  const issued = await inTurn(turn, () =>
    issueOneTimeToken(context, id, "email_change", lifetime, { email: from, newEmail: email }),
  );
  await emitEvent(context, "email.change_requested", { userId: id, client });
  later(() =>
    inTurn(turn, async () => {
      const user = await findReachable(context, id, from);
      if (user) await send({ user: presentUser(user), email, ...issued });
    }),
  );
}

async function confirm(
  context: Context,
  input: AccountProofInput,
  client: Client,
): Promise<{ user: User; previousEmail: string }> {
  const proof = await readProof(context, input);
  return spendToken(context, "email_change", input.token, async (found, { payload }) => {
    const { user } = found;
    const email = payload?.newEmail;
    if (typeof email !== "string") throw invalidToken();
    await requireProof(context, proof, found, client);
    newSession(context, { ...user, email }, client);
    await runBeforeHook(context, "change_email", { userId: user.id, client });
    const at = new Date(context.now());
    if (!(await replaceEmail(context, user, email, at))) throw await refusal(context, user);
    await emitEvent(context, "email.changed", { userId: user.id, client });
    return { user: presentUser({ ...user, email, emailVerified: true, updatedAt: at }), previousEmail: user.email };
  });
}

/** A database may also refuse one of two who want an address at the same moment. Who has it now tells. */
function replaceEmail(
  context: Context,
  { id, pool, email: from, sessionVersion }: UserRecord,
  to: string,
  at: Date,
): Promise<boolean> {
  const { users } = context.storage;
  const find = async () => {
    const holder = await users.findByEmail(pool, to);
    return holder && holder.user.id === id;
  };
  return writeOrFind(context.storage, () => users.changeEmail(id, { from, to, at, sessionVersion }), find);
}

/** Who was signed out meanwhile, as by a reset, has proved nothing any more. */
async function refusal(context: Context, { id, sessionVersion }: UserRecord): Promise<AuthError> {
  const now = await findUser(context, { id });
  return now?.user.sessionVersion === sessionVersion
    ? new AuthError("user_exists", "User already exists")
    : invalidToken();
}
