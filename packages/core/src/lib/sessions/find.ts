import type { Context, LiveSession, UsedSession } from "../context/context.ts";
import { AuthError } from "../errors.ts";
import { presentSession, type Authenticated } from "./session.ts";
import { callStorage } from "../storage/call-storage.ts";
import type { SessionWithUser } from "../storage/storage.ts";
import { readToken, type SessionClaims } from "../token/token.ts";
import { presentUser } from "../user.ts";

/** How a session is used. */
interface Use {
  /** Whether the caller can hand a new token to the client. */
  readonly mayRenew: boolean;
}

/** The live session of a token, as applications see it, and records its use. @throws AuthError `storage_unavailable` */
export function findSession(context: Context, token: unknown, use: Use): Promise<Authenticated | null> {
  return findActive(context, token, use).then((found) => found && presentFound(found));
}

function presentFound({ user, session, claims, renewed }: UsedSession): Authenticated {
  return {
    user: presentUser(user),
    // Made when it is read: most callers want the user alone.
    get session() {
      return presentSession(session);
    },
    claims,
    ...(renewed === undefined ? null : { renewed }),
  };
}

/** The live session of a token, and records its use. @throws AuthError `unauthenticated`, `storage_unavailable` */
export async function requireSession(context: Context, token: unknown): Promise<LiveSession> {
  const found = await findActive(context, token);
  if (!found) throw new AuthError("unauthenticated", "Not signed in");
  return found;
}

/** The live session of a token, and records its use. @throws AuthError `storage_unavailable` */
export function findActive(
  context: Context,
  token: unknown,
  { mayRenew }: Use = { mayRenew: false },
): Promise<UsedSession | null> {
  const now = context.now();
  const finding = findLive(context, token, now);
  const { sessionUse } = context;
  return sessionUse
    ? finding.then((live) => live && sessionUse.recordActivity(context, live, { now, mayRenew }))
    : finding;
}

/**
 * Checks the signature, then reads the session and its user in one storage call. `null` when the session is gone,
 * expired, idle for too long, of another user or pool, or from before all sessions of the user were ended.
 */
function findLive(context: Context, token: unknown, now: number): Promise<LiveSession | null> {
  let claims;
  try {
    claims = readToken(context, token, now);
  } catch (error) {
    // The secret is missing.
    return Promise.reject(error as Error);
  }
  if (!claims) return Promise.resolve(null);
  return callStorage(() => context.storage.sessions.find(claims.sid)).then((found) =>
    found && isAlive(context, found, { claims, now }) ? { ...found, claims } : null,
  );
}

function isAlive(
  context: Context,
  { session, user }: SessionWithUser,
  { claims, now }: { claims: SessionClaims; now: number },
): boolean {
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
