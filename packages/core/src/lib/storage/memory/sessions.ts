import type { SessionRecord, SessionStore, SessionWithUser } from "../storage.ts";
import { openSession } from "./open-session.ts";
import { deleteWhere, newestFirst, type Tables } from "./tables.ts";

export function memorySessions(tables: Tables): SessionStore {
  const { users, sessions } = tables;

  function withUser(session: SessionRecord): SessionWithUser | null {
    const user = users.get(session.userId)?.user;
    return user ? structuredClone({ session, user }) : null;
  }

  function findAlive(id: string, userId: string, at: Date): SessionRecord | null {
    const session = sessions.get(id);
    const user = users.get(userId)?.user;
    const isAlive =
      session &&
      user &&
      session.userId === userId &&
      session.expiresAt > at &&
      session.version === user.sessionVersion &&
      !user.disabled;
    return isAlive ? session : null;
  }

  return {
    async insert(session, keys) {
      const isOpen = openSession(tables, session);
      for (const key of keys) tables.counters.delete(key);
      return isOpen;
    },
    async find(id) {
      const session = sessions.get(id);
      return session ? withUser(session) : null;
    },
    async list(userId, at) {
      const alive = [...sessions.values()].filter(({ id }) => findAlive(id, userId, at));
      return structuredClone(alive.sort(newestFirst).slice(0, 100));
    },
    async extend(id, userId, { expiresAt, at, idleSince, pool }) {
      const session = findAlive(id, userId, at);
      if (!session || users.get(userId)?.user.pool !== pool || (idleSince && session.lastUsedAt <= idleSince))
        return null;
      const next = { ...session, expiresAt: expiresAt < session.endsAt ? expiresAt : session.endsAt, lastUsedAt: at };
      sessions.set(id, structuredClone(next));
      return withUser(next);
    },
    async prove(id, userId, { provedAt, methods }) {
      const session = findAlive(id, userId, provedAt);
      if (session) sessions.set(id, structuredClone({ ...session, provedAt, methods }));
      return session !== null;
    },
    async touch(id, at) {
      const session = sessions.get(id);
      if (session) sessions.set(id, structuredClone({ ...session, lastUsedAt: at }));
    },
    async delete(id, userId) {
      return sessions.get(id)?.userId === userId && sessions.delete(id);
    },
    deleteOthers: async (userId, keptId) =>
      deleteWhere(sessions, (session) => session.userId === userId && session.id !== keptId),
  };
}
