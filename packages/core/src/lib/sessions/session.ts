import { callStorage } from "../storage/call-storage.ts";
import { encodeBytes } from "../encoding/base64url.ts";
import type { Client } from "../client.ts";
import type { Context, LiveSession, UsedSession } from "../context/context.ts";
import { AuthError } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import type { SessionRecord, SessionWithUser, UserRecord } from "../storage/storage.ts";
import { issueToken, MAX_ISSUED_LENGTH, readToken, type SessionClaims } from "../token/token.ts";
import { presentUser, type User } from "../user.ts";

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
  /** The time of sign-in or the last refresh. With `sessionUse()`, the time of the last use, give or take its interval. */
  readonly lastUsedAt: string;
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

/** A session that is not stored yet, with the token for it: whatever can fail here fails before anything is written. */
export function newSession(
  context: Context,
  user: UserRecord,
  client: Client,
): { session: SessionRecord; token: string } {
  const now = context.now();
  const iat = Math.floor(now / 1000);
  const exp = iat + context.session.lifetime;
  const session: SessionRecord = {
    id: encodeBytes(crypto.getRandomValues(new Uint8Array(12))),
    userId: user.id,
    version: user.sessionVersion,
    createdAt: new Date(now),
    expiresAt: new Date(exp * 1000),
    endsAt: new Date((iat + context.session.maxLifetime) * 1000),
    lastUsedAt: new Date(now),
    address: client.address,
    agent: client.agent,
  };
  return { session, token: sessionToken(context, { session, user }, iat) };
}

/** A token that lasts as long as the session does now. `iat` in seconds since 1970. */
export function sessionToken(context: Context, { session, user }: SessionWithUser, iat: number): string {
  const exp = Math.floor(session.expiresAt.getTime() / 1000);
  const extra = context.claims?.(presentUser(user));
  const token = issueToken(context.keys, { sub: user.id, sid: session.id, aud: context.pool, iat, exp }, extra);
  if (token.length > MAX_ISSUED_LENGTH) throw tooLong(user, token);
  return token;
}

/** What the user wrote may have made the claims so long; what the application adds is its own mistake. */
function tooLong({ metadata }: UserRecord, { length }: string): Error {
  if (metadata)
    return new AuthError("invalid_metadata", "Metadata is too long for the session token", { field: "metadata" });
  return new TypeError(`claims make the token ${length} bytes long, and it must fit in ${MAX_ISSUED_LENGTH}`);
}

/** Who a token belongs to now, and the use of the session noted where that is wanted. @throws AuthError `storage_unavailable` */
export function findSession(context: Context, token: unknown, mayRenew = false): Promise<Authenticated | null> {
  return findActive(context, token, mayRenew).then((found) => found && presentFound(found));
}

function presentFound({ user, session, claims, renewed }: UsedSession): Authenticated {
  return {
    user: presentUser(user),
    // Made for who looks: most want the user alone.
    get session() {
      return presentSession(session);
    },
    claims,
    ...(renewed === undefined ? null : { renewed }),
  };
}

/** The session of a token, for somebody who uses it. @throws AuthError `storage_unavailable` */
export function findActive(context: Context, token: unknown, mayRenew = false): Promise<UsedSession | null> {
  const now = context.now();
  const finding = findLive(context, token, now);
  const { sessionUse } = context;
  return sessionUse
    ? finding.then((live) => live && sessionUse.recordActivity(context, live, { now, mayRenew }))
    : finding;
}

/**
 * The session of a token at `now` (milliseconds): the signature first, then the session and its user in one storage
 * read. One that is gone, expired, of another user or pool, or of an older session version is nobody's.
 *
 * @throws AuthError `storage_unavailable`
 */
export function findLive(context: Context, token: unknown, now: number): Promise<LiveSession | null> {
  let claims;
  try {
    claims = readToken(context, token, now);
  } catch (error) {
    // The secret is missing.
    return Promise.reject(error as Error);
  }
  if (!claims) return Promise.resolve(null);
  return callStorage(() => context.storage.sessions.find(claims.sid)).then((found) =>
    found && isAlive(context, found, claims, now) ? { ...found, claims } : null,
  );
}

function isAlive(context: Context, { session, user }: SessionWithUser, claims: SessionClaims, now: number): boolean {
  const idleSince = context.sessionUse?.idleSince(now);
  return (
    session.expiresAt.getTime() > now &&
    session.userId === claims.sub &&
    session.version === user.sessionVersion &&
    user.pool === context.pool &&
    !user.disabled &&
    !(idleSince && session.lastUsedAt <= idleSince)
  );
}

export function presentSession(record: SessionRecord): Session {
  return {
    id: record.id,
    userId: record.userId,
    createdAt: record.createdAt.toISOString(),
    expiresAt: record.expiresAt.toISOString(),
    lastUsedAt: record.lastUsedAt.toISOString(),
  };
}
