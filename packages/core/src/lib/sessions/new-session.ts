import { UNKNOWN_CLIENT, type Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { encodeBytes } from "../encoding/base64url.ts";
import { AuthError } from "../errors.ts";
import type { SessionRecord, SessionWithUser, UserRecord } from "../storage/storage.ts";
import { issueToken, MAX_ISSUED_LENGTH } from "../token/token.ts";
import { presentUser } from "../user.ts";

/** Who opens a session, and by what the user has proved to be the one: `["password"]`, `["oauth:google"]`. */
export interface NewSession {
  readonly client: Client;
  readonly methods: readonly string[];
}

/**
 * A session that is not stored yet, and its token. Call it before anything is written: a token that cannot be issued
 * then changes nothing.
 *
 * @throws AuthError `invalid_metadata` when metadata makes the token too long
 * @throws TypeError when the `claims` option does
 */
export function newSession(
  context: Context,
  user: UserRecord,
  { client, methods }: NewSession,
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
    provedAt: new Date(now),
    methods,
    address: client.address,
    agent: client.agent,
  };
  return { session, token: sessionToken(context, { session, user }, iat) };
}

/**
 * Checks that the user could sign in: metadata or an address that makes the token too long would keep the user out for
 * good. Throws as `newSession` does.
 */
export function requireTokenFits(context: Context, user: UserRecord): void {
  newSession(context, user, { client: UNKNOWN_CLIENT, methods: [] });
}

/** A token that expires when the session does. `iat` in seconds since 1970. Throws as `newSession` does. */
export function sessionToken(context: Context, { session, user }: SessionWithUser, iat: number): string {
  const exp = Math.floor(session.expiresAt.getTime() / 1000);
  const extra = context.claims?.(presentUser(user));
  const token = issueToken(context.keys, { sub: user.id, sid: session.id, aud: context.pool, iat, exp }, extra);
  if (token.length > MAX_ISSUED_LENGTH) throw tooLong(user, token);
  return token;
}

/** The metadata of the user may be what made the claims too long. Without any, the application did. */
function tooLong({ metadata }: UserRecord, { length }: string): Error {
  if (metadata)
    return new AuthError("invalid_metadata", "Metadata is too long for the session token", { field: "metadata" });
  return new TypeError(`claims make the token ${length} bytes long, and it must fit in ${MAX_ISSUED_LENGTH}`);
}
