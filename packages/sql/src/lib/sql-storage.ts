import type { Storage } from "@latchkey/core";
import { apiKeyStore } from "./api-keys.ts";
import { counterStore } from "./counters.ts";
import type { Database } from "./database.ts";
import { checkTimeout } from "./deadline.ts";
import type { SqlExecutor } from "./executor.ts";
import type { Dialect } from "./dialect.ts";
import { migrate } from "./migrate.ts";
import { readNames } from "./names.ts";
import { preparingFirst } from "./prepare.ts";
import { queriesOf } from "./queries.ts";
import { sessionStore } from "./sessions.ts";
import type { Sql } from "./sql.ts";
import { sweeper } from "./sweep.ts";
import { tokenStore } from "./tokens.ts";
import { userStore } from "./users.ts";

/** What every SQL storage lets its user choose. */
export interface StorageOptions {
  /** In front of every table's name. Default `"auth_"`. */
  readonly prefix?: string | undefined;
  /** `"auto"` (the default) makes missing tables before the first statement; `"manual"` leaves it to `migrate()` or the SQL files. */
  readonly migrations?: "auto" | "manual" | undefined;
  /**
   * Milliseconds that one operation takes at the most, with connecting, waiting and trying again; then it rejects. Default
   * 5000. Only a migration may take longer.
   */
  readonly timeoutMs?: number | undefined;
}

export interface SqlStorageOptions extends StorageOptions {
  readonly dialect: Dialect;
  readonly executor: SqlExecutor;
  /** PostgreSQL: the schema of the tables. Default: the one that the role makes new tables in. */
  readonly schema?: string | undefined;
}

/**
 * Latchkey's storage on any SQL database: the dialect says it, the executor runs it.
 *
 * @throws TypeError for an option that is senseless
 */
export function sqlStorage(options: SqlStorageOptions): Storage {
  const { dialect, executor, migrations = "auto" } = options;
  if (migrations !== "auto" && migrations !== "manual") throw new TypeError('migrations must be "auto" or "manual"');
  const names = readNames(dialect.schemas, options.prefix, options.schema);
  const timeoutMs = checkTimeout(options.timeoutMs);
  const database: Database = { dialect, executor, names, timeoutMs, needsReadCommitted: false, isMigrating: false };
  const sql: Sql = {
    query: queriesOf(dialect.texts, names),
    codecs: dialect.codecs,
    executor: preparingFirst(database, migrations),
  };
  return {
    timeoutMs,
    users: userStore(sql),
    sessions: sessionStore(sql),
    tokens: tokenStore(sql),
    counters: counterStore(sql),
    apiKeys: apiKeyStore(sql),
    migrate: () => migrate(database),
    sweep: sweeper(sql),
    close: () => executor.close(),
  };
}
