import type { ApiKeyStore } from "../storage.ts";
import { deleteWhere, newestFirst, requireFreeId, type Tables } from "./tables.ts";

export function memoryApiKeys({ users, apiKeys }: Tables): ApiKeyStore {
  const findByHash = (hash: string) => apiKeys.values().find((key) => key.hash === hash);

  return {
    async insert(key, sessionVersion) {
      if (users.get(key.userId)?.user.sessionVersion !== sessionVersion) return false;
      requireFreeId(apiKeys, key.id);
      if (findByHash(key.hash)) throw new Error("the hash is in use");
      apiKeys.set(key.id, structuredClone(key));
      return true;
    },
    async find(hash) {
      const key = findByHash(hash);
      const user = key && users.get(key.userId)?.user;
      return user ? structuredClone({ key, user }) : null;
    },
    async list(userId) {
      const own = [...apiKeys.values()].filter((key) => key.userId === userId);
      return structuredClone(own.sort(newestFirst).slice(0, 100));
    },
    async touch(id, at) {
      const key = apiKeys.get(id);
      if (key) apiKeys.set(id, structuredClone({ ...key, lastUsedAt: at }));
    },
    async delete(id, userId) {
      return apiKeys.get(id)?.userId === userId && apiKeys.delete(id);
    },
    deleteAll: async (userId) => deleteWhere(apiKeys, (key) => key.userId === userId),
  };
}
