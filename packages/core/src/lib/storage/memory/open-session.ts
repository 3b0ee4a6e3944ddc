import type { SessionRecord } from "../storage.ts";
import { requireFreeId, type Tables } from "./tables.ts";

/** Whether the user of a session exists, is not disabled and has the session's version. */
export function canOpenSession({ users }: Tables, session: SessionRecord): boolean {
  const user = users.get(session.userId)?.user;
  return user !== undefined && !user.disabled && user.sessionVersion === session.version;
}

/** Opens a session, where that is allowed. */
export function openSession(tables: Tables, session: SessionRecord): boolean {
  const { sessions } = tables;
  if (!canOpenSession(tables, session)) return false;
  requireFreeId(sessions, session.id);
  sessions.set(session.id, structuredClone(session));
  return true;
}

/** Opens a session under the version that its user has now, after the change of the same step. */
export function openInNewVersion(tables: Tables, session: SessionRecord): void {
  const user = tables.users.get(session.userId)?.user;
  if (user) openSession(tables, { ...session, version: user.sessionVersion });
}

/** Raises the version of a user, so that no session is live any more but the one that is kept. */
export function endOtherSessions({ users, sessions }: Tables, userId: string, keptId: string): void {
  const found = users.get(userId)!;
  const { sessionVersion } = found.user;
  const kept = sessions.get(keptId);
  users.set(userId, { ...found, user: { ...found.user, sessionVersion: sessionVersion + 1 } });
  if (kept?.userId === userId && kept.version === sessionVersion)
    sessions.set(keptId, { ...kept, version: sessionVersion + 1 });
}
