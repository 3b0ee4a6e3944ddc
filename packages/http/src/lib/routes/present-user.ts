import type { User } from "@latchkey/core";

/** What a client sees of a user, field by field: nothing that only the server may know. */
export type PublicUser = Omit<User, "appMetadata">;

export function presentUser({ id, email, username, emailVerified, createdAt, updatedAt, metadata }: User): PublicUser {
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
