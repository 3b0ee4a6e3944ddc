import type { AccountStores, Storage } from "@latchkey/core";
import type { Dialect } from "./dialects/dialect.ts";
import { checkTimeout } from "./execution/deadline.ts";
import type { SqlExecutor } from "./execution/executor.ts";
import type { Database } from "./migrations/database.ts";
import { migrate } from "./migrations/migrate.ts";
import { statementRunner } from "./migrations/statement-runner.ts";
import { readNames } from "./statements/names.ts";
import { bindAll, queriesOf, type DeferredQueries } from "./statements/queries.ts";
import { apiKeyStore } from "./stores/api-keys.ts";
import { withRetries } from "./execution/retry.ts";
import { checkLimit, orNull, readInteger, readText } from "./values/codecs.ts";
import { auditOnDemand } from "./stores/audit-on-demand.ts";
import { counterStore } from "./stores/counters.ts";
import { storesOnDemand } from "./stores/deferred/on-demand.ts";
import { sessionStore } from "./stores/sessions.ts";
import type { StoreContext } from "./stores/store-context.ts";
import { sweeper } from "./stores/sweep.ts";
import { userStore } from "./stores/users.ts";

/** The options that every SQL storage has. */
export interface StorageOptions {
  /** The start of every table's name: 1 to 32 lower-case letters, digits or `_`. Default `"auth_"`. */
  readonly prefix?: string | undefined;
  /**
   * `"auto"` (the default) creates and changes tables before the first statement. `"manual"` leaves that to `migrate()`
   * or to the SQL files of the adapter.
   */
  readonly migrations?: "auto" | "manual" | undefined;
  /**
   * Milliseconds for one operation, including connecting, waiting and retrying. After that it rejects. Default 5000.
   * Only a migration may take longer.
   */
  readonly timeoutMs?: number | undefined;
}

/** The options of `sqlStorage`. */
export interface SqlStorageOptions extends StorageOptions {
  /** `sqlite` or `postgres`. */
  readonly dialect: Dialect;
  /** Runs statements on one database. */
  readonly executor: SqlExecutor;
  /** PostgreSQL: the schema of the tables. Default: the one that the role creates new tables in. */
  readonly schema?: string | undefined;
}

/**
 * Latchkey's storage on any SQL database. The dialect has the statements, the executor runs them. Write an adapter with
 * it, and test the adapter with `storageContract` from `@latchkey/core/testing`.
 *
 * @throws TypeError for an option that is not valid
 * @example
 * const storage = sqlStorage({ dialect: sqlite, executor: myExecutor(database) });
 */
export function sqlStorage(options: SqlStorageOptions): Storage {
  const { dialect, executor, migrations = "auto" } = options;
  if (migrations !== "auto" && migrations !== "manual") throw new TypeError('migrations must be "auto" or "manual"');
  const names = readNames(dialect.schemas, options.prefix, options.schema);
  const timeoutMs = checkTimeout(options.timeoutMs);
  const database: Database = { dialect, executor, names, timeoutMs, needsReadCommitted: false, isMigrating: false };
  let deferred: DeferredQueries | null = null;
  const context: StoreContext = {
    query: queriesOf(dialect, names),
    executor: statementRunner(database, migrations),
    codecs: dialect.codecs,
    // One object for each statement, however often they are loaded: drivers keep them prepared.
    loadDeferred: async () => (deferred ??= bindAll(await dialect.statements.loadDeferred(), dialect, names)),
  };
  const shared = { checkLimit, orNull, readInteger, readText, withRetries };
  return {
    timeoutMs,
    ...accountStores(context),
    counters: counterStore(context),
    audit: auditOnDemand({ context, shared, accountStores }),
    migrate: () => migrate(database),
    sweep: sweeper(context),
    close: () => executor.close(),
  };
}

function accountStores(context: StoreContext): AccountStores {
  const deferred = storesOnDemand(context);
  return {
    ...deferred,
    users: userStore(context, deferred.users),
    sessions: sessionStore(context),
    apiKeys: apiKeyStore(context),
  };
}
