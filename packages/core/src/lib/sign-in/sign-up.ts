import { UNKNOWN_CLIENT } from "../client.ts";
import type { Context } from "../context/context.ts";
import { emitAfterwards } from "../context/emit-afterwards.ts";
import { emitAlone, emitEvent, runBeforeHook } from "../context/events.ts";
import { requireUnbreached } from "../context/new-password.ts";
import { queueKey } from "../context/queue-key.ts";
import { enterGuards } from "./enter-guards.ts";
import { insertUser } from "./insert-user.ts";
import { AuthError } from "../errors.ts";
import type { AuthEventType } from "../hooks.ts";
import { canonicalEmail } from "../input/email.ts";
import type { AnyMetadata, WithMetadata } from "../input/metadata-types.ts";
import { readMetadata } from "../input/metadata.ts";
import { readNewPassword } from "../passwords/password-policy.ts";
import { endReplacedSessions } from "../sessions/end-replaced.ts";
import { admit } from "../sessions/new-session.ts";
import { presentSession, type SignedIn } from "../sessions/session.ts";
import type { Opening } from "./sign-in.ts";
import { newUser, presentUser } from "../user.ts";

/** What `auth.signUp` takes. */
export type SignUpInput<MetadataInput extends WithMetadata = AnyMetadata> = {
  /** The e-mail address. Its case does not matter. */
  readonly email: string;
  /** The password, which must meet the `passwordPolicy`. */
  readonly password: string;
} & MetadataInput;

/**
 * Creates a user and opens the first session: see `Auth.signUp`.
 *
 * @param opening `username` in canonical form
 */
export async function signUp(
  context: Context,
  input: SignUpInput,
  { client = UNKNOWN_CLIENT, replaces, username = null }: Opening & { readonly username?: string | null },
): Promise<SignedIn> {
  if (!context.signUps) throw new AuthError("sign_ups_closed", "Sign-up is closed");
  context.keys.requireSecret();
  const email = canonicalEmail(input.email);
  const password = readNewPassword(input.password, context.passwordPolicy, { email, username });
  const metadata = await readMetadata(input.metadata, context.metadata);
  await runBeforeHook(context, "sign_up", { userId: null, client });

  const passwordHash = await emitAfterwards((defer) =>
    context.passwords.enqueue(queueKey(context, client, email), async ({ hash }) => {
      const emit = (type: AuthEventType) => defer(() => emitAlone(context, type, { userId: null, client }));
      await enterGuards(context, { purpose: "sign_up", account: email, client, emit });
      return hash(password);
    }),
  );
  await requireUnbreached(context, password);
  const user = newUser(context, { email, username, metadata });
  const { session, token, held } = await admit(context, user, { purpose: "sign_up", client, methods: ["password"] });
  const opened = { userId: user.id, sessionId: session?.id, client };
  if (!(await insertUser(context, { user, passwordHash }, { session, opened })))
    throw new AuthError("user_exists", "User already exists");
  await emitEvent(context, "user.created", opened);
  if (held) throw held;
  await emitEvent(context, "session.opened", opened);
  // A failure here must not look like a failed sign-up: the user exists.
  await endReplacedSessions(context, { replaces, client }).catch(() => {});
  return { user: presentUser(user), session: presentSession(session), token };
}
