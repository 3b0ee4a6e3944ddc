import type { JsonObject } from "../json.ts";
import type { SessionRecord } from "../storage/storage.ts";
import type { SessionClaims } from "../token/token.ts";
import type { User } from "../user.ts";

/** A session as applications see one. Times are ISO 8601 in UTC. */
export interface Session {
  /** The id of the session: 16 characters. It is no credential. */
  readonly id: string;
  /** The id of the user. */
  readonly userId: string;
  /** When the user signed in. */
  readonly createdAt: string;
  /** When the session ends if nothing extends it. */
  readonly expiresAt: string;
  /** When the user signed in or last refreshed. With `sessionUse()`: when it was last used, to within its interval. */
  readonly lastUsedAt: string;
  /** When the user last proved to be the one. Of a session from before this was kept: 1970. */
  readonly provedAt: string;
  /** By what: `["password"]`, `["mail"]` after a reset, `["password", "mail"]` after the proof of an address. */
  readonly methods: readonly string[];
}

/** What `auth.getSession` finds for a token. */
export interface Authenticated<Metadata = JsonObject, Claims = JsonObject> {
  /** The user as storage has it now. */
  readonly user: User<Metadata>;
  /** The session as storage has it now. */
  readonly session: Session;
  /** What the token says. What the `claims` option added is as old as the token. */
  readonly claims: SessionClaims & Claims;
  /** A new token for the same session: hand it to the client. Only there if you asked with `renew`, and it was time. */
  readonly renewed?: string | undefined;
}

/** What signing up or signing in returns. */
export interface SignedIn<Metadata = JsonObject> {
  /** The user who is signed in. */
  readonly user: User<Metadata>;
  /** The session that was opened. */
  readonly session: Session;
  /** The session token: a credential. Keep it in an HttpOnly cookie or in the client's own store, never in a log. */
  readonly token: string;
}

/** Copies field by field, so that a new column is not shown by accident. */
export function presentSession(record: SessionRecord): Session {
  return {
    id: record.id,
    userId: record.userId,
    createdAt: record.createdAt.toISOString(),
    expiresAt: record.expiresAt.toISOString(),
    lastUsedAt: record.lastUsedAt.toISOString(),
    provedAt: record.provedAt.toISOString(),
    methods: record.methods,
  };
}
