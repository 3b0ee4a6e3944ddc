import type { User } from "@latchkey/core";

/** A user as clients see it: without what only the server may know. */
export type PublicUser = Omit<User, "appMetadata">;

/**
 * What clients may see of a user. It picks the fields one by one, so that a field that is added later does not leak.
 *
 * @param user A user as core returns it.
 * @returns For the body of an answer.
 * @example
 * import { HttpError, publicUser, type Route } from "@latchkey/http";
 *
 * const whoami: Route = {
 *   method: "GET",
 *   path: "/whoami",
 *   async handle({ authenticate }) {
 *     const found = await authenticate();
 *     if (!found) throw new HttpError("unauthenticated", "Not signed in");
 *     return { body: { user: publicUser(found.authenticated.user) } };
 *   },
 * };
 */
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
