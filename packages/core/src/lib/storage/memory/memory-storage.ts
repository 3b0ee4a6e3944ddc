import { memoryApiKeys } from "./api-keys.ts";
import { memoryCounters } from "./counters.ts";
import { memorySessions } from "./sessions.ts";
import { readLimit, requireStorable, rejectUnstorable } from "./storable.ts";
import { deleteWhere, emptyTables } from "./tables.ts";
import { memoryTokens } from "./tokens.ts";
import { memoryUsers } from "./users.ts";
import type { Storage } from "../storage.ts";

/**
 * The reference storage: what the contract means, in the plainest terms. Everything is gone with the process, so it
 * is for tests and for reading.
 */
export function memoryStorage(): Storage {
  const tables = emptyTables();
  const { sessions, tokens, counters } = tables;
  return {
    users: rejectUnstorable(memoryUsers(tables)),
    sessions: rejectUnstorable(memorySessions(tables)),
    tokens: rejectUnstorable(memoryTokens(tables)),
    counters: rejectUnstorable(memoryCounters(tables)),
    apiKeys: rejectUnstorable(memoryApiKeys(tables)),
    migrate: async () => {},
    async sweep(before, most) {
      requireStorable(before);
      const limit = readLimit(most);
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
