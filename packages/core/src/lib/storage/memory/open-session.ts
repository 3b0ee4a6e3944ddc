import type { SessionRecord } from "../storage.ts";
import { requireFreeId, type Tables } from "./tables.ts";

/** Opens a session if its user exists, is not disabled and has the session's version. */
export function openSession({ users, sessions }: Tables, session: SessionRecord): boolean {
  const user = users.get(session.userId)?.user;
  if (!user || user.disabled || user.sessionVersion !== session.version) return false;
  requireFreeId(sessions, session.id);
  sessions.set(session.id, structuredClone(session));
  return true;
}

/** Opens a session under the version that its user has now, after the change of the same step. */
export function openInNewVersion(tables: Tables, session: SessionRecord): void {
  const user = tables.users.get(session.userId)?.user;
  if (user) openSession(tables, { ...session, version: user.sessionVersion });
}
