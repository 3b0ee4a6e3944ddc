import type { AccountStores, AuditLink, AuditRecord, AuditStore, OneTimeToken } from "../storage.ts";
import { readLimit } from "./storable.ts";
import type { Tables } from "./tables.ts";

/** The changes that can be recorded: `AuditStore.recording` lists them too. */
const CHANGES = {
  users: [
    "insert",
    "insertFirst",
    "setPassword",
    "changeEmail",
    "update",
    "setDisabled",
    "endSessions",
    "delete",
    "disableUnlessLast",
    "deleteUnlessLast",
  ],
  sessions: ["insert", "prove", "delete", "deleteOthers"],
  identities: ["insertUser", "link", "unlink"],
  passkeys: ["insertUser", "insert", "use", "rename", "delete"],
  factors: ["insert", "use", "replaceCodes", "forgetDevices", "delete"],
  tokens: ["put"],
  apiKeys: ["insert", "delete", "deleteAll"],
} satisfies { readonly [Name in keyof AccountStores]: readonly (keyof AccountStores[Name])[] };

/** What a change answers when it changed nothing. */
const NOTHING = new Set<unknown>([false, null, 0, "none", "last", "last_way_in"]);

export function memoryAudit({ auditLog, auditHeads, users }: Tables, stores: AccountStores): AuditStore {
  const inOrder = (pool: string) => auditLog.filter((row) => row.pool === pool);

  /** @throws Error when the log has such a row, as a primary key does */
  function rowsOf(pool: string, link: AuditLink): readonly AuditRecord[] {
    const rows = link(auditHeads.get(pool) ?? { seq: 0, mac: "" });
    if (rows.some(({ seq }) => auditLog.some((row) => row.pool === pool && row.seq === seq)))
      throw new Error("the number is in use");
    return rows;
  }

  function add(pool: string, link: AuditLink): void {
    const rows = rowsOf(pool, link);
    auditLog.push(...structuredClone(rows));
    const { seq, mac } = rows.at(-1)!;
    auditHeads.set(pool, { seq, mac });
  }

  /** `tokens.put` answers nothing, and keeps no token for a user who is not there. */
  function recordIfChanged(pool: string, link: AuditLink): Recorder {
    return (answer, [token]) => {
      const isChange = answer === undefined ? users.has((token as OneTimeToken).userId) : !NOTHING.has(answer);
      if (isChange) add(pool, link);
    };
  }

  return {
    async recording(pool, link) {
      const wrapped = Object.entries(CHANGES).map(([name, changes]) => {
        const store = stores[name as keyof AccountStores];
        return [
          name,
          recordingStore(store, { changes, check: () => rowsOf(pool, link), record: recordIfChanged(pool, link) }),
        ];
      });
      return Object.fromEntries(wrapped) as AccountStores;
    },
    append: async (pool, link) => add(pool, link),
    head: async (pool) => structuredClone(auditHeads.get(pool) ?? null),
    async list(pool, { userId, before, limit }) {
      const isWanted = (row: AuditRecord) =>
        (userId === null || row.userId === userId) && (before === null || row.seq < before);
      return structuredClone(inOrder(pool).filter(isWanted).reverse().slice(0, readLimit(limit)));
    },
    read: async (pool, after, limit) =>
      structuredClone(
        inOrder(pool)
          .filter(({ seq }) => seq > after)
          .slice(0, readLimit(limit)),
      ),
    async erase(pool, { userId, from, through }, link) {
      const isErased = (row: AuditRecord) =>
        row.pool === pool && row.userId === userId && row.seq >= from && row.seq <= through;
      if (!auditLog.some(isErased)) return false;
      for (const [at, row] of auditLog.entries())
        if (isErased(row)) auditLog[at] = { ...row, userId: null, person: null, salt: null };
      add(pool, link);
      return true;
    },
    async prune(pool, { from, through }, link) {
      const kept = auditLog.filter((row) => row.pool !== pool || row.seq < from || row.seq > through);
      if (kept.length === auditLog.length) return false;
      auditLog.splice(0, auditLog.length, ...kept);
      add(pool, link);
      return true;
    },
  };
}

/** Gets what a method answered, and what it was given. */
type Recorder = (answer: unknown, values: readonly unknown[]) => void;

interface Recording {
  readonly changes: readonly string[];
  /** Throws before the change where the row could not be added. */
  readonly check: () => unknown;
  readonly record: Recorder;
}

function recordingStore(store: object, { changes, check, record }: Recording): object {
  const methods = Object.entries(store).map(([name, method]: [string, (...values: unknown[]) => Promise<unknown>]) => {
    if (!changes.includes(name)) return [name, method];
    const recorded = async (...values: unknown[]) => {
      check();
      const answer = await method(...values);
      record(answer, values);
      return answer;
    };
    return [name, recorded];
  });
  return Object.fromEntries(methods) as object;
}
