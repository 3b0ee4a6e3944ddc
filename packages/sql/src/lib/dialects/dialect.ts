import type { DeferredStatementTypes } from "../generated/deferred-statements.ts";
import type { StatementTypes } from "../generated/statements.ts";
import type { Codecs } from "../values/codecs.ts";
import type { Schemas } from "./postgres-schemas.ts";

/** What differs from one kind of SQL database to another. There are two: `sqlite` and `postgres`. */
export interface Dialect {
  /** How this dialect writes the statements. */
  readonly statements: SqlStatements;
  /** How values are written to and read from columns. */
  readonly codecs: Codecs;
  /** Runs first in each migration, where the database needs one migration to wait for another. */
  readonly migrationLock: string | null;
  /** Milliseconds for one migration, where it may rewrite large tables. 0: as long as any other statement. */
  readonly migrationTimeoutMs: number;
  /** `null`: the database has no schemas. */
  readonly schemas: Schemas | null;
  /** Whether an error says that a table, or its schema, is missing. */
  readonly isMissing: (error: unknown) => boolean;
  /** Whether an error says that the role, or the mode of the file, does not allow it. */
  readonly isDenied: (error: unknown) => boolean;
}

/** How a database gets its tables. */
export interface Migrations {
  /** Makes the table that remembers which migrations were applied. */
  readonly journal: string;
  /** Oldest first. */
  readonly migrations: readonly Migration[];
}

/** A dialect's SQL. `"~` stands where the prefix of the tables belongs. */
export interface SqlStatements {
  /** Its migrations, which are loaded by whoever applies or writes them, and by nobody else. */
  readonly loadMigrations: () => Promise<Migrations>;
  /** Statements whose text is not the common one. */
  readonly variants: { readonly [Name in keyof StatementTypes]?: string | undefined };
  /** The texts of the statements that are loaded at their first use. */
  readonly loadDeferred: () => Promise<Readonly<Record<keyof DeferredStatementTypes, string>>>;
  /** Adds a parameter to the names that are bound so far, and returns its placeholder. */
  readonly placeholder: (names: string[], name: string) => string;
  /** The expression that reads a moment as milliseconds since 1970, where `$1` is the column. */
  readonly milliseconds: string;
}

/** One numbered change of the tables. It never changes once it is released. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  /** In order. The first one notes the migration as applied, so that it cannot be applied twice. */
  readonly statements: readonly string[];
}
