import { postgres, sqlite, type Dialect } from "@latchkey/sql";
import { isConflict, isSqliteBusy } from "./errors.ts";
import { Earliest, JsonParameter } from "./parameters.ts";

export type DialectName = "sqlite" | "postgres";

/** What differs between the databases that Kysely reaches. */
export interface KyselyDatabase {
  readonly dialect: Dialect;
  /** Whether an error says that the step did not happen, and that another try may do. */
  readonly isCurable: (error: unknown) => boolean;
  /** How often at most a step is tried again, within the time limit. */
  readonly retries: number;
  /** What the last try starts with, so that it waits for others instead of colliding with them. */
  readonly lastTry: string | null;
  /** Leaves a mark that goes with a rollback, in the connection alone. */
  readonly mark: string;
  /** Looks whether the mark is there, and at one value of each kind that a driver could hand out in a way of its own. */
  readonly look: string;
}

const { codecs } = postgres;

/**
 * PostgreSQL, through drivers of which each has its own way with values. pg sends text as it is and makes an array of
 * PostgreSQL of an array; postgres.js and PGlite ask for the type of a parameter and then make JSON of a string once more,
 * or a date of the text. So JSON and the earliest moment are objects that each driver writes in the same way.
 */
const throughDrivers: Dialect = {
  ...postgres,
  codecs: {
    ...codecs,
    moment: { ...codecs.moment, read: (stored) => codecs.moment.read(fromDecimal(stored)) },
    json: {
      write: (value) => (value === null ? null : new JsonParameter(value)),
      // Where the application has told its driver not to parse JSON, it is text. No document of ours is a string.
      read: (stored) => (typeof stored === "string" ? sqlite : postgres).codecs.json.read(stored),
    },
    earliest: new Earliest(),
  },
};

export const databases: Readonly<Record<DialectName, KyselyDatabase>> = {
  sqlite: {
    dialect: sqlite,
    isCurable: isSqliteBusy,
    retries: Infinity,
    lastTry: null,
    mark: 'create temp table if not exists "latchkey_probe" ("x" integer)',
    look: `select count(*) as "mark_count", 1 as "a_boolean", 1893456000000 as "a_moment", '{"a":1}' as "a_document"
      from "sqlite_temp_master" where "name" = 'latchkey_probe'`,
  },
  postgres: {
    dialect: throughDrivers,
    isCurable: isConflict,
    retries: 3,
    lastTry: "set transaction isolation level read committed",
    mark: "select set_config('latchkey.probe', 'on', false)",
    look: `select (coalesce(current_setting('latchkey.probe', true), '') = 'on')::int4 as "mark_count",
      true as "a_boolean", 1893456000000::int8 as "a_moment", '{"a":1}'::json as "a_document"`,
  },
};

/** Drivers hand out an int8 as text, since a number of JavaScript does not hold them all. */
function fromDecimal(stored: unknown): unknown {
  return typeof stored === "string" && /^(?:0|-?[1-9]\d{0,15})$/.test(stored) ? Number(stored) : stored;
}
