import { dirname } from "node:path";
import { postgresStorage } from "@latchkey/adapter-postgres";
import { sqliteStorage } from "@latchkey/adapter-sqlite";
import type { Storage } from "@latchkey/core";
import { makeFolder } from "./folder.ts";
import { reasonOf } from "./log.ts";
import { Refusal } from "./refusal.ts";

/** The database that a DATABASE_URL names. */
export interface Database {
  /** For people and logs: without the password. */
  readonly label: string;
  /** Where files that belong to the data are kept. */
  readonly folder: string;
  open(): Storage;
}

const DEFAULT_FOLDER = "./data";
const EXAMPLES = "write sqlite:./data/latchkey.db or postgres://user:password@host:5432/database";

/** @throws Refusal, which never repeats the value: there may be a password in it. */
export function readDatabase(url: string | undefined): Database {
  if (!url) return sqliteFile(`${DEFAULT_FOLDER}/latchkey.db`);
  if (url.startsWith("sqlite:")) return sqliteFile(url.slice("sqlite:".length));
  if (/^postgres(?:ql)?:\/\//.test(url)) return postgresServer(url);
  throw new Refusal(`DATABASE_URL starts with neither sqlite: nor postgres://; ${EXAMPLES}.`);
}

function sqliteFile(path: string): Database {
  // Some tools write sqlite://file, where URLs have a host; taken as a path it would lie in the root folder.
  if (path === "" || /^\/\/(?!\/)/.test(path))
    throw new Refusal(`DATABASE_URL names no file after sqlite:; ${EXAMPLES}.`);
  const folder = path === ":memory:" ? DEFAULT_FOLDER : dirname(path);
  return {
    label: `sqlite:${path}`,
    folder,
    open() {
      try {
        if (path !== ":memory:") makeFolder(folder);
      } catch (error) {
        throw new Refusal(
          `The folder ${folder} cannot be made (${reasonOf(error)}): let DATABASE_URL name a place that this user may write to.`,
        );
      }
      return sqliteStorage(path);
    },
  };
}

function postgresServer(url: string): Database {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  // An unescaped "/", "#" or "?" in a password ends the host early, and leaves the "@" somewhere behind it.
  if (!parsed || (url.includes("@") && parsed.username === "")) {
    throw new Refusal(
      `DATABASE_URL cannot be read: write special characters of user and password as %40 for @, %2F for /, %23 for #, and ${EXAMPLES}.`,
    );
  }
  const { username, password, host, pathname } = parsed;
  const user = username && `${username}${password && ":***"}@`;
  return { label: `postgres://${user}${host}${pathname}`, folder: DEFAULT_FOLDER, open: () => postgresStorage(url) };
}
