import { ask } from "./ask.ts";
import type { ExtendedSession, UsedSession } from "./used-session.ts";

/**
 * Moves the end of a session to a lifetime from now, never past its absolute end, and issues a token for it. One
 * statement that finds the session alive does it: of many callers at once all succeed, and what was ended stays so.
 *
 * @returns `null` when the session is over by now
 * @throws AuthError `storage_unavailable`, and what the application's hook throws
 */
export async function extendSession(used: UsedSession): Promise<ExtendedSession | null> {
  const { session, user, now, lifetime, storage } = used;
  await used.allow();
  const end = (Math.floor(now / 1000) + lifetime) * 1000;
  const expiresAt = new Date(Math.min(end, session.endsAt.getTime()));
  // First, because the application's claims may fail.
  const token = used.issue({ ...session, expiresAt });
  const extended = await ask(() => storage.sessions.extend(session.id, user.id, expiresAt, new Date(now)));
  if (!extended) return null;
  await used.tell("session.refreshed");
  return { ...extended, token };
}
