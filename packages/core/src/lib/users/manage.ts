import { callStorage } from "../storage/call-storage.ts";
import type { Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { emitEvent, runBeforeHook } from "../context/events.ts";
import { noSuchUser, requireUser } from "./find.ts";
import { keepsApiKeysOnReset } from "../context/keep-api-keys.ts";
import { resetLocks } from "../guards/reset-locks.ts";
import { hashNewPassword } from "../context/new-password.ts";
import { readNewPassword } from "../passwords/password-policy.ts";
import { SERVER_NAME, queueKey } from "../context/queue-key.ts";

export async function setPassword(context: Context, id: string, input: string, client: Client): Promise<void> {
  const { user } = await requireUser(context, id);
  const password = readNewPassword(input, context.passwordPolicy, user);
  await runBeforeHook(context, "change_password", { userId: id, client });

  const to = await hashNewPassword(context, password, { key: queueKey(context, client, SERVER_NAME) });
  await resetLocks(context, user);
  const change = {
    from: null,
    to,
    provesEmail: false,
    deletesApiKeys: !keepsApiKeysOnReset(context),
    at: new Date(context.now()),
  };
  const changed = await callStorage(() => context.storage.users.setPassword(id, change, null));
  if (!changed) throw noSuchUser();
  await emitEvent(context, "password.changed", { userId: id, client });
  if (changed.deletedApiKeys > 0) await emitEvent(context, "api_key.deleted", { userId: id, client });
}

export async function setDisabled(context: Context, id: string, disabled: boolean, client: Client): Promise<void> {
  await runBeforeHook(context, disabled ? "disable_user" : "enable_user", { userId: id, client });
  if (!(await callStorage(() => context.storage.users.setDisabled(id, disabled, new Date(context.now())))))
    throw noSuchUser();
  await emitEvent(context, disabled ? "user.disabled" : "user.enabled", { userId: id, client });
}

/** @param sessionVersion for who does it with a session: only while the user has this version */
export async function deleteUser(
  context: Context,
  id: string,
  sessionId: string | null,
  client: Client,
  sessionVersion?: number,
): Promise<void> {
  await runBeforeHook(context, "delete_user", { userId: id, client });
  if (!(await callStorage(() => context.storage.users.delete(id, sessionVersion)))) throw noSuchUser();
  await emitEvent(context, "user.deleted", { userId: id, sessionId, client });
}
