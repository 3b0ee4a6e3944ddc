import { sql, type Expression } from "kysely";
import { integer, moment } from "./kinds.ts";
import { statement, type QueryContext } from "./statement.ts";
import { table, tables } from "./tables.ts";

const before = { before: moment, limit: integer };

/**
 * Deletes what expired before a moment, at most `limit` rows of each table. On PostgreSQL it skips locked rows: another
 * transaction may be extending them, and neither waits for the other. There the rows are found first, in the order of
 * the index and as an array: a join could read the whole table.
 */
export function sweep({ db, dialect }: QueryContext) {
  const isPostgres = dialect === "postgres";
  const equals = isPostgres ? "=" : "in";
  const asList = (found: Expression<unknown>) => (isPostgres ? sql<string>`any(array${found})` : sql<string>`${found}`);

  return {
    sweep_sessions: statement(before, { id: tables.sessions.id }, (value) => {
      const expired = db
        .selectFrom(table("sessions"))
        .select("id")
        .where("expires_at", "<", value.before)
        .orderBy("expires_at")
        .limit(value.limit)
        .$if(isPostgres, (query) => query.forUpdate().skipLocked());
      return db.deleteFrom(table("sessions")).where("id", equals, asList(expired)).returning("id");
    }),
    sweep_tokens: statement(before, { hash: tables.tokens.hash }, (value) => {
      const expired = db
        .selectFrom(table("tokens"))
        .select("hash")
        .where("expires_at", "<", value.before)
        .orderBy("expires_at")
        .limit(value.limit)
        .$if(isPostgres, (query) => query.forUpdate().skipLocked());
      return db.deleteFrom(table("tokens")).where("hash", equals, asList(expired)).returning("hash");
    }),
    sweep_counters: statement(before, { key: tables.counters.key }, (value) => {
      const expired = db
        .selectFrom(table("counters"))
        .select("key")
        .where("resets_at", "<", value.before)
        .orderBy("resets_at")
        .limit(value.limit)
        .$if(isPostgres, (query) => query.forUpdate().skipLocked());
      return db.deleteFrom(table("counters")).where("key", equals, asList(expired)).returning("key");
    }),
  };
}
