import type { AnyMetadata, WithMetadata } from "../input/metadata-types.ts";
import { readAppMetadata } from "../input/app-metadata.ts";
import { callStorage } from "../storage/call-storage.ts";
import type { Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { canonicalEmail } from "../input/email.ts";
import { AuthError } from "../errors.ts";
import { emitEvent, runBeforeHook } from "../context/events.ts";
import { readMetadata } from "../input/metadata.ts";
import { hashNewPassword } from "../context/new-password.ts";
import { readNewPassword } from "../passwords/password-policy.ts";
import { newSession } from "../sessions/session.ts";
import type { Credentials, UserRecord } from "../storage/storage.ts";
import { SERVER_NAME, queueKey } from "../context/queue-key.ts";
import { canonicalUsername, usernameTaken } from "../input/username.ts";
import { writeOrFind } from "../storage/write-or-find.ts";

export type NewUser<MetadataInput extends WithMetadata = AnyMetadata> = {
  readonly email: string;
  /** Without one no password is right until one is set, by a reset or by `setPassword`. */
  readonly password?: string | undefined;
  readonly username?: string | undefined;
  /** Default `false`. */
  readonly emailVerified?: boolean | undefined;
  readonly appMetadata?: Record<string, unknown> | null | undefined;
} & MetadataInput;

/** No hasher's form, so that no password fits; checking one costs as much as ever. */
const NO_PASSWORD = "!";

const NAMES = ["email", "password", "username", "emailVerified", "metadata", "appMetadata"];

/** Makes a user without a session; `isFirst`: only if the pool never had one. */
export async function createUser(
  context: Context,
  input: NewUser,
  isFirst: boolean,
  client: Client,
): Promise<UserRecord> {
  const user = await draftUser(context, input);
  const password = input.password === undefined ? null : readNewPassword(input.password, context.passwordPolicy, user);
  // A session is not opened, but one has to be possible.
  newSession(context, user, client);
  await runBeforeHook(context, "create_user", { userId: null, client });

  const passwordHash =
    password === null
      ? NO_PASSWORD
      : await hashNewPassword(context, password, { key: queueKey(context, client, SERVER_NAME) });
  if (!(await insert(context, { user, passwordHash }, isFirst))) throw await taken(context, user, isFirst);
  await emitEvent(context, "user.created", { userId: user.id, client });
  return user;
}

async function draftUser(context: Context, input: NewUser): Promise<UserRecord> {
  const unknown = Object.keys(input).find((name) => !NAMES.includes(name));
  if (unknown !== undefined) throw new TypeError(`a new user has no "${unknown}"`);
  const { emailVerified = false } = input;
  if (typeof emailVerified !== "boolean") throw new TypeError("emailVerified must be true or false");
  const now = new Date(context.now());
  return {
    id: crypto.randomUUID(),
    pool: context.pool,
    email: canonicalEmail(input.email),
    username: input.username === undefined ? null : canonicalUsername(input.username),
    emailVerified,
    metadata: await readMetadata(input.metadata, context.metadata),
    appMetadata: await readAppMetadata(input.appMetadata),
    disabled: false,
    sessionVersion: 1,
    createdAt: now,
    updatedAt: now,
  };
}

/** The user's id is ours alone, so finding it tells that the insert happened. */
function insert(context: Context, credentials: Credentials, isFirst: boolean): Promise<boolean> {
  const { users } = context.storage;
  const write = () => (isFirst ? users.insertFirst(credentials, null) : users.insert(credentials, null));
  return writeOrFind(context.storage, write, async () => (await users.find(credentials.user.id)) && true);
}

async function taken(
  { storage, pool }: Context,
  { email, username }: UserRecord,
  isFirst: boolean,
): Promise<AuthError> {
  if (isFirst) return new AuthError("user_exists", "The first user has been made already");
  const owner = username === null ? null : await callStorage(() => storage.users.findByEmail(pool, email));
  return username === null || owner ? new AuthError("user_exists", "User already exists") : usernameTaken();
}
