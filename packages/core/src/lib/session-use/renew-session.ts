import { callStorage } from "../storage/call-storage.ts";
import type { RenewedSession, SessionRenewal } from "./active-session.ts";

/**
 * Moves the end of a session to a lifetime from now, never past its absolute end, and issues a token for it. One
 * statement that finds the session alive does it: of many callers at once all succeed, and what was ended stays so.
 *
 * @returns `null` when the session is over by now
 * @throws AuthError `storage_unavailable`, and what the application's hook and claims throw
 */
export async function renewSession(renewal: SessionRenewal): Promise<RenewedSession | null> {
  const { claims, now, lifetime, idleSince, pool, storage } = renewal;
  await renewal.authorize();
  const expiresAt = new Date((Math.floor(now / 1000) + lifetime) * 1000);
  const extended = await callStorage(() =>
    storage.sessions.extend(claims.sid, claims.sub, { expiresAt, at: new Date(now), idleSince, pool }),
  );
  if (!extended) return null;
  const token = renewal.issue(extended);
  await renewal.emit("session.refreshed");
  return { ...extended, token };
}
