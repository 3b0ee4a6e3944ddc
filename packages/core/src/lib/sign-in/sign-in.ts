import { callStorage } from "../storage/call-storage.ts";
import { resetCounters, withPassword, type VerifiedCredentials, type PasswordAttempt } from "./check-password.ts";
import { UNKNOWN_CLIENT, type Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { canonicalEmail } from "../input/email.ts";
import { AuthError } from "../errors.ts";
import { emitEvent, runBeforeHook } from "../context/events.ts";
import { readPassword } from "../passwords/password-policy.ts";
import { endReplacedSessions, type OpenOptions } from "../sessions/end-replaced.ts";
import { newSession, presentSession, type SignedIn } from "../sessions/session.ts";
import { cleanUpAfterFailure } from "../storage/time-limit.ts";
import { presentUser } from "../user.ts";

export interface SignInInput {
  readonly email: string;
  readonly password: string;
}

/**
 * Opens a new session for the right password. An unknown address, a wrong password and a disabled account give the
 * same error after the same work (OWASP Authentication Cheat Sheet, "Authentication and Error Messages").
 *
 * @throws AuthError `invalid_email`, `invalid_password`, `password_too_long`, `invalid_credentials`,
 * `overloaded`, `storage_unavailable`
 */
export async function signIn(
  context: Context,
  input: SignInInput,
  client: Client = UNKNOWN_CLIENT,
  options: OpenOptions = {},
): Promise<SignedIn> {
  const name = canonicalEmail(input.email);
  const find = () => context.storage.users.findByEmail(context.pool, name);
  return signInBy(context, { name, find }, input.password, client, options);
}

/** Signs in under a name. @throws AuthError what `signIn` throws but `invalid_email` */
export async function signInBy(
  context: Context,
  named: Pick<PasswordAttempt, "name" | "find">,
  input: string,
  client: Client,
  options: OpenOptions,
): Promise<SignedIn> {
  context.keys.requireSecret();
  const password = readPassword(input, context.passwordPolicy);
  await runBeforeHook(context, "sign_in", { userId: null, client });
  const tried = { ...named, purpose: "sign_in", password, client } as const;
  const signedIn = await withPassword(context, tried, (checked) => openSession(context, checked, client));
  await emitEvent(context, "session.opened", { userId: signedIn.user.id, sessionId: signedIn.session.id, client });
  await endReplacedSessions(context, options, client);
  return signedIn;
}

/** @throws AuthError `invalid_credentials`, `storage_unavailable` */
async function openSession(
  context: Context,
  { user, counters }: VerifiedCredentials,
  client: Client,
): Promise<SignedIn> {
  const since = performance.now();
  try {
    const { session, token } = newSession(context, user, client);
    // The account may have changed since it was read: then storage opens nothing.
    const isOpen = await callStorage(() => context.storage.sessions.insert(session, counters));
    if (!isOpen) throw new AuthError("invalid_credentials", "Invalid credentials");
    return { user: presentUser(user), session: presentSession(session), token };
  } catch (error) {
    // The password was right: trouble is no guess, however often it comes.
    await cleanUpAfterFailure(context.storage, { error, since }, () => resetCounters(context, counters));
    throw error;
  }
}
