import type { AccountStores, AuditHead, AuditRecord, AuditStore } from "@latchkey/core";
import type { RowOf } from "../statements/queries.ts";
import type { withRetries } from "../execution/retry.ts";
import type { checkLimit, Codecs, orNull, readInteger, readText } from "../values/codecs.ts";
import { chainedSteps } from "./chained-steps.ts";
import type { StoreContext, ValuesOf } from "./store-context.ts";

type AuditRow = RowOf<"read_audit_entries">;

/** Higher than every `seq`. */
const NEWEST = Number.MAX_SAFE_INTEGER;

/** What the log of a storage is made of. */
export interface AuditSource {
  readonly context: StoreContext;
  /** Handed over and not imported: what two chunks of a bundle share becomes a third one. */
  readonly shared: Shared;
  /** The stores over a runner that records their changes. */
  readonly accountStores: (context: StoreContext) => AccountStores;
}

/** Functions that other stores need as well. */
export interface Shared {
  readonly checkLimit: typeof checkLimit;
  readonly orNull: typeof orNull;
  readonly readInteger: typeof readInteger;
  readonly readText: typeof readText;
  readonly withRetries: typeof withRetries;
}

export async function auditStore({ context, shared, accountStores }: AuditSource): Promise<AuditStore> {
  const { codecs, executor } = context;
  const { checkLimit, readText, withRetries } = shared;
  const query = await context.loadDeferred();
  const steps = chainedSteps(
    { executor, query, withRetries },
    {
      bind: (record) => bindRecord({ ...codecs, ...shared }, record),
      readHead: ({ seq, mac }): AuditHead => ({ seq: readSeq(shared, seq), mac: readText(mac) }),
    },
  );
  const records = (rows: readonly AuditRow[]) => rows.map((row) => readRecord({ ...codecs, ...shared }, row));

  return {
    recording: async (pool, link) => accountStores({ ...context, executor: steps.recordingRunner(pool, link) }),
    append: (pool, link) => steps.append(pool, link),
    head: (pool) => steps.head(pool),
    async list(pool, { userId, before, limit }) {
      const page = { pool, before: before ?? NEWEST, limit: checkLimit(limit) };
      if (userId === null) return records(await executor.all(query.list_audit_entries(page)));
      const ofUser = query.list_audit_entries_of_user({ ...page, userId: codecs.id.write(userId) });
      return records(await executor.all(ofUser));
    },
    read: async (pool, after, limit) =>
      records(await executor.all(query.read_audit_entries({ pool, after, limit: checkLimit(limit) }))),
    erase: (pool, { userId, ...range }, link) =>
      steps.run(query.erase_audit_entries({ pool, userId: codecs.id.write(userId), ...range }), { pool, link }),
    prune: (pool, range, link) => steps.run(query.prune_audit_entries({ pool, ...range }), { pool, link }),
  };
}

/** PostgreSQL has a `bigint`, and some drivers return that as text. */
function readSeq({ readInteger }: Shared, stored: number): number {
  return readInteger(/^\d{1,16}$/.test(String(stored)) ? Number(stored) : stored);
}

function bindRecord({ id, moment, orNull }: Codecs & Shared, record: AuditRecord) {
  return {
    ...record,
    at: moment.write(record.at),
    userId: orNull(id.write, record.userId),
  } satisfies ValuesOf<AuditRecord>;
}

function readRecord(reading: Codecs & Shared, row: AuditRow): AuditRecord {
  const { id, moment, orNull, readText } = reading;
  return {
    pool: readText(row.pool),
    seq: readSeq(reading, row.seq),
    at: moment.read(row.at),
    type: readText(row.type),
    actor: orNull(readText, row.actor),
    details: orNull(readText, row.details),
    userId: orNull(id.read, row.user_id),
    person: orNull(readText, row.person),
    salt: orNull(readText, row.salt),
    digest: readText(row.digest),
    key: readText(row.key),
    mac: readText(row.mac),
  };
}
