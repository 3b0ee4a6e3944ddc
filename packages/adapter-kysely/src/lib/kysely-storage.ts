import type { Storage } from "@latchkey/core";
import { isUnset, missingDatabase, sqlStorage, type StorageOptions } from "@latchkey/sql";
import type { Kysely } from "kysely";
import { checkInstance } from "./check-instance.ts";
import { databases, type DialectName } from "./databases.ts";
import { kyselyExecutor } from "./executor.ts";

export interface KyselyStorageOptions extends StorageOptions {
  /** The language of the database that the instance talks to. */
  readonly dialect: DialectName;
  /**
   * PostgreSQL: the schema of the tables, which `migrate()` makes if it is missing. Default: the one that the role makes
   * new tables in, which is the first of its `search_path` that exists.
   */
  readonly schema?: string | undefined;
}

/**
 * Storage in the database that the application reaches through Kysely. It runs the same SQL as the other SQL storages,
 * without the plugins of the instance, and never destroys the instance.
 *
 * The dialect must have transactions that hold. At first use the storage tries one out, and refuses a dialect that has
 * none: each operation rejects, and nothing is written.
 *
 * Do not call Latchkey inside a transaction of your own on a database with one connection (SQLite, PGlite, a pool of
 * one): it waits for that transaction, until `timeoutMs` is over.
 *
 * @param db the instance itself, not a transaction. One that is not set (`undefined`), as in a build, is missed at the
 * first use
 * @throws TypeError for anything else, for a dialect that is not the one of `db`, and for an option that is senseless
 * @example
 * import { kyselyStorage, type LatchkeyTables } from "@latchkey/adapter-kysely";
 * import { createAuth } from "@latchkey/core";
 * import { Kysely, PostgresDialect } from "kysely";
 *
 * const db = new Kysely<MyTables & LatchkeyTables<"postgres">>({ dialect: new PostgresDialect({ pool }) });
 * const auth = createAuth({ storage: kyselyStorage(db, { dialect: "postgres" }), secret: process.env.AUTH_SECRET });
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
