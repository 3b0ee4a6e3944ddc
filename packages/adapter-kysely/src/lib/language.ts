import type { Texts } from "./texts.ts";
import { postgresTexts } from "./written/postgres.ts";
import { sqliteTexts } from "./written/sqlite.ts";

/** How a database is told, and what it makes of a boolean, a moment and a JSON document. */
export interface Language {
  readonly texts: Texts;
  readonly codecs: Codecs;
  /** Runs before a migration in the same atomic step, where the database needs one migration to wait for another. */
  readonly migrationLock: string | null;
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
};

/** `boolean`, `timestamptz` and `jsonb`; the executor hands out booleans, dates and parsed documents. */
export const postgres: Language = {
  texts: postgresTexts,
  codecs: {
    boolean: { write: (value) => value, read: (stored) => stored === true },
    moment: { write: (value) => value.toISOString(), read: (stored) => stored as Date },
    json: {
      write: (value) => (value === null ? null : JSON.stringify(value)),
      read: (stored) => stored as object | null,
    },
  },
  // Two processes that create one table at once collide in the catalogue, even with "if not exists".
  migrationLock: "select pg_advisory_xact_lock(7164258003419)",
};
