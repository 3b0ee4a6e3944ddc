import type { JsonObject } from "../json.ts";
import type { Offer } from "./options.ts";
import { isApiKey } from "./format.ts";
import { callStorage } from "../storage/call-storage.ts";
import type { Context } from "../context/context.ts";
import { digest } from "../encoding/digest.ts";
import type { ApiKeyRecord } from "../storage/storage.ts";
import { presentUser, type User } from "../user.ts";

/** Who a key belongs to, and what it is good for. */
export interface VerifiedApiKey<Metadata = JsonObject> {
  readonly user: User<Metadata>;
  readonly key: Pick<ApiKeyRecord, "id" | "name" | "scopes">;
}

/** How exactly `lastUsedAt` is kept: one write a minute and key, not one a request. */
const TOUCH_EVERY = 60_000;

/**
 * Whose key it is: the checksum first, then the key and its user in one storage read. A key that is gone, expired, or
 * of a user who is disabled or of another pool is nobody's. A scope that its user is not offered any more does not count.
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

  if (key.lastUsedAt === null || at - key.lastUsedAt.getTime() >= TOUCH_EVERY)
    await callStorage(() => storage.apiKeys.touch(key.id, new Date(at)));
  const scopes = offer && key.scopes.length > 0 ? key.scopes.filter(offer(user)) : key.scopes;
  return { user: presentUser(user), key: { id: key.id, name: key.name, scopes } };
}
