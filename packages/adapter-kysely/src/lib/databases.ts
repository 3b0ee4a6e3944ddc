import { isSqliteBusy, postgres, sqlite, type Dialect } from "@latchkey/sql";
import { isConflict, isStuck } from "./errors.ts";
import { Earliest, JsonParameter } from "./parameters.ts";

export type DialectName = "sqlite" | "postgres";

/** What differs between the databases that Kysely reaches. */
export interface KyselyDatabase {
  readonly dialect: Dialect;
  /** Whether an error says that the step did not happen, and that another try may do. */
  readonly isRetryable: (error: unknown) => boolean;
  /** How often at most a step is tried again, within the time limit. */
  readonly retries: number;
  /**
   * Whether a single write runs in a transaction too, because only a commit proves that it was kept. A connection of
   * libSQL that was locked out once goes on as if nothing had happened, and never commits again by itself.
   */
  readonly commitsWrites: boolean;
  /** What the last try starts with, so that it waits for others instead of colliding with them. */
  readonly lastTry: string | null;
  /** Leaves a mark that goes with a rollback, in the connection alone. */
  readonly mark: string;
  /**
   * Looks whether the mark is there, and at one value of each kind that a driver could hand out in a way of its own.
   */
  readonly look: string;
}

const { codecs } = postgres;
type Codecs = Dialect["codecs"];
type StoredJson = ReturnType<Codecs["json"]["write"]>;

/**
 * PostgreSQL through Kysely's drivers, which treat values differently. pg sends text unchanged, but turns a list into
 * an array of PostgreSQL. postgres.js and PGlite ask the server for the type of a parameter: they turn text for a
 * `json` column into JSON once more, and text for a `timestamptz` into a date. So JSON and the earliest moment are
 * objects that each driver writes correctly.
 */
const throughDrivers: Dialect = {
  ...postgres,
  codecs: {
    ...codecs,
    moment: { ...codecs.moment, read: (stored) => codecs.moment.read(fromDecimal(stored)) },
    json: {
      write: (value) => new JsonParameter(value) as unknown as StoredJson,
      // Text, where the application told its driver not to parse JSON. No document of ours is a string.
      read: (stored) => (typeof stored === "string" ? sqlite : postgres).codecs.json.read(stored),
    },
    earliest: new Earliest() as unknown as Codecs["earliest"],
  },
};

export const databases: Readonly<Record<DialectName, KyselyDatabase>> = {
  sqlite: {
    dialect: sqlite,
    isRetryable: (error) => isSqliteBusy(error) && !isStuck(error),
    retries: Infinity,
    commitsWrites: true,
    lastTry: null,
    mark: 'create temp table if not exists "latchkey_probe" ("x" integer)',
    look: `select count(*) as "mark_count", 1 as "a_boolean", 1893456000000 as "a_moment", '{"a":1}' as "a_document"
      from "sqlite_temp_master" where "name" = 'latchkey_probe'`,
  },
  postgres: {
    dialect: throughDrivers,
    isRetryable: isConflict,
    retries: 3,
    commitsWrites: false,
    lastTry: "set transaction isolation level read committed",
    mark: "select set_config('latchkey.probe', 'on', false)",
    look: `select (coalesce(current_setting('latchkey.probe', true), '') = 'on')::int4 as "mark_count",
      true as "a_boolean", 1893456000000::int8 as "a_moment", '{"a":1}'::json as "a_document"`,
  },
};

/** Most drivers return an int8 as text, because a number of JavaScript cannot hold all of them. */
function fromDecimal<Stored>(stored: Stored): Stored {
  const isDecimal = typeof stored === "string" && /^(?:0|-?[1-9]\d{0,15})$/.test(stored);
  return isDecimal ? (Number(stored) as Stored) : stored;
}
