import type { Storage } from "@latchkey/core";
import { isUnset, missingDatabase, sqlStorage, type StorageOptions } from "@latchkey/sql";
import type { Kysely } from "kysely";
import { checkInstance } from "./check-instance.ts";
import { databases, type DialectName } from "./databases.ts";
import { kyselyExecutor } from "./executor.ts";

/** The options of `kyselyStorage`. */
export interface KyselyStorageOptions extends StorageOptions {
  /** The database that the Kysely instance talks to. */
  readonly dialect: DialectName;
  /**
   * PostgreSQL: the schema of the tables, which `migrate()` creates if it is missing. Default: the first schema of the
   * role's `search_path` that exists.
   */
  readonly schema?: string | undefined;
}

/**
 * Stores accounts and sessions through the application's own Kysely instance. It runs the same SQL as the other SQL
 * storages, without the plugins of the instance, and `close()` leaves the instance open.
 *
 * The dialect needs transactions that hold. At first use the storage tries one. Without it every operation rejects with
 * a TypeError (`code` `NO_TRANSACTIONS`), and nothing is written.
 *
 * Do not call Latchkey inside your own transaction where the database has one connection (SQLite, PGlite, a pool of
 * one): both would wait for each other, until `timeoutMs` is over.
 *
 * @param db the instance itself, not a transaction. When it is `undefined`, as in a build, operations reject at first
 * use
 * @param options `dialect`, and what every SQL storage has: `prefix`, `schema`, `migrations`, `timeoutMs`
 * @throws TypeError when `db` is something else or has another dialect, and for options that make no sense
 * @example
 * import { kyselyStorage, type LatchkeyTables } from "@latchkey/adapter-kysely";
 * import { createAuth } from "@latchkey/core";
 * import { Kysely, PostgresDialect } from "kysely";
 * import pg from "pg";
 *
 * const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
 * const db = new Kysely<LatchkeyTables<"postgres">>({ dialect: new PostgresDialect({ pool }) });
 * const auth = createAuth({ storage: kyselyStorage(db, { dialect: "postgres" }), secret });
 */
export function kyselyStorage<DB>(db: Kysely<DB> | undefined, options: KyselyStorageOptions): Storage {
  const name = options?.dialect;
  if (name !== "sqlite" && name !== "postgres") throw new TypeError('dialect must be "sqlite" or "postgres"');
  const database = databases[name];
  const executor = isUnset(db)
    ? missingDatabase("kyselyStorage got no database: pass a Kysely instance, and see that its variable is set")
    : kyselyExecutor(checkInstance(db, name, options.schema), database);
  return sqlStorage({ ...options, dialect: database.dialect, executor });
}
