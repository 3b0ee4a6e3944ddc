import type { Context } from "../context/context.ts";
import { decodeText, encodeText } from "../encoding/base64url.ts";
import { isUuid } from "../encoding/uuid.ts";
import { AuthError } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { presentManagedUser, type ManagedUser } from "./managed-user.ts";
import { searchUsers, type UserFilter } from "./search.ts";
import { callStorage } from "../storage/call-storage.ts";
import type { UserRecord } from "../storage/storage.ts";

/** Which page of which users. */
export interface UserListQuery {
  /** The most users of a page: 1 to 1000. Default 100. */
  readonly limit?: number | undefined;
  /** From the page before, with the same `search` and `filter`. Default `null`: the first page. */
  readonly cursor?: string | null | undefined;
  /** The id of a user, or the beginning of an e-mail address or a user name, in any case. Default: everybody. */
  readonly search?: string | undefined;
  /** Only users like this. Default: all. */
  readonly filter?: UserFilter | undefined;
}

/** One page of users. */
export interface UserPage<Metadata = JsonObject> {
  /** The users: the oldest first, or those of a search or filter in the order of their names. */
  readonly users: readonly ManagedUser<Metadata>[];
  /** Where the next page begins: hand it to `list`. `null`: this is the last page. */
  readonly cursor: string | null;
}

type Position = Pick<UserRecord, "createdAt" | "id">;

const MAX_LIMIT = 1000;
const MAX_CURSOR_LENGTH = 128;

/**
 * Lists the users of the pool, oldest first, or finds some. Users who are created or deleted between two pages move no
 * other user from one page to another.
 *
 * @throws AuthError `invalid_input` (field `limit`, `cursor`, `search` or `filter`), `storage_unavailable`
 */
export async function listUsers(context: Context, query: UserListQuery): Promise<UserPage> {
  const { limit = 100, cursor = null, search = "", filter = {} } = query;
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT)
    throw invalid("limit", `must be a whole number from 1 to ${MAX_LIMIT}`);
  if (typeof search !== "string") throw invalid("search", "must be a text");
  const marks = readFilter(filter);
  const typed = search.replaceAll(/^[ \t]+|[ \t]+$/g, "");
  if (typed === "" && Object.keys(marks).length === 0) return listAll(context, limit, cursor);
  const page = await searchUsers(context, { search: typed, filter: marks, limit, cursor });
  return { users: page.users.map(presentManagedUser), cursor: page.cursor };
}

/** @throws AuthError `invalid_input` (field `filter`) */
function readFilter(filter: UserFilter): UserFilter {
  const given = Object.entries(filter).filter(([, mark]) => mark !== undefined);
  for (const [name, mark] of given) {
    if (!["disabled", "emailVerified"].includes(name)) throw invalid("filter", "has a name that is not known");
    if (typeof mark !== "boolean") throw invalid("filter", "has marks that are true or false");
  }
  return Object.fromEntries(given);
}

async function listAll({ storage, pool }: Context, limit: number, cursor: string | null): Promise<UserPage> {
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
