import { sql } from "kysely";
import { columnsOf, newRow, parametersOf, read, selectedRow } from "./columns.ts";
import { integer } from "./kinds.ts";
import { statement, type QueryContext } from "./statement.ts";
import { table, tables } from "./tables.ts";

const { pool, seq, user_id: userId, mac } = tables.audit_log;
const entry = parametersOf("audit_log");
const readEntry = read(tables.audit_log, (column) => column);
const range = { pool, limit: integer };

export function audit({ db }: QueryContext) {
  const log = table("audit_log");
  const heads = table("audit_heads");
  return {
    find_audit_head: statement({ pool }, { seq, mac }, (value) =>
      db.selectFrom(heads).select(["seq", "mac"]).where("pool", "=", value.pool),
    ),
    /** Reads the head and holds it until the end of the transaction: of two steps, the second waits here. */
    lock_audit_head: statement({ pool }, { seq, mac }, (value) =>
      db
        .insertInto(heads)
        .values((eb) => ({ pool: value.pool, seq: eb.lit(0), mac: sql<string>`''` }))
        .onConflict((conflict) => conflict.column("pool").doUpdateSet((eb) => ({ seq: eb.ref(`${heads}.seq`) })))
        .returning(["seq", "mac"]),
    ),
    insert_audit_entry: statement(entry, {}, (value) => db.insertInto(log).values(newRow("audit_log", value))),
    /**
     * Only if the statement before it changed a row. For SQLite, where no statement can be written after the answer of
     * another is known, as on D1. It fails if another process has added the row.
     */
    insert_audit_entry_if_changed: statement(entry, {}, (value) =>
      db
        .insertInto(log)
        .columns(columnsOf("audit_log"))
        .expression(db.selectNoFrom(selectedRow("audit_log", value, {}) as never).where(sql<boolean>`changes() > 0`)),
    ),
    /** Only if the log has that row: then it is the newest. */
    put_audit_head: statement({ pool, seq, mac }, {}, (value) =>
      db
        .insertInto(heads)
        .columns(["pool", "seq", "mac"])
        .expression((eb) =>
          eb
            .selectFrom(`${log} as l`)
            .select(["l.pool", "l.seq", "l.mac"])
            .where("l.pool", "=", value.pool)
            .where("l.seq", "=", value.seq)
            .where("l.mac", "=", value.mac),
        )
        .onConflict((conflict) =>
          conflict.column("pool").doUpdateSet((eb) => ({ seq: eb.ref("excluded.seq"), mac: eb.ref("excluded.mac") })),
        ),
    ),
    list_audit_entries: statement({ ...range, before: seq }, tables.audit_log, (value) =>
      db
        .selectFrom(log)
        .select(readEntry)
        .where("pool", "=", value.pool)
        .where("seq", "<", value.before)
        .orderBy("seq", "desc")
        .limit(value.limit),
    ),
    list_audit_entries_of_user: statement({ ...range, userId, before: seq }, tables.audit_log, (value) =>
      db
        .selectFrom(log)
        .select(readEntry)
        .where("pool", "=", value.pool)
        .where("user_id", "=", value.userId)
        .where("seq", "<", value.before)
        .orderBy("seq", "desc")
        .limit(value.limit),
    ),
    read_audit_entries: statement({ ...range, after: seq }, tables.audit_log, (value) =>
      db
        .selectFrom(log)
        .select(readEntry)
        .where("pool", "=", value.pool)
        .where("seq", ">", value.after)
        .orderBy("seq")
        .limit(value.limit),
    ),
    erase_audit_entries: statement({ pool, userId, from: seq, through: seq }, { seq }, (value) =>
      db
        .updateTable(log)
        .set({ user_id: sql<null>`null`, person: sql<null>`null`, salt: sql<null>`null` })
        .where("pool", "=", value.pool)
        .where("user_id", "=", value.userId)
        .where("seq", ">=", value.from)
        .where("seq", "<=", value.through)
        .returning("seq"),
    ),
    prune_audit_entries: statement({ pool, from: seq, through: seq }, { seq }, (value) =>
      db
        .deleteFrom(log)
        .where("pool", "=", value.pool)
        .where("seq", ">=", value.from)
        .where("seq", "<=", value.through)
        .returning("seq"),
    ),
  };
}
