import type { Context } from "../context/context.ts";
import { decodeText, encodeText } from "../encoding/base64url.ts";
import { isUuid } from "../encoding/uuid.ts";
import { AuthError } from "../errors.ts";
import { callStorage } from "../storage/call-storage.ts";
import type { UserRecord, UserSearch } from "../storage/storage.ts";
import { findUser } from "./find.ts";

/** Which users to list. What is left out does not matter. */
export interface UserFilter {
  /** Whether the user is disabled. */
  readonly disabled?: boolean | undefined;
  /** Whether the address is verified. */
  readonly emailVerified?: boolean | undefined;
}

/** A page of a search, as records. */
export interface FoundUsers {
  readonly users: readonly UserRecord[];
  readonly cursor: string | null;
}

/** A search, and where it goes on. */
export interface SearchPage {
  /** What somebody typed. Empty: everybody whom the filter lets through. */
  readonly search: string;
  readonly filter: UserFilter;
  readonly limit: number;
  readonly cursor: string | null;
}

/** A user, at the place of one of the names by which the search finds the user. */
interface Match {
  readonly name: string;
  readonly user: UserRecord;
}

type By = UserSearch["by"];

/** Longer than every address. */
const MAX_SEARCH = 320;
const START = "search ";

/**
 * Finds users by id, or by how their address or user name begins, in the order of what was found. Each page reads a few
 * ranges of an index, however many users there are. Somebody who is found by both names comes once, so a page can have
 * fewer users than `limit` while more follow.
 *
 * @throws AuthError `invalid_input` (field `cursor`), `storage_unavailable`
 */
export async function searchUsers(
  context: Context,
  { search, filter, limit, cursor }: SearchPage,
): Promise<FoundUsers> {
  const after = cursor === null ? null : readCursor(cursor);
  const prefix = search.slice(0, MAX_SEARCH).toLowerCase();
  const isId: boolean = isUuid(prefix);
  if (isId) {
    const user = (await findUser(context, { id: prefix }))?.user;
    return { users: user && passes(user, filter) ? [user] : [], cursor: null };
  }
  // A user name has no @. A name with what no name has finds nobody.
  const names: readonly By[] = prefix === "" || prefix.includes("@") ? ["email"] : ["email", "username"];
  if (!/^[\x21-\x7e]*$/.test(prefix)) return { users: [], cursor: null };
  const ranges = names.flatMap((by) =>
    combinations(filter).map((marks) => ({ ...marks, by, prefix, after, limit: limit + 1 })),
  );
  const found = await Promise.all(
    ranges.map(async (range) =>
      matchesOf(range.by, await callStorage(() => context.storage.users.search(context.pool, range))),
    ),
  );
  return pageOf(found, { limit, isFirstName: ({ name, user }) => name === firstName(user, prefix, names) });
}

/** Merges what was found in order, as far as no range can have something in between. */
function pageOf(
  ranges: readonly (readonly Match[])[],
  { limit, isFirstName }: { readonly limit: number; readonly isFirstName: (match: Match) => boolean },
): FoundUsers {
  const ends = ranges.flatMap((range) => (range.length > limit ? [range.at(-1)!.name] : []));
  const known = ends.length === 0 ? null : ends.reduce((a, b) => (a < b ? a : b));
  const matches = ranges.flat().sort((a, b) => (a.name < b.name ? -1 : 1));
  const users: UserRecord[] = [];
  let last: string | null = null;
  for (const match of matches) {
    if (users.length === limit || (known !== null && match.name > known)) return { users, cursor: writeCursor(last!) };
    if (isFirstName(match)) users.push(match.user);
    last = match.name;
  }
  return { users, cursor: known === null ? null : writeCursor(last!) };
}

function matchesOf(by: By, users: readonly UserRecord[]): readonly Match[] {
  return users.map((user) => ({ name: user[by]!, user }));
}

/** Of the names by which a search finds a user, the one that comes first. */
function firstName(user: UserRecord, prefix: string, names: readonly By[]): string | undefined {
  const found = names.flatMap((by) => (user[by]?.startsWith(prefix) ? [user[by]] : []));
  return found.sort()[0];
}

function combinations({ disabled, emailVerified }: UserFilter) {
  const both = (mark: boolean | undefined) => (mark === undefined ? [false, true] : [mark]);
  return both(disabled).flatMap((isDisabled) =>
    both(emailVerified).map((isVerified) => ({ disabled: isDisabled, emailVerified: isVerified })),
  );
}

function passes(user: UserRecord, { disabled, emailVerified }: UserFilter): boolean {
  return user.disabled === (disabled ?? user.disabled) && user.emailVerified === (emailVerified ?? user.emailVerified);
}

function writeCursor(name: string): string {
  return encodeText(START + name);
}

function readCursor(cursor: string): string {
  let text = "";
  try {
    text = cursor.length > 2 * MAX_SEARCH ? "" : decodeText(cursor);
  } catch {
    // Not ours.
  }
  const name = text.slice(START.length);
  if (!text.startsWith(START) || !/^[\x21-\x7e]+$/.test(name))
    throw new AuthError("invalid_input", "cursor is not valid", { field: "cursor" });
  return name;
}
