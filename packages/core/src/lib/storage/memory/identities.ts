import { isPassword } from "../no-password.ts";
import type { IdentityName, IdentityStore } from "../storage.ts";
import { insertUser } from "./insert-user.ts";
import type { Tables } from "./tables.ts";

export function memoryIdentities(tables: Tables): IdentityStore {
  const { users, identities } = tables;
  const keyOf = ({ pool, provider, subject }: IdentityName) => JSON.stringify([pool, provider, subject]);
  const listOf = (userId: string) => [...identities.values()].filter((identity) => identity.userId === userId);

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
      const oldestFirst = listOf(userId).sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
      return structuredClone(oldestFirst.slice(0, 100));
    },
    async unlink(userId, name) {
      if (identities.get(keyOf(name))?.userId !== userId) return "none";
      const hasPassword = isPassword(users.get(userId)?.passwordHash ?? "");
      if (!hasPassword && listOf(userId).length === 1) return "last_way_in";
      identities.delete(keyOf(name));
      return "unlinked";
    },
  };
}
