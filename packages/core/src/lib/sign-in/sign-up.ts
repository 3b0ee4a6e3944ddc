import { UNKNOWN_CLIENT, type Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { canonicalEmail } from "../input/email.ts";
import { enterGuards } from "./enter-guards.ts";
import { AuthError } from "../errors.ts";
import { emitEvent, runBeforeHook } from "../context/events.ts";
import type { AuthEventType } from "../hooks.ts";
import type { AnyMetadata, WithMetadata } from "../input/metadata-types.ts";
import { readMetadata } from "../input/metadata.ts";
import { requireUnbreached } from "../context/new-password.ts";
import { readNewPassword } from "../passwords/password-policy.ts";
import { endReplacedSessions, type OpenOptions } from "../sessions/end-replaced.ts";
import { newSession, presentSession, type SignedIn } from "../sessions/session.ts";
import type { Credentials, SessionRecord } from "../storage/storage.ts";
import { emitAfterwards } from "../context/emit-afterwards.ts";
import { queueKey } from "../context/queue-key.ts";
import { presentUser } from "../user.ts";
import { writeOrFind } from "../storage/write-or-find.ts";

/** What `auth.signUp` takes. */
export type SignUpInput<MetadataInput extends WithMetadata = AnyMetadata> = {
  /** The e-mail address. Its case does not matter. */
  readonly email: string;
  /** The password, which must meet the `passwordPolicy`. */
  readonly password: string;
} & MetadataInput;

/**
 * Makes a user and opens the first session, both or neither, in one storage step.
 *
 * @param username in canonical form
 * @throws AuthError `sign_ups_closed`, `invalid_email`, `invalid_password`, `password_too_short`,
 * `password_too_long`, `password_too_common`, `invalid_metadata`, `user_exists`, `overloaded`, `storage_unavailable`
 */
export async function signUp(
  context: Context,
  input: SignUpInput,
  client: Client = UNKNOWN_CLIENT,
  options: OpenOptions = {},
  username: string | null = null,
): Promise<SignedIn> {
  if (!context.signUps) throw new AuthError("sign_ups_closed", "Sign-up is closed");
  context.keys.requireSecret();
  const email = canonicalEmail(input.email);
  const password = readNewPassword(input.password, context.passwordPolicy, { email, username });
  const metadata = await readMetadata(input.metadata, context.metadata);
  await runBeforeHook(context, "sign_up", { userId: null, client });

  const passwordHash = await emitAfterwards((defer) =>
    context.passwords.enqueue(queueKey(context, client, email), async ({ hash }) => {
      const emit = (type: AuthEventType) => defer(() => emitEvent(context, type, { userId: null, client }));
      await enterGuards(context, { purpose: "sign_up", account: email, client, emit });
      return hash(password);
    }),
  );
  await requireUnbreached(context, password);
  const now = new Date(context.now());
  const user = {
    id: crypto.randomUUID(),
    pool: context.pool,
    email,
    username,
    emailVerified: false,
    metadata,
    appMetadata: null,
    disabled: false,
    sessionVersion: 1,
    createdAt: now,
    updatedAt: now,
  };
  const { session, token } = newSession(context, user, client);
  if (!(await insert(context, { user, passwordHash }, session))) {
    throw new AuthError("user_exists", "User already exists");
  }
  await emitEvent(context, "user.created", { userId: user.id, sessionId: session.id, client });
  await emitEvent(context, "session.opened", { userId: user.id, sessionId: session.id, client });
  // The account is made: trouble with another session must not make it look as if it were not.
  await endReplacedSessions(context, options, client).catch(() => {});
  return { user: presentUser(user), session: presentSession(session), token };
}

/** The session's id is ours alone, so finding it tells that the insert happened. */
function insert(context: Context, credentials: Credentials, session: SessionRecord): Promise<boolean> {
  const { users, sessions } = context.storage;
  return writeOrFind(
    context.storage,
    () => users.insert(credentials, session),
    async () => (await sessions.find(session.id)) && true,
  );
}
