import { memoryApiKeys } from "./api-keys.ts";
import { memoryAudit } from "./audit.ts";
import { memoryCounters } from "./counters.ts";
import { memoryIdentities } from "./identities.ts";
import { memoryFactors } from "./factors.ts";
import { memoryPasskeys } from "./passkeys.ts";
import { memorySessions } from "./sessions.ts";
import { readLimit, requireStorable, rejectUnstorable } from "./storable.ts";
import { deleteWhere, emptyTables } from "./tables.ts";
import { memoryTokens } from "./tokens.ts";
import { memoryUsers } from "./users.ts";
import type { AccountStores, Storage } from "../storage.ts";

/**
 * A storage in memory, for tests and for trying things out: everything is lost when the process ends. It is also the
 * reference implementation of the storage contract, written to be read.
 *
 * @example
 * ```ts
 * import { createAuth } from "@latchkey/core";
 * import { memoryStorage } from "@latchkey/core/memory";
 *
 * const auth = createAuth({ storage: memoryStorage(), secret: crypto.getRandomValues(new Uint8Array(32)) });
 * ```
 */
export function memoryStorage(): Storage {
  const tables = emptyTables();
  const { sessions, tokens, counters } = tables;
  const stores: AccountStores = {
    users: rejectUnstorable(memoryUsers(tables)),
    sessions: rejectUnstorable(memorySessions(tables)),
    identities: rejectUnstorable(memoryIdentities(tables)),
    passkeys: rejectUnstorable(memoryPasskeys(tables)),
    factors: rejectUnstorable(memoryFactors(tables)),
    tokens: rejectUnstorable(memoryTokens(tables)),
    apiKeys: rejectUnstorable(memoryApiKeys(tables)),
  };
  return {
    ...stores,
    counters: rejectUnstorable(memoryCounters(tables)),
    audit: memoryAudit(tables, stores),
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
