import type { PasskeyStore } from "../storage.ts";
import { insertUser } from "./insert-user.ts";
import { canOpenSession, openSession } from "./open-session.ts";
import { isSpent, spend } from "./spent-tickets.ts";
import { oldestFirst, requireFreeId, type Tables } from "./tables.ts";
import { isOnlyWayIn } from "./ways-in.ts";

export function memoryPasskeys(tables: Tables): PasskeyStore {
  const { users, passkeys } = tables;

  return {
    async insertUser(passkey, credentials, session) {
      if (passkeys.has(passkey.id) || !insertUser(tables, credentials, session)) return false;
      passkeys.set(passkey.id, structuredClone(passkey));
      return true;
    },
    async insert(passkey, sessionVersion) {
      if (users.get(passkey.userId)?.user.sessionVersion !== sessionVersion || passkeys.has(passkey.id)) return false;
      passkeys.set(passkey.id, structuredClone(passkey));
      return true;
    },
    async find(id) {
      const passkey = passkeys.get(id);
      const user = passkey && users.get(passkey.userId)?.user;
      return user ? structuredClone({ passkey, user }) : null;
    },
    async use(id, { from, to, backedUp, at, ticket }, session) {
      const passkey = passkeys.get(id);
      if (passkey?.counter !== from || !(to > from || (from === 0 && to === 0)) || isSpent(tables, ticket))
        return false;
      if (session && (session.userId !== passkey.userId || !canOpenSession(tables, session))) return false;
      if (session) requireFreeId(tables.sessions, session.id);
      spend(tables, ticket);
      passkeys.set(id, structuredClone({ ...passkey, counter: to, backedUp, lastUsedAt: at }));
      if (session) openSession(tables, session);
      return true;
    },
    async list(userId) {
      const own = [...passkeys.values()].filter((passkey) => passkey.userId === userId);
      return structuredClone(own.sort(oldestFirst).slice(0, 100));
    },
    async rename(id, userId, name) {
      const passkey = passkeys.get(id);
      if (passkey?.userId !== userId) return false;
      passkeys.set(id, { ...passkey, name });
      return true;
    },
    async delete(id, userId) {
      if (passkeys.get(id)?.userId !== userId) return "none";
      if (isOnlyWayIn(tables, userId)) return "last_way_in";
      passkeys.delete(id);
      return "deleted";
    },
  };
}
