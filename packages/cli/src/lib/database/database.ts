import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { postgresStorage } from "@latchkey/adapter-postgres";
import { sqliteStorage } from "@latchkey/adapter-sqlite";
import type { Storage } from "@latchkey/core";
import { CliError, reasonOf } from "../log.ts";
import { type RawDatabase, rawPostgres, rawSqlite } from "./raw-database.ts";
import type { Settings } from "../settings/settings.ts";

/** Makes a folder if it is missing, readable by its owner only: it will hold password hashes. */
export function makeFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
}

/** The database of a DATABASE_URL. */
export interface Database {
  /** Its address for people and logs, without the password. */
  readonly label: string;
  /** The folder for files that belong to the data. */
  readonly folder: string;
  /** Which database it is. */
  readonly kind: "sqlite" | "postgres";
  /** The path of a SQLite file. `null` for one in memory, and for PostgreSQL. */
  readonly file: string | null;
  /** What the names of tables begin with, in SQL: `auth_`, or `"accounts".auth_`. */
  readonly tables: string;
  /**
   * For commands over accounts that are there.
   *
   * @throws CliError there is no such file: a command in another folder must not make an empty one
   */
  requireFile(): void;
  /** Opens it. Tables are not made here. */
  open(): Storage;
  /**
   * Asks it without a storage.
   *
   * @throws Error of the driver
   */
  connect(): Promise<RawDatabase>;
}

const DEFAULT_FOLDER = "./data";
const EXAMPLES = "write sqlite:./data/latchkey.db or postgres://user:password@host:5432/database";

/** The settings that say where the data is. */
export type DatabaseSettings = Pick<
  Settings,
  "databaseUrl" | "databaseSchema" | "databasePrepare" | "databaseTimeout" | "tablePrefix" | "migrations"
>;

/** @throws CliError, which never repeats the value, because a password may be in it */
export function readDatabase(settings: DatabaseSettings): Database {
  const { databaseUrl: url } = settings;
  if (url.startsWith("sqlite:")) return sqliteFile(url.slice("sqlite:".length), settings);
  if (/^postgres(?:ql)?:\/\//.test(url)) return postgresServer(url, settings);
  throw new CliError(`DATABASE_URL must start with sqlite: or postgres://: ${EXAMPLES}.`);
}

function storageOptions({ tablePrefix, migrations, databaseTimeout }: DatabaseSettings) {
  return { prefix: tablePrefix, migrations, timeoutMs: databaseTimeout * 1000 };
}

function sqliteFile(path: string, settings: DatabaseSettings): Database {
  if (settings.databaseSchema !== null)
    throw new CliError("AUTH_DATABASE_SCHEMA is for PostgreSQL: a SQLite file has no schemas.");
  // Some tools write sqlite://file. As a path that would be a file in the root folder.
  if (path === "" || /^\/\/(?!\/)/.test(path))
    throw new CliError(`DATABASE_URL must name a file after sqlite:. To fix it, ${EXAMPLES}.`);
  const folder = path === ":memory:" ? DEFAULT_FOLDER : dirname(path);
  return {
    label: `sqlite:${path}`,
    folder,
    kind: "sqlite",
    file: path === ":memory:" ? null : path,
    tables: settings.tablePrefix,
    requireFile() {
      if (path !== ":memory:" && existsSync(path)) return;
      throw new CliError(`There is no database ${path} here: set DATABASE_URL, or go to the folder of the server.`);
    },
    open() {
      try {
        if (path !== ":memory:") makeFolder(folder);
      } catch (error) {
        throw new CliError(
          `The folder ${folder} cannot be made (${reasonOf(error)}): ` +
            "choose a folder in DATABASE_URL that this user may write to.",
        );
      }
      return openFile(path, settings);
    },
    connect: async () => rawSqlite(path),
  };
}

/** @throws CliError the file cannot be there */
function openFile(path: string, settings: DatabaseSettings): Storage {
  try {
    return sqliteStorage(path, storageOptions(settings));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new CliError(`${error.message}: choose a file in DATABASE_URL that this user may write.`);
  }
}

function postgresServer(url: string, settings: DatabaseSettings): Database {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  // An unescaped "/", "#" or "?" in a password ends the host early, so the "@" is no longer part of it.
  if (!parsed || (url.includes("@") && parsed.username === "")) {
    throw new CliError(
      "DATABASE_URL cannot be read: write special characters of user and password as " +
        `%40 for @, %2F for /, %23 for #, and ${EXAMPLES}.`,
    );
  }
  const { username, password, host, pathname } = parsed;
  const user = username && `${username}${password && ":***"}@`;
  return {
    label: `postgres://${user}${host}${pathname}`,
    folder: DEFAULT_FOLDER,
    kind: "postgres",
    file: null,
    tables: (settings.databaseSchema === null ? "" : `"${settings.databaseSchema}".`) + settings.tablePrefix,
    requireFile() {},
    open: () =>
      postgresStorage(url, {
        ...storageOptions(settings),
        schema: settings.databaseSchema ?? undefined,
        prepare: settings.databasePrepare,
      }),
    connect: () => rawPostgres(url),
  };
}
