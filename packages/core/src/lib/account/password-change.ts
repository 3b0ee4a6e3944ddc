import type { JsonObject } from "../json.ts";
import type { Auth } from "../auth.ts";
import { checkOwnPassword } from "../sign-in/check-password.ts";
import { UNKNOWN_CLIENT, type Client } from "../client.ts";
import { contextOf } from "../context/context-of.ts";
import type { Context } from "../context/context.ts";
import { AuthError } from "../errors.ts";
import { runBeforeHook } from "../context/events.ts";
import { hashNewPassword } from "../context/new-password.ts";
import { readNewPassword, readPassword } from "../passwords/password-policy.ts";
import { replaceSessions } from "../sessions/replace.ts";
import { requireSession } from "../sessions/require.ts";
import type { SignedIn } from "../sessions/session.ts";
import { queueKey } from "../context/queue-key.ts";

export interface PasswordChangeInput {
  readonly currentPassword: string;
  readonly newPassword: string;
}

export interface PasswordChanger<Metadata = JsonObject> {
  /**
   * Sets a new password for the owner of a session who knows the current one (OWASP Authentication Cheat Sheet, "Change
   * Password Feature"). Every session ends, this one too; a new one is opened for this client. API keys end
   * as well, unless `apiKeys(auth, { keepOnReset: true })` was said. Links to reset the password that are still on their
   * way are void. Of several changes at once, one succeeds.
   *
   * @param token the session token
   * @throws AuthError `unauthenticated`, `invalid_password` (also for a new password that is the current one),
   * `password_too_short`, `password_too_long`, `password_too_common`, `invalid_credentials` (the current password is
   * wrong), `overloaded`, `storage_unavailable`, and what a guard throws
   */
  change(token: string, input: PasswordChangeInput, client?: Client): Promise<SignedIn<Metadata>>;
}

/** Changing one's password. @throws TypeError for anything that `createAuth` did not make */
export function passwordChange<Metadata>(auth: Auth<Metadata>): PasswordChanger<Metadata> {
  const context = contextOf(auth);
  const companion: PasswordChanger = { change: (token, input, client) => change(context, token, input, client) };
  return companion as PasswordChanger<Metadata>;
}

async function change(
  context: Context,
  token: string,
  input: PasswordChangeInput,
  client: Client = UNKNOWN_CLIENT,
): Promise<SignedIn> {
  const { user } = await requireSession(context, token);
  const current = readPassword(input.currentPassword, context.passwordPolicy, "currentPassword");
  const next = readNewPassword(input.newPassword, context.passwordPolicy, {
    email: user.email,
    username: user.username,
    field: "newPassword",
  });
  // Otherwise somebody whose password has leaked would be told that it is another now.
  if (next === current)
    throw new AuthError("invalid_password", "New password must not be the current one", { field: "newPassword" });
  await runBeforeHook(context, "change_password", { userId: user.id, client });

  const found = await checkOwnPassword(context, { userId: user.id, password: current, client });
  const passwordHash = await hashNewPassword(context, next, {
    key: queueKey(context, client, user.id),
    field: "newPassword",
  });
  const signedIn = await replaceSessions(
    context,
    found,
    { passwordHash, provesEmail: false, event: "password.changed" },
    client,
  );
  // Another change was first, so what was current is not any more.
  if (!signedIn) throw new AuthError("invalid_credentials", "Invalid credentials");
  return signedIn;
}
