import type { Texts } from "./texts.ts";
import { postgresTexts } from "./written/postgres.ts";
import { sqliteTexts } from "./written/sqlite.ts";

/** How a database is told, and what it makes of a boolean, a moment and a JSON document. */
export interface Language {
  readonly texts: Texts;
  readonly codecs: Codecs;
  /** Runs before a migration in the same atomic step, where the database needs one migration to wait for another. */
  readonly migrationLock: string | null;
  /** Milliseconds that a migration may take, where it may write large tables anew and nobody waits for it meanwhile. */
  readonly migrationTimeoutMs: number;
  /**
   * Where a database has schemas: given the chosen one or `null`, tells the `schema` that tables are made in, whether it
   * `exists`, the `encoding` of the database, and whether transactions read what others have `committed` meanwhile.
   */
  readonly surroundings: string | null;
  /** Whether an error says that a table, or its schema, is missing. */
  readonly isMissing: (error: unknown) => boolean;
  /** Whether an error says that the role, or the file, does not allow it. */
  readonly isDenied: (error: unknown) => boolean;
}

export interface Codecs {
  readonly boolean: Codec<boolean>;
  readonly moment: Codec<Date>;
  readonly json: Codec<object | null>;
}

interface Codec<T> {
  write(value: T): unknown;
  read(stored: unknown): T;
}

/** Text and whole milliseconds. */
export const sqlite: Language = {
  texts: sqliteTexts,
  codecs: {
    boolean: { write: Number, read: (stored) => stored === 1 },
    moment: { write: (value) => value.getTime(), read: (stored) => new Date(Number(stored)) },
    json: {
      write: (value) => (value === null ? null : JSON.stringify(value)),
      read: (stored) => (stored === null ? null : (JSON.parse(stored as string) as object)),
    },
  },
  migrationLock: null,
  migrationTimeoutMs: 0,
  surroundings: null,
  isMissing: (error) => /no such table/.test(messageOf(error)),
  isDenied: (error) => /readonly database/.test(messageOf(error)),
};

/** `boolean`, `timestamptz` and `json`; the executor hands out booleans, milliseconds and parsed documents. */
export const postgres: Language = {
  texts: postgresTexts,
  codecs: {
    boolean: { write: (value) => value, read: (stored) => stored === true },
    moment: { write: (value) => value.toISOString(), read: readMilliseconds },
    json: {
      write: (value) => (value === null ? null : JSON.stringify(value)),
      read: (stored) => stored as object | null,
    },
  },
  // Two processes that create one table at once collide in the catalogue, even with "if not exists".
  migrationLock: "select pg_advisory_xact_lock(7164258003419)",
  migrationTimeoutMs: 600_000,
  surroundings: `
    select coalesce($1::text, current_schema()::text) as "schema", current_setting('server_encoding') as "encoding",
      current_setting('default_transaction_isolation') = 'read committed' as "committed",
      exists (select 1 from pg_catalog.pg_namespace where nspname = coalesce($1::text, current_schema()::text)) as "exists"`,
  isMissing: (error) => ["42P01", "3F000"].includes(codeOf(error)),
  isDenied: (error) => codeOf(error) === "42501",
};

/** @throws TypeError for what is no moment: a session must not live on because its end cannot be read */
function readMilliseconds(stored: unknown): Date {
  const moment = new Date(typeof stored === "number" ? stored : NaN);
  if (Number.isNaN(moment.getTime())) throw new TypeError("The database holds a moment that cannot be read");
  return moment;
}

/** The code, and no sentence: PostgreSQL says those in the language of `lc_messages`. */
function codeOf(error: unknown): string {
  return String((error as { code?: unknown } | null)?.code);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "";
}
