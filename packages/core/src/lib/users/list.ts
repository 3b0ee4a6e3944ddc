import type { JsonObject } from "../json.ts";
import { callStorage } from "../storage/call-storage.ts";
import { decodeText, encodeText } from "../encoding/base64url.ts";
import type { Context } from "../context/context.ts";
import { AuthError } from "../errors.ts";
import { presentManagedUser, type ManagedUser } from "./managed-user.ts";
import type { UserRecord } from "../storage/storage.ts";
import { isUuid } from "../encoding/uuid.ts";

export interface UserPage<Metadata = JsonObject> {
  readonly users: readonly ManagedUser<Metadata>[];
  /** For the next page; `null` at the end. */
  readonly cursor: string | null;
}

type Place = Pick<UserRecord, "createdAt" | "id">;

const MAX_LIMIT = 1000;

/**
 * The users of the pool, oldest first. The order is stable: who is made or deleted between two pages moves nobody else.
 *
 * @throws AuthError `invalid_input` (field `limit` or `cursor`), `storage_unavailable`
 */
export async function listUsers({ storage, pool }: Context, limit: number, cursor: string | null): Promise<UserPage> {
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT)
    throw invalid("limit", `must be a whole number from 1 to ${MAX_LIMIT}`);
  const after = cursor === null ? null : readCursor(cursor);
  const found = await callStorage(() => storage.users.list(pool, after, limit + 1));
  const users = found.slice(0, limit);
  return { users: users.map(presentManagedUser), cursor: found.length > limit ? writeCursor(users.at(-1)!) : null };
}

function writeCursor({ createdAt, id }: Place): string {
  return encodeText(`${createdAt.getTime()} ${id}`);
}

function readCursor(cursor: string): Place {
  const [at = "", id, ...more] = decode(cursor).split(" ");
  if (!/^\d{1,15}$/.test(at) || !isUuid(id) || more.length > 0)
    throw invalid("cursor", "must be one that a page came with");
  return { createdAt: new Date(Number(at)), id };
}

function decode(cursor: string): string {
  try {
    // A page comes with a much shorter one.
    return cursor.length > 128 ? "" : decodeText(cursor);
  } catch {
    return "";
  }
}

function invalid(field: string, sentence: string): AuthError {
  return new AuthError("invalid_input", `${field} ${sentence}`, { field });
}
