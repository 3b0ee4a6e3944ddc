import { ask } from "../storage/ask.ts";
import type { Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { after, before } from "../context/events.ts";
import { noSuchUser, requireUser } from "./find-user.ts";
import { keepsKeys } from "../context/kept-keys.ts";
import { liftLocks } from "../guards/lift-locks.ts";
import { hashNewPassword } from "../context/new-password.ts";
import { readNewPassword } from "../passwords/password-policy.ts";
import { SERVER, turnOf } from "../context/turn-of.ts";

export async function setPassword(context: Context, id: string, input: string, client: Client): Promise<void> {
  const { user } = await requireUser(context, id);
  const password = readNewPassword(input, context.passwordPolicy, user);
  await before(context, "change_password", id, client);

  const to = await hashNewPassword(context, password, turnOf(context, client, SERVER));
  await liftLocks(context, user);
  const change = {
    from: null,
    to,
    provesEmail: false,
    deletesApiKeys: !keepsKeys(context),
    at: new Date(context.now()),
  };
  const changed = await ask(() => context.storage.users.setPassword(id, change, null));
  if (!changed) throw noSuchUser();
  await after(context, "password.changed", id, null, client);
  if (changed.deletedApiKeys > 0) await after(context, "api_key.deleted", id, null, client);
}

export async function setDisabled(context: Context, id: string, disabled: boolean, client: Client): Promise<void> {
  await before(context, disabled ? "disable_user" : "enable_user", id, client);
  if (!(await ask(() => context.storage.users.setDisabled(id, disabled, new Date(context.now()))))) throw noSuchUser();
  await after(context, disabled ? "user.disabled" : "user.enabled", id, null, client);
}

/** @param sessionVersion for who does it with a session: only while the user has this version */
export async function deleteUser(
  context: Context,
  id: string,
  sessionId: string | null,
  client: Client,
  sessionVersion?: number,
): Promise<void> {
  await before(context, "delete_user", id, client);
  if (!(await ask(() => context.storage.users.delete(id, sessionVersion)))) throw noSuchUser();
  await after(context, "user.deleted", id, sessionId, client);
}
