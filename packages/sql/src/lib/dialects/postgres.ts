import { postgresVariants } from "../generated/statements.ts";
import { millisecondsOf, readJson, readMoment, readText, unreadable } from "../values/codecs.ts";
import type { StoredBoolean, StoredId, StoredJson, StoredMoment } from "../values/stored.ts";
import type { Dialect } from "./dialect.ts";
import { postgresSchemas } from "./postgres-schemas.ts";

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/**
 * PostgreSQL: `uuid`, `boolean`, `timestamptz` and `json`. The executor returns booleans, milliseconds and parsed JSON.
 */
export const postgres: Dialect = {
  statements: {
    async loadMigrations() {
      const { postgresJournal: journal, postgresMigrations: migrations } =
        await import("../generated/postgres-migrations.ts");
      return { journal, migrations };
    },
    variants: postgresVariants,
    async loadDeferred() {
      const texts = await import("../generated/deferred-statements.ts");
      return { ...texts.deferredStatements, ...texts.deferredPostgresVariants };
    },
    // A name that is used twice is one parameter.
    placeholder: (names, name) => `$${names.includes(name) ? names.indexOf(name) + 1 : names.push(name)}`,
    milliseconds: "(date_part('epoch', $1) * 1000)::int8",
  },
  codecs: {
    // PostgreSQL accepts several spellings of one UUID and rejects any other text. Here, any other text matches no row.
    id: { write: (value) => (UUID.test(value) ? value : null) as StoredId, read: readText },
    boolean: {
      write: (value) => value as StoredBoolean,
      read: (stored) => (typeof stored === "boolean" ? stored : unreadable("a boolean")),
    },
    moment: { write: (value) => (millisecondsOf(value), value.toISOString() as StoredMoment), read: readMoment },
    json: { write: (value) => JSON.stringify(value) as StoredJson, read: readJson },
    earliest: "-infinity" as StoredMoment,
  },
  // Two processes that create one table at once collide in the catalogue, even with "if not exists".
  migrationLock: "select pg_advisory_xact_lock(7164258003419)",
  migrationTimeoutMs: 600_000,
  schemas: postgresSchemas,
  isMissing: (error) => ["42P01", "3F000"].includes(codeOf(error)),
  isDenied: (error) => codeOf(error) === "42501",
};

/** The code and not the message: PostgreSQL writes messages in the language of `lc_messages`. */
function codeOf(error: unknown): string {
  return String((error as { code?: unknown } | null)?.code);
}
