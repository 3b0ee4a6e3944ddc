import type { Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { isUuid } from "../encoding/uuid.ts";
import type { JsonObject } from "../json.ts";
import { callStorage } from "../storage/call-storage.ts";
import type { AuditLink, AuditRecord } from "../storage/storage.ts";
import { auditKeysOf } from "./audited.ts";
import { chain, digestOf, isChained } from "./chain.ts";
import type { AuditKeys } from "./keys.ts";

const PAGE = 1000;

/** Deletes old entries: see `AuditLog.prune`. */
export async function prune(context: Context, before: Date, client: Client): Promise<number> {
  const { storage, pool } = context;
  const keys = auditKeysOf(storage);
  let count = 0;
  for (;;) {
    const rows = await callStorage(() => storage.audit.read(pool, 0, PAGE));
    const old = rows.slice(0, countOld(keys, rows, before));
    const last = old.at(-1);
    if (!last) return count;
    const { seq: through, mac } = last;
    const link = linkOf(context, { type: "audit.pruned", details: { through, mac }, client });
    if (await callStorage(() => storage.audit.prune(pool, { from: rows[0]!.seq, through }, link))) count += old.length;
    if (old.length < PAGE) return count;
  }
}

/**
 * How many rows at the start are older, as their codes prove. Otherwise whoever changes moments in the database could
 * have rows deleted that are not old, and the log would say that all is well.
 */
function countOld(keys: AuditKeys, rows: readonly AuditRecord[], before: Date): number {
  const isProved = (row: AuditRecord, index: number) =>
    index === 0 ? row.seq > 1 || isChained(keys, "", row) : isChained(keys, rows[index - 1]!.mac, row);
  const end = rows.findIndex((row, index) => row.at >= before || !isProved(row, index));
  const count = end < 0 ? rows.length : end;
  // The row before the first was pruned, so only the second one proves that the first is old.
  return count === 1 && rows[0]!.seq > 1 ? 0 : count;
}

/** Erases a person: see `AuditLog.erase`. */
export async function erase(context: Context, userId: string, client: Client): Promise<number> {
  const { storage, pool } = context;
  let count = 0;
  if (!isUuid(userId)) return count;
  for (;;) {
    const page = { userId, before: null, limit: PAGE };
    const rows = (await callStorage(() => storage.audit.list(pool, page))).toReversed();
    const [first, last] = [rows[0], rows.at(-1)];
    if (!first || !last) return count;
    // A row that was given to the person in the database is not listed, so that `verify` finds it.
    const seqs = rows.filter((row) => digestOf(row) === row.digest).map(({ seq }) => seq);
    const link = linkOf(context, { type: "audit.erased", details: { seqs: ranges(seqs) }, client });
    const range = { userId, from: first.seq, through: last.seq };
    if (await callStorage(() => storage.audit.erase(pool, range, link))) count += rows.length;
  }
}

function linkOf(
  { storage, pool, now }: Context,
  { type, details, client }: { type: string; details: JsonObject; client: Client },
): AuditLink {
  const entry = { pool, at: new Date(now()), type, userId: null, client, details };
  return chain(auditKeysOf(storage).writing, [entry]);
}

/** Numbers in ascending order as ranges: `[1, 2, 3, 7]` is `[[1, 3], [7, 7]]`. */
function ranges(seqs: readonly number[]): number[][] {
  const found: number[][] = [];
  for (const seq of seqs) {
    const last = found.at(-1);
    if (last?.[1] === seq - 1) last[1] = seq;
    else found.push([seq, seq]);
  }
  return found;
}
