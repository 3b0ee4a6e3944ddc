import type { Auth } from "../auth.ts";
import { UNKNOWN_CLIENT, type Client } from "../client.ts";
import { contextOf } from "../context/context-of.ts";
import type { Context } from "../context/context.ts";
import { runBeforeHook } from "../context/events.ts";
import { hashNewPassword } from "../context/new-password.ts";
import { queueKey } from "../context/queue-key.ts";
import { AuthError } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { readNewPassword } from "../passwords/password-policy.ts";
import { requireSession } from "../sessions/find.ts";
import { replaceSessions } from "../sessions/replace.ts";
import type { SignedIn } from "../sessions/session.ts";
import { readCurrentPassword, reauthenticate } from "../sign-in/reauthenticate.ts";

/** What `change` takes. */
export interface PasswordChangeInput {
  /** The password that the user has now. */
  readonly currentPassword: string;
  /** The new password, which must meet the `passwordPolicy`. */
  readonly newPassword: string;
}

/** Changing one's own password. */
export interface PasswordChanger<Metadata = JsonObject> {
  /**
   * Sets a new password for a user who is signed in and knows the current one (OWASP Authentication Cheat Sheet,
   * "Change Password Feature"). Every session ends, and a new one is opened for this client. API keys are deleted,
   * unless `apiKeys(auth, { keepOnReset: true })` keeps them. Mailed links to reset the password become void. Of
   * concurrent changes one succeeds.
   *
   * @param token the session token
   * @param input `currentPassword` and `newPassword`
   * @param client where the request comes from, for the session list, guards and events
   * @returns the user, the new session and its token
   * @throws AuthError `unauthenticated`, `invalid_password` (also if the new password is the current one),
   * `password_too_short`, `password_too_long`, `password_too_common`, `invalid_credentials` (the current password is
   * wrong), `rate_limited` (from a guard, with `retryAfter` in seconds), `refused` (from a hook or guard),
   * `overloaded`, `storage_unavailable`
   */
  change(token: string, input: PasswordChangeInput, client?: Client): Promise<SignedIn<Metadata>>;
}

/**
 * Lets users change their password.
 *
 * @throws TypeError for anything that `createAuth` did not return
 * @example
 * ```ts
 * import { passwordChange } from "@latchkey/core/password-change";
 *
 * const input = { currentPassword: "correct horse battery", newPassword: "a better staple than before" };
 * const { token: newToken } = await passwordChange(auth).change(token, input);
 * ```
 */
export function passwordChange<Metadata>(auth: Auth<Metadata>): PasswordChanger<Metadata> {
  const context = contextOf(auth);
  const companion: PasswordChanger = { change: (token, input, client) => change(context, token, { ...input, client }) };
  return companion as PasswordChanger<Metadata>;
}

async function change(
  context: Context,
  token: string,
  input: PasswordChangeInput & { readonly client: Client | undefined },
): Promise<SignedIn> {
  const { client = UNKNOWN_CLIENT } = input;
  const { user } = await requireSession(context, token);
  const current = readCurrentPassword(context, input.currentPassword);
  const next = readNewPassword(input.newPassword, context.passwordPolicy, {
    email: user.email,
    username: user.username,
    field: "newPassword",
  });
  // A user whose password has leaked must not believe that it is changed.
  if (next === current)
    throw new AuthError("invalid_password", "New password must differ from the current one", { field: "newPassword" });
  await runBeforeHook(context, "change_password", { userId: user.id, client });

  const found = await reauthenticate(context, { userId: user.id, password: current, client });
  const passwordHash = await hashNewPassword(context, next, {
    key: queueKey(context, client, user.id),
    field: "newPassword",
  });
  const access = { passwordHash, provesEmail: false, methods: ["password"] } as const;
  const signedIn = await replaceSessions(context, found, { ...access, event: "password.changed", client });
  // A concurrent change was first, so the current password is not current any more.
  if (!signedIn) throw new AuthError("invalid_credentials", "Invalid credentials");
  return signedIn;
}
