import {
  millisecondsOf,
  parseJson,
  readInteger,
  readJson,
  readMoment,
  readText,
  unreadable,
} from "../values/codecs.ts";
import type { StoredBoolean, StoredId, StoredJson, StoredMoment } from "../values/stored.ts";
import type { Dialect } from "./dialect.ts";

/** SQLite and Cloudflare D1: everything is text or a whole number. */
export const sqlite: Dialect = {
  statements: {
    async loadMigrations() {
      const { sqliteJournal: journal, sqliteMigrations: migrations } =
        await import("../generated/sqlite-migrations.ts");
      return { journal, migrations };
    },
    variants: {},
    loadDeferred: async () => (await import("../generated/deferred-statements.ts")).deferredStatements,
    placeholder: (names, name) => (names.push(name), "?"),
    milliseconds: "$1",
  },
  codecs: {
    id: { write: (value) => value as StoredId, read: readText },
    boolean: {
      write: (value) => Number(value) as StoredBoolean,
      read(stored) {
        const value = readInteger(stored as number);
        return value === 0 || value === 1 ? value === 1 : unreadable("0 or 1");
      },
    },
    moment: { write: (value) => millisecondsOf(value) as StoredMoment, read: readMoment },
    json: {
      write: (value) => JSON.stringify(value) as StoredJson,
      read: (stored) => readJson(parseJson(readText(stored as string))),
    },
    // A literal: with a property of a global, bundlers would keep this dialect where it is not used.
    earliest: -9_007_199_254_740_991 as StoredMoment,
  },
  migrationLock: null,
  migrationTimeoutMs: 0,
  schemas: null,
  isMissing: (error) => /no such table/.test(messageOf(error)),
  isDenied: (error) => /readonly database/.test(messageOf(error)),
};

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "";
}
