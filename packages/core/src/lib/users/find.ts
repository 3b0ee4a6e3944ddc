import { callStorage } from "../storage/call-storage.ts";
import type { Context } from "../context/context.ts";
import { canonicalEmail } from "../input/email.ts";
import { AuthError } from "../errors.ts";
import type { Credentials, UserRecord } from "../storage/storage.ts";
import { canonicalUsername } from "../input/username.ts";
import { isUuid } from "../encoding/uuid.ts";

/** One way to say which user. */
export type UserQuery = { readonly id: string } | { readonly email: string } | { readonly username: string };

/** The user of this pool with the stored hash, or `null`; a name that nobody can have is nobody's. @throws AuthError `storage_unavailable` */
export async function findUser(context: Context, query: UserQuery): Promise<Credentials | null> {
  const { pool, storage } = context;
  const names = Object.keys(query);
  if (names.length !== 1) throw new TypeError("find a user by one of id, email and username");
  if ("id" in query) {
    if (!isUuid(query.id)) return null;
    const found = await callStorage(() => storage.users.find(query.id));
    return found?.user.pool === pool ? found : null;
  }
  if ("email" in query) {
    const email = orNull(() => canonicalEmail(query.email));
    return email === null ? null : callStorage(() => storage.users.findByEmail(pool, email));
  }
  if (!("username" in query)) throw new TypeError("find a user by one of id, email and username");
  const username = orNull(() => canonicalUsername(query.username));
  return username === null ? null : callStorage(() => storage.users.findByUsername(pool, username));
}

/** @throws AuthError `not_found`, `storage_unavailable` */
export async function requireUser(context: Context, id: string): Promise<Credentials> {
  const found = await findUser(context, { id });
  if (!found) throw noSuchUser();
  return found;
}

/** The user right before a mail is sent. `null`: disabled, gone, or with another address by now. @throws AuthError `storage_unavailable` */
export async function findReachable(context: Context, id: string, email: string): Promise<UserRecord | null> {
  const user = (await findUser(context, { id }))?.user;
  return user && !user.disabled && user.email === email ? user : null;
}

export function noSuchUser(): AuthError {
  return new AuthError("not_found", "There is no such user");
}

function orNull(canonical: () => string): string | null {
  try {
    return canonical();
  } catch {
    return null;
  }
}
