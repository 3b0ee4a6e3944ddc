import type { User } from "@latchkey/core";

/** A user as clients see it: without what only the server may know. */
export type PublicUser = Omit<User, "appMetadata">;

/** Picks the fields one by one, so that a field that is added in core later does not leak. */
export function publicUser({ id, email, username, emailVerified, createdAt, updatedAt, metadata }: User): PublicUser {
  return {
    id,
    email,
    ...(username === undefined ? null : { username }),
    emailVerified,
    createdAt,
    updatedAt,
    metadata,
  };
}
