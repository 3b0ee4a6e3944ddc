import type { OneTimeTokenStore } from "../storage.ts";
import { deleteWhere, type Tables } from "./tables.ts";

export function memoryTokens({ tokens }: Tables): OneTimeTokenStore {
  return {
    async put(token) {
      deleteWhere(tokens, ({ purpose, userId }) => purpose === token.purpose && userId === token.userId);
      tokens.set(token.hash, structuredClone(token));
    },
    async take(hash, purpose, pool, at) {
      const token = tokens.get(hash);
      if (!token || token.purpose !== purpose || token.pool !== pool || token.expiresAt <= at) return null;
      tokens.delete(hash);
      return token;
    },
  };
}
