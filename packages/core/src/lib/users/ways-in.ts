import type { Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { emitEvent, runBeforeHook } from "../context/events.ts";
import { recording } from "../context/record.ts";
import { AuthError } from "../errors.ts";
import { isCredentialId } from "../input/credential-id.ts";
import { callStorage } from "../storage/call-storage.ts";
import { presentFactor, type ManagedFactor } from "./factor.ts";
import { presentPasskey, type ManagedPasskey } from "./passkey.ts";

/** Whose way in it is, and who asks. */
interface Request {
  readonly userId: string;
  /** The session of the user. Default: server code asks. */
  readonly sessionId?: string | undefined;
  readonly client: Client;
}

/** The passkeys of a user, the oldest first. @throws AuthError `storage_unavailable` */
export async function listPasskeys({ storage }: Context, userId: string): Promise<readonly ManagedPasskey[]> {
  return (await callStorage(() => storage.passkeys.list(userId))).map(presentPasskey);
}

/** Takes a passkey from a user. @throws AuthError `not_found`, `last_way_in`, `storage_unavailable` */
export async function deletePasskey(context: Context, id: string, request: Request): Promise<void> {
  const { passkeys } = await recording(context, ["passkey.deleted"], request);
  const outcome = isCredentialId(id) ? await callStorage(() => passkeys.delete(id, request.userId)) : "none";
  if (outcome === "none") throw new AuthError("not_found", "There is no such passkey");
  if (outcome === "last_way_in")
    throw new AuthError("last_way_in", "It is the last way in: set a password or add another passkey first");
  await emitEvent(context, "passkey.deleted", request);
}

/** The second factor of a user, or `null`. @throws AuthError `storage_unavailable` */
export async function findFactor({ storage }: Context, userId: string): Promise<ManagedFactor | null> {
  const found = await callStorage(() => storage.factors.find(userId));
  return found && presentFactor(found.factor);
}

/** Turns the second factor of a user off. @throws AuthError `second_factor_disabled`, `storage_unavailable` */
export async function resetFactor(context: Context, request: Request): Promise<void> {
  await runBeforeHook(context, "disable_second_factor", request);
  const { factors } = await recording(context, ["second_factor.disabled"], request);
  const isDeleted = await callStorage(() => factors.delete(request.userId));
  if (!isDeleted) throw new AuthError("second_factor_disabled", "The user has no second factor");
  await emitEvent(context, "second_factor.disabled", request);
}
