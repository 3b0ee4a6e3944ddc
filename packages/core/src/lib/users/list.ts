import type { Context } from "../context/context.ts";
import { decodeText, encodeText } from "../encoding/base64url.ts";
import { isUuid } from "../encoding/uuid.ts";
import { AuthError } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { presentManagedUser, type ManagedUser } from "./managed-user.ts";
import { callStorage } from "../storage/call-storage.ts";
import type { UserRecord } from "../storage/storage.ts";

/** One page of users. */
export interface UserPage<Metadata = JsonObject> {
  /** The users, oldest first. */
  readonly users: readonly ManagedUser<Metadata>[];
  /** Where the next page begins: hand it to `list`. `null`: this is the last page. */
  readonly cursor: string | null;
}

type Position = Pick<UserRecord, "createdAt" | "id">;

const MAX_LIMIT = 1000;
const MAX_CURSOR_LENGTH = 128;

/**
 * Lists the users of the pool, oldest first. Users who are created or deleted between two pages move no other user from
 * one page to another.
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

function writeCursor({ createdAt, id }: Position): string {
  return encodeText(`${createdAt.getTime()} ${id}`);
}

function readCursor(cursor: string): Position {
  const [at = "", id, ...more] = decode(cursor).split(" ");
  if (!/^\d{1,15}$/.test(at) || !isUuid(id) || more.length > 0) throw invalid("cursor", "is not valid");
  return { createdAt: new Date(Number(at)), id };
}

function decode(cursor: string): string {
  try {
    return cursor.length > MAX_CURSOR_LENGTH ? "" : decodeText(cursor);
  } catch {
    return "";
  }
}

function invalid(field: string, sentence: string): AuthError {
  return new AuthError("invalid_input", `${field} ${sentence}`, { field });
}
