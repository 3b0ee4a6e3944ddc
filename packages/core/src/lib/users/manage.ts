import type { Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { emitAlone, emitEvent, runBeforeHook } from "../context/events.ts";
import { recording } from "../context/record.ts";
import { keepsApiKeysOnReset } from "../context/keep-api-keys.ts";
import { hashNewPassword } from "../context/new-password.ts";
import { SERVER_NAME, queueKey } from "../context/queue-key.ts";
import { AuthError } from "../errors.ts";
import { noSuchUser, requireUser } from "./find.ts";
import { factorLockKey } from "../guards/lock-keys.ts";
import { resetLocks } from "../guards/reset-locks.ts";
import { readNewPassword } from "../passwords/password-policy.ts";
import { callStorage } from "../storage/call-storage.ts";
import type { UserRecord } from "../storage/storage.ts";

/** Sets a new password: see `Users.setPassword`. */
export async function setPassword(
  context: Context,
  id: string,
  { password: input, client }: { readonly password: string; readonly client: Client },
): Promise<void> {
  const { user } = await requireUser(context, id);
  const password = readNewPassword(input, context.passwordPolicy, user);
  await runBeforeHook(context, "change_password", { userId: id, client });

  const to = await hashNewPassword(context, password, { key: queueKey(context, client, SERVER_NAME) });
  await resetLocks(context, user);
  const deletesApiKeys = !keepsApiKeysOnReset(context);
  const change = {
    from: null,
    to,
    provesEmail: false,
    deletesApiKeys,
    deletesWaysIn: false,
    at: new Date(context.now()),
  };
  const { users } = await recording(context, ["password.changed"], { userId: id, client, details: { deletesApiKeys } });
  const changed = await callStorage(() => users.setPassword(id, change, null));
  if (!changed) throw noSuchUser();
  await emitEvent(context, "password.changed", { userId: id, client });
  if (changed.deletedApiKeys > 0) await emitEvent(context, "api_key.deleted", { userId: id, client });
}

/**
 * Disables or enables a user.
 *
 * @throws AuthError `not_found`, `last_user`, `storage_unavailable`, and what the hook throws
 */
export async function setDisabled(
  context: Context,
  id: string,
  { disabled, client }: { readonly disabled: boolean; readonly client: Client },
): Promise<void> {
  await runBeforeHook(context, disabled ? "disable_user" : "enable_user", { userId: id, client });
  const type = disabled ? "user.disabled" : "user.enabled";
  const { users } = await recording(context, [type], { userId: id, client });
  const at = new Date(context.now());
  if (disabled && context.keepsLastUser) requireDone(await callStorage(() => users.disableUnlessLast(id, at)));
  else if (!(await callStorage(() => users.setDisabled(id, disabled, at)))) throw noSuchUser();
  await emitEvent(context, type, { userId: id, client });
}

/** Who deletes a user. */
export interface Deletion {
  /** The session in which the user asked for it. Default: the server asks. */
  readonly sessionId?: string | null;
  /** Deletes only while the user has this version: the session that asks may have been ended meanwhile. */
  readonly sessionVersion?: number;
  readonly client: Client;
}

/** Deletes a user. @throws AuthError `not_found`, `last_user`, `storage_unavailable`, and what the hook throws */
export async function deleteUser(
  context: Context,
  id: string,
  { sessionId = null, sessionVersion, client }: Deletion,
): Promise<void> {
  await runBeforeHook(context, "delete_user", { userId: id, client });
  const about = { userId: id, sessionId, client };
  const { users } = await recording(context, ["user.deleted"], about);
  if (context.keepsLastUser) requireDone(await callStorage(() => users.deleteUnlessLast(id, sessionVersion)));
  else if (!(await callStorage(() => users.delete(id, sessionVersion)))) throw noSuchUser();
  await emitEvent(context, "user.deleted", about);
}

function requireDone(outcome: "done" | "last" | "none"): void {
  if (outcome === "none") throw noSuchUser();
  if (outcome === "last")
    throw new AuthError("last_user", "It is the last user of the pool who is enabled: create or enable another first");
}

/** Ends the locks of a user. @throws AuthError `storage_unavailable`, and what the hook throws */
export async function unlockUser(context: Context, user: UserRecord, client: Client): Promise<void> {
  await runBeforeHook(context, "unlock_account", { userId: user.id, client });
  await resetLocks(context, user);
  // A reset by mail does not: the mailbox alone must not give new tries at the second factor.
  await callStorage(() => context.counters.reset(factorLockKey(context.pool, user.id)));
  await emitAlone(context, "account.unlocked", { userId: user.id, client });
}
