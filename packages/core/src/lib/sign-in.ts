import type { Context } from "./context.ts";
import { canonicalEmail } from "./email.ts";
import { AuthError } from "./errors.ts";
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
export async function signIn(context: Context, input: SignInInput): Promise<SignedIn> {
  const email = canonicalEmail(input.email);
  const password = readPassword(input.password, context.passwordPolicy);
  const { storage, passwords } = context;

  passwords.requireRoom();
  const found = await context.ask(() => storage.users.findByEmail(context.pool, email));
  const { matches, stronger } = await passwords.check(password, found && !found.user.disabled ? found.passwordHash : null);
  if (!found || !matches) throw invalidCredentials();

  const { user, passwordHash } = found;
  if (stronger !== null) await context.ask(() => storage.users.rehashPassword(user.id, passwordHash, stronger));
  const { session, token } = draftSession(context, user);
  // The account may have changed while the password was hashed: then storage opens nothing.
  if (!(await context.ask(() => storage.sessions.insert(session)))) throw invalidCredentials();
  return { user: presentUser(user), session: presentSession(session), token };
}

function invalidCredentials(): AuthError {
  return new AuthError("invalid_credentials", "Invalid credentials");
}
