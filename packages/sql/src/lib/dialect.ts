import {
  millisecondsOf,
  parseJson,
  readInteger,
  readJson,
  readMoment,
  readText,
  unreadable,
  type Codecs,
} from "./codecs.ts";
import { postgresSchemas, type Schemas } from "./schemas.ts";
import type { Texts } from "./texts.ts";
import { postgresTexts } from "./written/postgres.ts";
import { sqliteTexts } from "./written/sqlite.ts";

/** How a database is told, and what it makes of a boolean, a moment and a JSON document. */
export interface Dialect {
  readonly texts: Texts;
  readonly codecs: Codecs;
  /** Runs before a migration in the same atomic step, where the database needs one migration to wait for another. */
  readonly migrationLock: string | null;
  /** Milliseconds that a migration may take, where it may write large tables anew and nobody waits for it meanwhile. */
  readonly migrationTimeoutMs: number;
  /** `null`: it has none. */
  readonly schemas: Schemas | null;
  /** Whether an error says that a table, or its schema, is missing. */
  readonly isMissing: (error: unknown) => boolean;
  /** Whether an error says that the role, or the file, does not allow it. */
  readonly isDenied: (error: unknown) => boolean;
}

/** Text and whole milliseconds. */
export const sqlite: Dialect = {
  texts: sqliteTexts,
  codecs: {
    id: { write: (value) => value },
    boolean: {
      write: Number,
      read(stored) {
        const value = readInteger(stored);
        return value === 0 || value === 1 ? value === 1 : unreadable("0 or 1");
      },
    },
    moment: { write: millisecondsOf, read: readMoment },
    json: {
      write: (value) => (value === null ? null : JSON.stringify(value)),
      read: (stored) => (stored === null ? null : readJson(parseJson(readText(stored)))),
    },
    // A literal: a property of a global would keep bundlers from leaving this dialect out.
    earliest: -9_007_199_254_740_991,
  },
  migrationLock: null,
  migrationTimeoutMs: 0,
  schemas: null,
  isMissing: (error) => /no such table/.test(messageOf(error)),
  isDenied: (error) => /readonly database/.test(messageOf(error)),
};

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/** `uuid`, `boolean`, `timestamptz` and `json`; the executor hands out booleans, milliseconds and parsed documents. */
export const postgres: Dialect = {
  texts: postgresTexts,
  codecs: {
    // PostgreSQL takes several spellings of one id, and rejects what is none: that is nobody's id.
    id: { write: (value) => (UUID.test(value) ? value : null) },
    boolean: {
      write: (value) => value,
      read: (stored) => (typeof stored === "boolean" ? stored : unreadable("a boolean")),
    },
    moment: {
      write: (value) => (millisecondsOf(value), value.toISOString()),
      read: readMoment,
    },
    json: {
      write: (value) => (value === null ? null : JSON.stringify(value)),
      read: (stored) => (stored === null ? null : readJson(stored)),
    },
    earliest: "-infinity",
  },
  // Two processes that create one table at once collide in the catalogue, even with "if not exists".
  migrationLock: "select pg_advisory_xact_lock(7164258003419)",
  migrationTimeoutMs: 600_000,
  schemas: postgresSchemas,
  isMissing: (error) => ["42P01", "3F000"].includes(codeOf(error)),
  isDenied: (error) => codeOf(error) === "42501",
};

/** The code, and no sentence: PostgreSQL says those in the language of `lc_messages`. */
function codeOf(error: unknown): string {
  return String((error as { code?: unknown } | null)?.code);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "";
}
