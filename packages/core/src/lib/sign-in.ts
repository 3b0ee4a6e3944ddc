import { ask } from "./ask.ts";
import { checkPassword, setBack, type Checked } from "./check-password.ts";
import { UNKNOWN_CLIENT, type Client } from "./client.ts";
import type { Context } from "./context.ts";
import { canonicalEmail } from "./email.ts";
import { AuthError } from "./errors.ts";
import { after, before } from "./events.ts";
import { readPassword } from "./password-policy.ts";
import { draftSession, presentSession, type SignedIn } from "./session.ts";
import { presentUser } from "./user.ts";

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
export async function signIn(context: Context, input: SignInInput, client: Client = UNKNOWN_CLIENT): Promise<SignedIn> {
  context.keys.requireSecret();
  const email = canonicalEmail(input.email);
  const password = readPassword(input.password, context.passwordPolicy);
  await before(context, "sign_in", null, client);

  context.passwords.requireRoom();
  const found = await ask(() => context.storage.users.findByEmail(context.pool, email));
  return openSession(context, await checkPassword(context, found, email, password, client, "sign_in"), client);
}

/** Opens a session for somebody who has proved who he is. @throws AuthError `invalid_credentials`, `storage_unavailable` */
export async function openSession(context: Context, { user, counters }: Checked, client: Client): Promise<SignedIn> {
  try {
    const { session, token } = draftSession(context, user, client);
    // The account may have changed since it was read: then storage opens nothing.
    const isOpen = await ask(() => context.storage.sessions.insert(session, counters));
    if (!isOpen) throw new AuthError("invalid_credentials", "Invalid credentials");
    await after(context, "session.opened", user.id, session.id, client);
    return { user: presentUser(user), session: presentSession(session), token };
  } catch (error) {
    // The password was right: trouble is no guess, however often it comes.
    await setBack(context, counters).catch(() => {});
    throw error;
  }
}
