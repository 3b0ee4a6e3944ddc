import type { Count, Credentials, OneTimeToken, SessionRecord, Storage, UserRecord } from "./storage.ts";

/**
 * The reference storage: what the contract means, in the plainest terms. Everything is gone with the process, so it
 * is for tests and for reading.
 */
export function memoryStorage(): Storage {
  const users = new Map<string, Credentials>();
  const sessions = new Map<string, SessionRecord>();
  const tokens = new Map<string, OneTimeToken>();
  const counters = new Map<string, Count>();

  const findByEmail = (pool: string, email: string) =>
    users.values().find(({ user }) => user.pool === pool && user.email === email) ?? null;

  const change = (id: string, next: (user: UserRecord) => Partial<UserRecord>, passwordHash?: string) => {
    const found = users.get(id);
    if (!found) return false;
    users.set(id, { user: { ...found.user, ...next(found.user) }, passwordHash: passwordHash ?? found.passwordHash });
    return true;
  };

  return {
    users: {
      async insert(credentials, session) {
        const { user } = credentials;
        if (findByEmail(user.pool, user.email)) return false;
        requireFreeId(users, user.id);
        requireFreeId(sessions, session.id);
        users.set(user.id, structuredClone(credentials));
        sessions.set(session.id, session);
        return true;
      },
      findByEmail: async (pool, email) => structuredClone(findByEmail(pool, email)),
      async rehashPassword(id, from, to) {
        return users.get(id)?.passwordHash === from && change(id, () => ({}), to);
      },
      async setPassword(id, passwordHash, at) {
        return change(id, (user) => ({ sessionVersion: user.sessionVersion + 1, updatedAt: at }), passwordHash);
      },
      async setDisabled(id, disabled, at) {
        return change(id, (user) => ({ disabled, sessionVersion: user.sessionVersion + (disabled ? 1 : 0), updatedAt: at }));
      },
      endSessions: async (id) => change(id, (user) => ({ sessionVersion: user.sessionVersion + 1 })),
      async delete(id) {
        for (const session of sessions.values()) if (session.userId === id) sessions.delete(session.id);
        for (const token of tokens.values()) if (token.userId === id) tokens.delete(token.hash);
        return users.delete(id);
      },
    },

    sessions: {
      async insert(session) {
        const user = users.get(session.userId)?.user;
        if (!user || user.disabled || user.sessionVersion !== session.version) return false;
        requireFreeId(sessions, session.id);
        sessions.set(session.id, session);
        return true;
      },
      async find(id) {
        const session = sessions.get(id);
        const user = session && users.get(session.userId)?.user;
        return user ? { session, user: structuredClone(user) } : null;
      },
      async delete(id, userId) {
        return sessions.get(id)?.userId === userId && sessions.delete(id);
      },
    },

    tokens: {
      async put(token) {
        for (const { hash, purpose, userId } of tokens.values()) {
          if (purpose === token.purpose && userId === token.userId) tokens.delete(hash);
        }
        tokens.set(token.hash, structuredClone(token));
      },
      async take(hash, purpose, pool, at) {
        const token = tokens.get(hash);
        if (!token || token.purpose !== purpose || token.pool !== pool || token.expiresAt <= at) return null;
        tokens.delete(hash);
        return token;
      },
    },

    counters: {
      async add(key, at, resetsAt) {
        const found = counters.get(key);
        const next = found && found.resetsAt > at ? { count: found.count + 1, resetsAt: found.resetsAt } : { count: 1, resetsAt };
        counters.set(key, next);
        return next;
      },
      async reset(key) {
        counters.delete(key);
      },
    },

    migrate: async () => {},
    async sweep(before, limit) {
      return sweepMap(sessions, (row) => row.expiresAt, before, limit)
        + sweepMap(tokens, (row) => row.expiresAt, before, limit)
        + sweepMap(counters, (row) => row.resetsAt, before, limit);
    },
    close: async () => {},
  };
}

/** As a primary key would. */
function requireFreeId(rows: ReadonlyMap<string, unknown>, id: string): void {
  if (rows.has(id)) throw new Error("the id is in use");
}

function sweepMap<Row>(rows: Map<string, Row>, expiry: (row: Row) => Date, before: Date, limit: number): number {
  const expired = rows.entries().filter(([, row]) => expiry(row) < before).take(limit).toArray();
  for (const [key] of expired) rows.delete(key);
  return expired.length;
}
