import type { User } from "@latchkey/core";

/** What a client sees of a user, field by field: nothing that only the server may know. */
export type PublicUser = Omit<User, "appMetadata" | "username"> & { readonly username?: string };

export function presentUser({ id, email, username, emailVerified, createdAt, updatedAt, metadata }: User): PublicUser {
  const name = username === null ? {} : { username };
  return { id, email, ...name, emailVerified, createdAt, updatedAt, metadata };
}
