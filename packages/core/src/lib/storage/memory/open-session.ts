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
