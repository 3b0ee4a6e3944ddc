import type { Auth } from "../auth.ts";
import { UNKNOWN_CLIENT, type Client } from "../client.ts";
import { contextOf } from "../context/context-of.ts";
import type { Context, LiveSession } from "../context/context.ts";
import { runBeforeHook } from "../context/events.ts";
import { hashNewPassword } from "../context/new-password.ts";
import { queueKey } from "../context/queue-key.ts";
import { AuthError } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { readNewPassword } from "../passwords/password-policy.ts";
import { requireSession } from "../sessions/find.ts";
import { replaceSessions } from "../sessions/replace.ts";
import type { SignedIn } from "../sessions/session.ts";
import { invalidCredentials } from "../sign-in/invalid-credentials.ts";
import { readCurrentPassword, reauthenticate } from "../sign-in/reauthenticate.ts";
import { requireRecent } from "../sign-in/require-recent-proof.ts";
import { callStorage } from "../storage/call-storage.ts";
import { isPassword } from "../storage/no-password.ts";
import type { Credentials } from "../storage/storage.ts";

/** What `change` takes. */
export interface PasswordChangeInput {
  /** The password that the user has now. Leave it out only for a user who has none. */
  readonly currentPassword?: string | undefined;
  /** The new password, which must meet the `passwordPolicy`. */
  readonly newPassword: string;
}

/** Changing one's own password. */
export interface PasswordChanger<Metadata = JsonObject> {
  /**
   * Sets a new password for a user who is signed in and knows the current one (OWASP ASVS 5.0, 6.2.3). A user who has
   * none sets the first one, and must have proved the session in the last 5 minutes. Every session ends, and a new one
   * is opened for this client. API keys are deleted, unless `apiKeys(auth, { keepOnReset: true })` keeps them. Mailed
   * links to reset the password become void. Of concurrent changes one succeeds.
   *
   * @param token the session token
   * @param input `currentPassword` and `newPassword`
   * @param client where the request comes from, for the session list, guards and events
   * @returns the user, the new session and its token
   * @throws AuthError `unauthenticated`, `proof_required` (the user has no password), `invalid_password` (also if the
   * new password is the current one, and if the current one is missing),
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
  const live = await requireSession(context, token);
  const { user } = live;
  const current = input.currentPassword === undefined ? null : readCurrentPassword(context, input.currentPassword);
  const next = readNewPassword(input.newPassword, context.passwordPolicy, {
    email: user.email,
    username: user.username,
    field: "newPassword",
  });
  // A user whose password has leaked must not believe that it is changed.
  if (next === current)
    throw new AuthError("invalid_password", "New password must differ from the current one", { field: "newPassword" });
  await runBeforeHook(context, "change_password", { userId: user.id, client });

  const found =
    current === null
      ? await requireNoPassword(context, live)
      : await reauthenticate(context, { userId: user.id, password: current, client });
  const passwordHash = await hashNewPassword(context, next, {
    key: queueKey(context, client, user.id),
    field: "newPassword",
  });
  const access = { passwordHash, provesEmail: false, event: "password.changed", client, renewsSession: true } as const;
  // What the session had proved beside the password stays, and is as old as it was.
  const keepsProof = current === null || live.session.methods.length > 1;
  const proof = keepsProof ? live.session : { methods: ["password"], provedAt: undefined };
  const signedIn = await replaceSessions(context, found, {
    ...access,
    methods: proof.methods,
    provedAt: proof.provedAt,
  });
  // A concurrent change was first, so the current password is not current any more.
  if (!signedIn) throw invalidCredentials();
  return signedIn;
}

/** A user without a password, who has proved the session recently. The first password needs no current one. */
async function requireNoPassword(context: Context, live: LiveSession): Promise<Credentials> {
  const found = await callStorage(() => context.storage.users.find(live.user.id));
  if (!found) throw new AuthError("unauthenticated", "Not signed in");
  if (isPassword(found.passwordHash))
    throw new AuthError("invalid_password", "Give the current password", { field: "currentPassword" });
  requireRecent(context, live);
  return found;
}
