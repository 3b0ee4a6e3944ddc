import type { User } from "@latchkey/client";

/** Who is signed in, as a server has found out: a user, or `null` for nobody. */
export type InitialSession<Metadata = unknown> = InitialUser<Metadata> | null;

/** A user that a page may hand to the browser. */
export interface InitialUser<Metadata = unknown> extends User<Metadata> {
  /** What clients must not see. What `createAuthenticator()` gives may have it, and does not fit. */
  readonly appMetadata?: undefined;
}

/** As much of a session of `createAuthenticator()` as is read here. */
export interface ServerSession<Metadata = unknown> {
  /** The user of the session. */
  readonly user: User<Metadata>;
}

/**
 * What a page may tell the browser about the session that the server has found: the user without `appMetadata`. It
 * needs no browser, so that server components and loaders can call it.
 *
 * @param session what `createAuthenticator()` has answered
 * @example
 * ```ts
 * import { createAuthenticator } from "@latchkey/http";
 * import { initialSession } from "@latchkey/react";
 *
 * const authenticate = createAuthenticator(auth);
 * const initial = initialSession(await authenticate(request)); // <AuthProvider initialSession={initial}>
 * ```
 */
export function initialSession<Metadata>(session: ServerSession<Metadata> | null): InitialSession<Metadata> {
  if (!session) return null;
  const { id, email, username, emailVerified, createdAt, updatedAt, metadata } = session.user;
  const user = { id, email, emailVerified, createdAt, updatedAt, metadata };
  return username === undefined ? user : { ...user, username };
}
