import type { Context } from "../context/context.ts";
import { digest } from "../encoding/digest.ts";
import { isApiKey } from "./format.ts";
import type { JsonObject } from "../json.ts";
import type { Offer } from "./options.ts";
import { callStorage } from "../storage/call-storage.ts";
import type { ApiKeyRecord } from "../storage/storage.ts";
import { presentUser, type User } from "../user.ts";

/** The owner of an API key, and what the key may do. */
export interface VerifiedApiKey<Metadata = JsonObject> {
  /** The user who owns the key. */
  readonly user: User<Metadata>;
  /** The key. `scopes` are those that its owner is still offered. */
  readonly key: Pick<ApiKeyRecord, "id" | "name" | "scopes">;
}

/** How exact `lastUsedAt` is: one write per minute and key, not one per request. */
const TOUCH_INTERVAL_MS = 60_000;

/**
 * Verifies an API key: checks its checksum, then reads the key and its user in one storage call. `null` for a key that
 * is unknown, deleted or expired, or whose user is disabled or of another pool.
 *
 * @throws AuthError `storage_unavailable`
 */
export async function verifyApiKey(
  { storage, pool, now }: Context,
  offer: Offer,
  text: unknown,
): Promise<VerifiedApiKey | null> {
  if (!isApiKey(text)) return null;
  const at = now();
  const found = await callStorage(() => storage.apiKeys.find(digest(text)));
  if (!found || found.user.pool !== pool || found.user.disabled) return null;
  const { key, user } = found;
  if (key.expiresAt !== null && key.expiresAt.getTime() <= at) return null;

  if (key.lastUsedAt === null || at - key.lastUsedAt.getTime() >= TOUCH_INTERVAL_MS)
    await callStorage(() => storage.apiKeys.touch(key.id, new Date(at)));
  const scopes = offer && key.scopes.length > 0 ? key.scopes.filter(offer(user)) : key.scopes;
  return { user: presentUser(user), key: { id: key.id, name: key.name, scopes } };
}
