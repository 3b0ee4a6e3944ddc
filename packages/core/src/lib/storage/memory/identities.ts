import type { IdentityName, IdentityStore } from "../storage.ts";
import { insertUser } from "./insert-user.ts";
import { oldestFirst, type Tables } from "./tables.ts";
import { isOnlyWayIn } from "./ways-in.ts";

export function memoryIdentities(tables: Tables): IdentityStore {
  const { users, identities } = tables;
  const keyOf = ({ pool, provider, subject }: IdentityName) => JSON.stringify([pool, provider, subject]);

  return {
    async use(name, { at, tokens }) {
      const found = identities.get(keyOf(name));
      const user = found && users.get(found.userId)?.user;
      if (!user) return null;
      const identity = { ...found, lastUsedAt: at, tokens: tokens ?? found.tokens };
      identities.set(keyOf(name), structuredClone(identity));
      return structuredClone({ identity, user });
    },
    async insertUser(identity, credentials, session) {
      if (identities.has(keyOf(identity)) || !insertUser(tables, credentials, session)) return false;
      identities.set(keyOf(identity), structuredClone(identity));
      return true;
    },
    async link(identity, sessionVersion) {
      const user = users.get(identity.userId)?.user;
      if (user?.sessionVersion !== sessionVersion || identities.has(keyOf(identity))) return false;
      identities.set(keyOf(identity), structuredClone(identity));
      return true;
    },
    async list(userId) {
      const own = [...identities.values()].filter((identity) => identity.userId === userId);
      return structuredClone(own.sort(oldestFirst).slice(0, 100));
    },
    async unlink(userId, name) {
      if (identities.get(keyOf(name))?.userId !== userId) return "none";
      if (isOnlyWayIn(tables, userId)) return "last_way_in";
      identities.delete(keyOf(name));
      return "unlinked";
    },
  };
}
