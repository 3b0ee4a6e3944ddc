import type { AuditHead, AuditLink, AuditRecord } from "@latchkey/core";
import type { BoundStatement, Row } from "../execution/executor.ts";
import type { withRetries } from "../execution/retry.ts";
import type { StatementRunner } from "../migrations/statement-runner.ts";
import type { DeferredStatementTypes } from "../generated/deferred-statements.ts";
import type { DeferredQueries, RowOf, StatementName } from "../statements/queries.ts";

/**
 * The statement of a step whose rows tell whether the step has changed anything. In a batch with two of them, the later
 * one tells.
 */
const CHANGES: ReadonlySet<string | null> = new Set<StatementName>([
  "insert_user",
  "insert_first_user",
  "set_password",
  "change_email",
  "update_user",
  "set_disabled",
  "end_sessions",
  "delete_user",
  "disable_unless_last",
  "delete_unless_last",
  "insert_session",
  "prove_session",
  "delete_session",
  "delete_other_sessions",
  "insert_identity_if_password_hash",
  "link_identity",
  "unlink_identity",
  "insert_passkey_if_password_hash",
  "insert_passkey",
  "use_passkey",
  "rename_passkey",
  "delete_passkey",
  "insert_factor",
  "use_factor_step",
  "use_recovery_code",
  "keep_factor",
  "forget_devices",
  "delete_factor",
  "put_token",
  "insert_api_key",
  "delete_api_key",
  "delete_api_keys",
]);

/** Which rows to add, and to which chain. */
interface Chained {
  readonly pool: string;
  readonly link: AuditLink;
}

type HeadRow = RowOf<"find_audit_head">;

interface Running {
  readonly executor: StatementRunner;
  readonly query: DeferredQueries;
  readonly withRetries: typeof withRetries;
}

interface ChainRows {
  readonly bind: (record: AuditRecord) => DeferredStatementTypes["insert_audit_entry"]["parameters"];
  readonly readHead: (row: HeadRow) => AuditHead;
}

type Results = readonly (readonly Row[])[];

/** Steps that add rows to a chain. */
interface ChainedSteps {
  /** Runs one statement and adds the rows, if it changed something. Returns whether it did. */
  run(bound: BoundStatement, chained: Chained): Promise<boolean>;
  append(pool: string, link: AuditLink): Promise<void>;
  head(pool: string): Promise<AuditHead | null>;
  /** A runner whose changing steps add the rows too. */
  recordingRunner(pool: string, link: AuditLink): StatementRunner;
}

/**
 * How a step and its rows in the audit log become one. Where a transaction can wait for an answer, it first locks the
 * head of the chain, so that steps of a pool come one after the other. D1 cannot wait: there the head is read before,
 * each row is inserted if the statement before it changed one, and a step that came second fails and is run again.
 */
export function chainedSteps({ executor, query, withRetries }: Running, { bind, readHead }: ChainRows): ChainedSteps {
  const head = async (pool: string) => {
    const [row] = await executor.all(query.find_audit_head({ pool }));
    return row ? readHead(row) : null;
  };
  const putHead = (rows: readonly AuditRecord[]) => {
    const { pool, seq, mac } = rows.at(-1)!;
    return query.put_audit_head({ pool, seq, mac });
  };

  /** @param at which statement of the list tells whether something changed. −1: the rows are added in any case */
  async function step(list: readonly BoundStatement[], at: number, chained: Chained): Promise<Results> {
    return executor.extend ? extended(list, at, chained) : batched(list, at, chained);
  }

  async function extended(list: readonly BoundStatement[], at: number, { pool, link }: Chained): Promise<Results> {
    const more = ([locked, ...results]: Results) => {
      if (at >= 0 && results[at]!.length === 0) return [];
      const rows = link(readHead(locked![0] as HeadRow));
      return [...rows.map((row) => query.insert_audit_entry(bind(row))), putHead(rows)];
    };
    return (await executor.extend!([query.lock_audit_head({ pool }), ...list], more)).slice(1);
  }

  async function batched(list: readonly BoundStatement[], at: number, { pool, link }: Chained): Promise<Results> {
    const attempt = async () => {
      const rows = link((await head(pool)) ?? { seq: 0, mac: "" });
      const insert = at < 0 ? query.insert_audit_entry : query.insert_audit_entry_if_changed;
      const inserts = rows.map((row) => insert(bind(row)));
      const results = await executor.batch([
        ...list.slice(0, at + 1),
        ...inserts,
        ...list.slice(at + 1),
        putHead(rows),
      ]);
      return [...results.slice(0, at + 1), ...results.slice(at + 1 + inserts.length, -1)];
    };
    return withRetries(attempt, isTaken, performance.now() + PATIENCE_MS, MAX_RETRIES);
  }

  function recordingRunner(pool: string, link: AuditLink): StatementRunner {
    const all = async (bound: BoundStatement) =>
      CHANGES.has(bound.statement.name) ? (await step([bound], 0, { pool, link }))[0]! : executor.all(bound);
    return {
      all: all as StatementRunner["all"],
      batch(list) {
        const at = list.findLastIndex(({ statement }) => CHANGES.has(statement.name));
        return at < 0 ? executor.batch(list) : step(list, at, { pool, link });
      },
      extend: executor.extend,
    };
  }

  return {
    run: async (bound, chained) => (await step([bound], 0, chained))[0]!.length > 0,
    append: async (pool, link) => void (await step([], -1, { pool, link })),
    head,
    recordingRunner,
  };
}

/** So many steps of one pool may come in between. Each one that loses waits a little longer. */
const MAX_RETRIES = 50;
const PATIENCE_MS = 5000;

/** Another step has added the row with this number. */
function isTaken(error: unknown): boolean {
  const { message = "", cause } = (error ?? {}) as { message?: unknown; cause?: unknown };
  return /audit_log\.seq/.test(String(message)) || (cause !== undefined && cause !== null && isTaken(cause));
}
