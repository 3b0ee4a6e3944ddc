import type { Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { emitEvent, runBeforeHook } from "../context/events.ts";
import { recording } from "../context/record.ts";
import { isUuid } from "../encoding/uuid.ts";
import { AuthError } from "../errors.ts";
import { callStorage } from "../storage/call-storage.ts";
import { presentApiKey, type ApiKey } from "./api-key.ts";
import type { Identity } from "./identity.ts";
import { presentIdentity } from "./identity.ts";

/** Whose credential it is, and who asks. */
interface Request {
  readonly userId: string;
  /** The session of the user. `null`: server code asks. */
  readonly sessionId: string | null;
  readonly client: Client;
}

/** The API keys of a user, the newest first. @throws AuthError `storage_unavailable` */
export async function listApiKeys({ storage }: Context, userId: string): Promise<readonly ApiKey[]> {
  return (await callStorage(() => storage.apiKeys.list(userId))).map(presentApiKey);
}

/** Deletes a key of a user. @throws AuthError `not_found`, `storage_unavailable`, and what the hook throws */
export async function deleteApiKey(context: Context, id: string, request: Request): Promise<void> {
  const { userId } = request;
  await runBeforeHook(context, "delete_api_key", request);
  const { apiKeys } = await recording(context, ["api_key.deleted"], { ...request, details: { id } });
  const isDeleted = isUuid(id) && (await callStorage(() => apiKeys.delete(id, userId)));
  if (!isDeleted) throw new AuthError("not_found", "There is no such API key");
  await emitEvent(context, "api_key.deleted", request);
}

/** The identities of a user, the oldest first. @throws AuthError `storage_unavailable` */
export async function listIdentities({ storage }: Context, userId: string): Promise<readonly Identity[]> {
  return (await callStorage(() => storage.identities.list(userId))).map(presentIdentity);
}

/** Takes an identity from a user. @throws AuthError `not_found`, `last_way_in`, `storage_unavailable` */
export async function unlinkIdentity(
  context: Context,
  given: Pick<Identity, "provider" | "subject">,
  request: Request,
): Promise<void> {
  const name = { pool: context.pool, provider: String(given.provider), subject: String(given.subject) };
  const { provider } = name;
  const { identities } = await recording(context, ["identity.unlinked"], { ...request, details: { provider } });
  const outcome = await callStorage(() => identities.unlink(request.userId, name));
  if (outcome === "none") throw new AuthError("not_found", "There is no such identity");
  if (outcome === "last_way_in")
    throw new AuthError("last_way_in", "It is the last way in: set a password or link another identity first");
  await emitEvent(context, "identity.unlinked", request);
}
