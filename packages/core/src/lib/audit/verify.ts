import type { Context } from "../context/context.ts";
import { callStorage } from "../storage/call-storage.ts";
import type { AuditHead, AuditRecord } from "../storage/storage.ts";
import { digestOf, isChained } from "./chain.ts";
import { readObject } from "../users/logged-entry.ts";
import { auditKeysOf } from "./audited.ts";
import type { AuditKeys } from "./keys.ts";

/** A place in the chain to keep elsewhere. Later it proves that the log still has every row up to there. */
export interface AuditAnchor {
  /** The user pool. */
  readonly pool: string;
  /** The last entry at that time. 0: the log was empty. */
  readonly seq: number;
  /** Its code. It tells nothing about the entry. */
  readonly mac: string;
}

/** What is wrong at one place of the log. */
export interface AuditProblem {
  /** The entry. */
  readonly seq: number;
  /**
   * `changed`: the row is not the one that was written, or stands in another's place. `missing`: there is no such row.
   * `cut`: rows from here to the end are gone, were replaced since the anchor, or the log does not end where its head
   * says. `erased`: the person is gone from the row, and no erasure says so. `unknown_key`: the secret that wrote the
   * row was not given.
   */
  readonly problem: "changed" | "missing" | "cut" | "erased" | "unknown_key";
}

/** What was found in the log of a pool. */
export interface AuditVerification {
  /** Whether nothing is wrong. */
  readonly isValid: boolean;
  /** How many rows were read. */
  readonly checked: number;
  /** The first problems, at most 100, in the order in which they were found. */
  readonly problems: readonly AuditProblem[];
}

const PAGE = 1000;
const MAX_PROBLEMS = 100;

/** Reads the log of the pool from the first row to the last, and checks each row, its place and the two ends. */
export async function verify(context: Context, anchor: AuditAnchor | undefined): Promise<AuditVerification> {
  const { storage, pool } = context;
  if (anchor && anchor.pool !== pool) throw new TypeError(`the anchor is of the pool "${anchor.pool}"`);
  const walk = new Walk(auditKeysOf(storage), pool);
  const walkTo = async (end: number) => {
    for (;;) {
      const rows = await callStorage(() => storage.audit.read(pool, walk.reached, PAGE));
      const wanted = rows.filter(({ seq }) => seq <= end);
      for (const row of wanted) walk.check(row, anchor);
      if (wanted.length < PAGE) return;
    }
  };
  // All rows first, and then the head: a head that was set back would otherwise hide the rows behind it.
  await walkTo(Infinity);
  const head = (await callStorage(() => storage.audit.head(pool))) ?? { seq: 0, mac: "" };
  await walkTo(head.seq);
  walk.finish(head, anchor);
  return { isValid: walk.problems.length === 0, checked: walk.checked, problems: walk.problems };
}

/** One way through the chain. It keeps numbers alone, however long the log is. */
class Walk {
  readonly problems: AuditProblem[] = [];
  checked = 0;
  /** The number of the last row. Before the first, so low that no row can hide below. */
  reached = Number.MIN_SAFE_INTEGER;
  readonly #keys: AuditKeys;
  readonly #pool: string;
  #first: AuditRecord | null = null;
  #last: AuditHead | null = null;
  #prunedTo = new Map<number, string>();
  readonly #erased = new Set<number>();

  constructor(keys: AuditKeys, pool: string) {
    this.#keys = keys;
    this.#pool = pool;
  }

  check(row: AuditRecord, anchor: AuditAnchor | undefined): void {
    this.checked++;
    const expected = (this.#last?.seq ?? row.seq - 1) + 1;
    if (row.seq > expected) this.#report(expected, "missing");
    // What stood before the first row is told by the pruning, which comes later. What stood in a gap is unknown.
    if (!this.#last && row.seq > 1) this.#first = row;
    else if (row.seq === expected) this.#checkMac(row, this.#last?.mac ?? "");
    if (row.salt === null) this.#erased.add(row.seq);
    else if (digestOf(row) !== row.digest) this.#report(row.seq, "changed");
    if (row.seq === anchor?.seq && row.mac !== anchor.mac) this.#report(row.seq, "cut");
    this.#last = row;
    this.reached = row.seq;
  }

  #checkMac(row: AuditRecord, previous: string): void {
    if (!this.#keys.find(row.key)) return this.#report(row.seq, "unknown_key");
    if (row.pool !== this.#pool || !isChained(this.#keys, previous, row)) return this.#report(row.seq, "changed");
    const details = readObject(row.details);
    if (row.type === "audit.pruned") this.#prunedTo.set(Number(details.through), String(details.mac));
    if (row.type === "audit.erased") for (const seq of seqsOf(details.seqs)) this.#erased.delete(seq);
    return undefined;
  }

  finish(head: AuditHead, anchor: AuditAnchor | undefined): void {
    // The only row that is left may be the one that says what was pruned.
    if (this.#first) this.#checkFirst(this.#first);
    const end = this.#last ?? { seq: 0, mac: "" };
    if (end.seq !== head.seq || end.mac !== head.mac) this.#report(end.seq + 1, "cut");
    else if (anchor && anchor.seq > end.seq) this.#report(end.seq + 1, "cut");
    for (const seq of this.#erased) this.#report(seq, "erased");
  }

  #checkFirst(row: AuditRecord): void {
    const base = row.seq - 1;
    const own = row.type === "audit.pruned" ? String(readObject(row.details).mac) : undefined;
    const previous = this.#prunedTo.get(base) ?? own;
    if (previous !== undefined) this.#checkMac(row, previous);
    if (!this.#prunedTo.has(base)) this.#report(base, "missing");
  }

  #report(seq: number, problem: AuditProblem["problem"]): void {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push({ seq, problem });
  }
}

/** Ranges as an erasure lists them: `[[1, 3], [7, 7]]`. */
function* seqsOf(ranges: unknown): Generator<number> {
  if (!Array.isArray(ranges)) return;
  for (const range of ranges as unknown[]) {
    const [from, to] = Array.isArray(range) ? range.map(Number) : [];
    for (let seq = from!; seq <= to!; seq++) yield seq;
  }
}
