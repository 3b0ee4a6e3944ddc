import type { User } from "@latchkey/core";

/** What a client sees of a user, field by field. */
export function presentUser({ id, email, emailVerified, createdAt, updatedAt, metadata }: User): User {
  return { id, email, emailVerified, createdAt, updatedAt, metadata };
}
