import type { Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { emitEvent, runBeforeHook } from "../context/events.ts";
import { hashNewPassword } from "../context/new-password.ts";
import { SERVER_NAME, queueKey } from "../context/queue-key.ts";
import { recording } from "../context/record.ts";
import { isUsernameTaken } from "./find.ts";
import { AuthError } from "../errors.ts";
import { readAppMetadata } from "../input/app-metadata.ts";
import { canonicalEmail } from "../input/email.ts";
import type { AnyMetadata, WithMetadata } from "../input/metadata-types.ts";
import { readMetadata } from "../input/metadata.ts";
import { canonicalUsername, usernameTaken } from "../input/username.ts";
import { readNewPassword } from "../passwords/password-policy.ts";
import { requireTokenFits } from "../sessions/new-session.ts";
import { noPassword } from "../storage/no-password.ts";
import type { Credentials, UserRecord } from "../storage/storage.ts";
import { writeOrFind } from "../storage/write-or-find.ts";
import { newUser } from "../user.ts";

/** What `users(auth).create` takes. */
export type NewUser<MetadataInput extends WithMetadata = AnyMetadata> = {
  /** The e-mail address. Its case does not matter. */
  readonly email: string;
  /**
   * The password, which must meet the `passwordPolicy`. Without one no password is correct, until a reset or
   * `setPassword` sets one.
   */
  readonly password?: string | undefined;
  /** The user name: 3 to 32 ASCII letters, digits, `.`, `_` and `-`. Default: none. */
  readonly username?: string | undefined;
  /** Whether the address counts as verified. Default `false`. */
  readonly emailVerified?: boolean | undefined;
  /** What only the server writes, such as roles or a plan: a JSON object of at most 16 KiB. Default: none. */
  readonly appMetadata?: Record<string, unknown> | null | undefined;
} & MetadataInput;

const NAMES = ["email", "password", "username", "emailVerified", "metadata", "appMetadata"];

/** How a user is created. */
export interface Creation {
  /** Only if the pool never had a user. */
  readonly isFirst: boolean;
  readonly client: Client;
}

/** Creates a user without a session: see `Users.create`. */
export async function createUser(context: Context, input: NewUser, { isFirst, client }: Creation): Promise<UserRecord> {
  const user = await readNewUser(context, input);
  const password = input.password === undefined ? null : readNewPassword(input.password, context.passwordPolicy, user);
  // Opens no session, but proves that the user can have one.
  requireTokenFits(context, user);
  await runBeforeHook(context, "create_user", { userId: null, client });

  const key = queueKey(context, client, SERVER_NAME);
  const passwordHash = password === null ? noPassword() : await hashNewPassword(context, password, { key });
  if (!(await insert(context, { user, passwordHash }, { isFirst, client })))
    throw await refusal(context, user, { isFirst });
  await emitEvent(context, "user.created", { userId: user.id, client });
  return user;
}

async function readNewUser(context: Context, input: NewUser): Promise<UserRecord> {
  const unknown = Object.keys(input).find((name) => !NAMES.includes(name));
  if (unknown !== undefined) throw new TypeError(`a new user has no "${unknown}"`);
  const { emailVerified = false } = input;
  if (typeof emailVerified !== "boolean") throw new TypeError("emailVerified must be true or false");
  return newUser(context, {
    email: canonicalEmail(input.email),
    username: input.username === undefined ? null : canonicalUsername(input.username),
    emailVerified,
    metadata: await readMetadata(input.metadata, context.metadata),
    appMetadata: await readAppMetadata(input.appMetadata),
  });
}

/** If the answer is lost, the user tells whether it was inserted: no other call has its id. */
async function insert(context: Context, credentials: Credentials, { isFirst, client }: Creation): Promise<boolean> {
  const { storage } = context;
  const { users } = await recording(context, ["user.created"], { userId: credentials.user.id, client });
  const write = () => (isFirst ? users.insertFirst(credentials, null) : users.insert(credentials, null));
  return writeOrFind(storage, write, async () => (await storage.users.find(credentials.user.id)) && true);
}

async function refusal(
  context: Context,
  { username }: UserRecord,
  { isFirst }: Pick<Creation, "isFirst">,
): Promise<AuthError> {
  if (isFirst) return new AuthError("user_exists", "The pool already had its first user");
  const isTaken = username !== null && (await isUsernameTaken(context, username));
  return isTaken ? usernameTaken() : new AuthError("user_exists", "User already exists");
}
