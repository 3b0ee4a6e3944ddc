import { encodeBytes } from "./base64url.ts";
import type { Context } from "./context.ts";
import { AuthError } from "./errors.ts";
import type { SessionRecord, UserRecord } from "./storage.ts";
import { issueToken, MAX_TOKEN_LENGTH, readToken, type SessionClaims } from "./token.ts";
import { presentUser, type User } from "./user.ts";

/** A session as applications see one. Moments are ISO 8601 in UTC. */
export interface Session {
  readonly id: string;
  readonly userId: string;
  readonly createdAt: string;
  readonly expiresAt: string;
}

/** Who a token belongs to. */
export interface Authenticated {
  readonly user: User;
  readonly session: Session;
  /** What the token itself says. */
  readonly claims: SessionClaims;
}

/** The outcome of signing up or in. */
export interface SignedIn {
  readonly user: User;
  readonly session: Session;
  /** The session token: a credential. It belongs in an HttpOnly cookie or a client's own keeping, never in a log. */
  readonly token: string;
}

/** A session that is not stored yet, with the token for it: whatever can fail here fails before anything is written. */
export function draftSession(context: Context, user: UserRecord): { session: SessionRecord; token: string } {
  const now = context.now();
  const iat = Math.floor(now / 1000);
  const exp = iat + context.session.lifetime;
  const session: SessionRecord = {
    id: encodeBytes(crypto.getRandomValues(new Uint8Array(12))),
    userId: user.id,
    version: user.sessionVersion,
    createdAt: new Date(now),
    expiresAt: new Date(exp * 1000),
  };
  const extra = context.claims?.(presentUser(user));
  const token = issueToken(context.keys, { sub: user.id, sid: session.id, aud: context.pool, iat, exp }, extra);
  if (token.length > MAX_TOKEN_LENGTH) throw tooLong(user, token);
  return { session, token };
}

/** What the user wrote may have made the claims so long; what the application adds is its own mistake. */
function tooLong({ metadata }: UserRecord, { length }: string): Error {
  if (metadata) return new AuthError("invalid_metadata", "Metadata is too long for the session token", { field: "metadata" });
  return new TypeError(`claims make the token ${length} bytes long, and it must fit in ${MAX_TOKEN_LENGTH}`);
}

/**
 * Who a token belongs to now: the signature first, then the session and its user in one storage read. A session
 * that is gone, expired, of another user or pool, or of an older session version is nobody's.
 *
 * @throws AuthError `storage_unavailable`
 */
export async function findSession(context: Context, token: unknown): Promise<Authenticated | null> {
  const now = context.now();
  const claims = readToken(context.keys, context.pool, token, now);
  if (!claims) return null;
  const found = await context.ask(() => context.storage.sessions.find(claims.sid));
  if (!found) return null;

  const { session, user } = found;
  const isAlive =
    session.expiresAt.getTime() > now &&
    session.userId === claims.sub &&
    session.version === user.sessionVersion &&
    user.pool === context.pool &&
    !user.disabled;
  return isAlive ? { user: presentUser(user), session: presentSession(session), claims } : null;
}

export function presentSession(record: SessionRecord): Session {
  return {
    id: record.id,
    userId: record.userId,
    createdAt: record.createdAt.toISOString(),
    expiresAt: record.expiresAt.toISOString(),
  };
}
