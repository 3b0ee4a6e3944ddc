import type { Credentials, SessionRecord } from "../storage.ts";
import { openInNewVersion } from "./open-session.ts";
import { requireFreeId, type Tables } from "./tables.ts";

/** Adds a user and a first session, unless the pool has the address or the user name. */
export function insertUser(tables: Tables, credentials: Credentials, session: SessionRecord | null): boolean {
  const { users, sessions, startedPools } = tables;
  const { id, pool, email, username } = credentials.user;
  const isTaken = ({ user }: Credentials) =>
    user.pool === pool && (user.email === email || (username !== null && user.username === username));
  if (users.values().some(isTaken)) return false;
  requireFreeId(users, id);
  if (session) requireFreeId(sessions, session.id);
  users.set(id, structuredClone(credentials));
  startedPools.add(pool);
  if (session) openInNewVersion(tables, session);
  return true;
}
