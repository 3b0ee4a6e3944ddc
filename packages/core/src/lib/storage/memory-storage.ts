import { memoryApiKeys } from "./memory/api-keys.ts";
import { memoryCounters } from "./memory/counters.ts";
import { memorySessions } from "./memory/sessions.ts";
import { limitOf, requireStorable, storable } from "./memory/storable.ts";
import { deleteWhere, emptyTables } from "./memory/tables.ts";
import { memoryTokens } from "./memory/tokens.ts";
import { memoryUsers } from "./memory/users.ts";
import type { Storage } from "./storage.ts";

/**
 * The reference storage: what the contract means, in the plainest terms. Everything is gone with the process, so it
 * is for tests and for reading.
 */
export function memoryStorage(): Storage {
  const tables = emptyTables();
  const { sessions, tokens, counters } = tables;
  return {
    users: storable(memoryUsers(tables)),
    sessions: storable(memorySessions(tables)),
    tokens: storable(memoryTokens(tables)),
    counters: storable(memoryCounters(tables)),
    apiKeys: storable(memoryApiKeys(tables)),
    migrate: async () => {},
    async sweep(before, most) {
      requireStorable(before);
      const limit = limitOf(most);
      const isExpired = ({ expiresAt }: { readonly expiresAt: Date }) => expiresAt < before;
      return (
        deleteWhere(sessions, isExpired, limit) +
        deleteWhere(tokens, isExpired, limit) +
        deleteWhere(counters, ({ resetsAt }) => resetsAt < before, limit)
      );
    },
    close: async () => {},
  };
}
