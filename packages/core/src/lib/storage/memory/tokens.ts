import type { OneTimeTokenStore } from "../storage.ts";
import { deleteWhere, type Tables } from "./tables.ts";

export function memoryTokens({ users, tokens }: Tables): OneTimeTokenStore {
  return {
    async put(token, keep = 3) {
      const { userId, purpose } = token;
      if (users.has(userId)) tokens.set(token.hash, structuredClone(token));
      const own = [...tokens.values()].filter((other) => other.userId === userId && other.purpose === purpose);
      const oldest = own.sort((a, b) => b.expiresAt.getTime() - a.expiresAt.getTime()).slice(keep);
      for (const { hash } of oldest) tokens.delete(hash);
    },
    async take(hash, { purpose, pool, at }) {
      const token = tokens.get(hash);
      if (!token || token.purpose !== purpose || token.pool !== pool || token.expiresAt <= at) return null;
      deleteWhere(tokens, (other) => other.userId === token.userId && other.purpose === purpose);
      return token;
    },
  };
}
