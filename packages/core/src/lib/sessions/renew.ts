import { callStorage } from "../storage/call-storage.ts";
import type { Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { emitEvent, runBeforeHook } from "../context/events.ts";
import { sessionToken } from "./new-session.ts";
import type { SessionWithUser } from "../storage/storage.ts";
import type { SessionClaims } from "../token/token.ts";

/** A session with a later end, and the token that says so. */
export interface RenewedSession extends SessionWithUser {
  readonly token: string;
}

/**
 * Moves the end of a session to one lifetime from now, never past its absolute end, and issues a token for it. One
 * storage step checks that the session is alive and moves its end, so concurrent callers all succeed, and a session
 * that was ended stays ended.
 *
 * @param renewal the verified claims of the token that asks; `now` in milliseconds
 * @returns `null` when the session is over by now
 * @throws AuthError `storage_unavailable`, and what the application's hook and claims throw
 */
export async function renewSession(
  context: Context,
  { claims, now, client }: { readonly claims: SessionClaims; readonly now: number; readonly client: Client },
): Promise<RenewedSession | null> {
  const { storage, pool, session, sessionUse } = context;
  await runBeforeHook(context, "refresh", { userId: claims.sub, client });
  const iat = Math.floor(now / 1000);
  const expiresAt = new Date((iat + session.lifetime) * 1000);
  const idleSince = sessionUse?.idleSince(now) ?? null;
  const renewed = await callStorage(() =>
    storage.sessions.extend(claims.sid, claims.sub, { expiresAt, at: new Date(now), idleSince, pool }),
  );
  if (!renewed) return null;
  const token = sessionToken(context, renewed, iat);
  await emitEvent(context, "session.refreshed", { userId: claims.sub, sessionId: claims.sid, client });
  return { ...renewed, token };
}
