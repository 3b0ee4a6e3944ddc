import type { Context } from "../context/context.ts";
import { isUuid } from "../encoding/uuid.ts";
import { AuthError } from "../errors.ts";
import { canonicalEmail } from "../input/email.ts";
import { canonicalUsername } from "../input/username.ts";
import { callStorage } from "../storage/call-storage.ts";
import type { Credentials, UserRecord } from "../storage/storage.ts";

/** One way to name a user. */
export type UserQuery =
  | {
      /** The id of the user: a UUID. */
      readonly id: string;
    }
  | {
      /** The e-mail address, in any case. */
      readonly email: string;
    }
  | {
      /** The user name, in any case. */
      readonly username: string;
    };

/**
 * Finds a user of this pool, with the stored hash. A name that no user can have finds none.
 *
 * @throws AuthError `storage_unavailable`
 * @throws TypeError for a query that is not one of the three
 */
export async function findUser({ pool, storage }: Context, query: UserQuery): Promise<Credentials | null> {
  const { users } = storage;
  if (Object.keys(query).length !== 1) throw notAQuery();
  if ("id" in query) {
    if (!isUuid(query.id)) return null;
    const found = await callStorage(() => users.find(query.id));
    return found?.user.pool === pool ? found : null;
  }
  if ("email" in query) {
    const email = orNull(() => canonicalEmail(query.email));
    return email === null ? null : callStorage(() => users.findByEmail(pool, email));
  }
  if (!("username" in query)) throw notAQuery();
  const username = orNull(() => canonicalUsername(query.username));
  return username === null ? null : callStorage(() => users.findByUsername(pool, username));
}

/** The user with this id. @throws AuthError `not_found`, `storage_unavailable` */
export async function requireUser(context: Context, id: string): Promise<Credentials> {
  const found = await findUser(context, { id });
  if (!found) throw noSuchUser();
  return found;
}

/**
 * The user, right before a mail is sent. `null`: the user is disabled or gone, or has another address now.
 *
 * @throws AuthError `storage_unavailable`
 */
export async function findReachable(context: Context, id: string, email: string): Promise<UserRecord | null> {
  const user = (await findUser(context, { id }))?.user;
  return user && !user.disabled && user.email === email ? user : null;
}

/**
 * Whether the user name is why storage refused to write a user. Storage does not say which unique field was taken.
 *
 * @param username in canonical form
 * @param userId of the user who may have the name
 * @throws AuthError `storage_unavailable`
 */
export async function isUsernameTaken({ pool, storage }: Context, username: string, userId?: string): Promise<boolean> {
  const owner = await callStorage(() => storage.users.findByUsername(pool, username));
  return owner !== null && owner.user.id !== userId;
}

/** The error for an id that no user of the pool has. */
export function noSuchUser(): AuthError {
  return new AuthError("not_found", "There is no such user");
}

function notAQuery(): TypeError {
  return new TypeError("find a user by one of id, email and username");
}

function orNull(canonical: () => string): string | null {
  try {
    return canonical();
  } catch {
    return null;
  }
}
