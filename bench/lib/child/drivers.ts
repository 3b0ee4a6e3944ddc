/** Counts what goes through the database drivers that this process has loaded. */

import { createRequire } from "node:module";

export interface Tally {
  statements: number;
  /** Statements that are no reads, as far as the driver can say. */
  writes: number;
  /** On a network: how often somebody waited for the server. */
  trips: number;
}

type Method = (this: any, ...parameters: any[]) => unknown;

const require = createRequire(import.meta.url);
const counted = new WeakSet<object>();

/** Finds the drivers among the modules loaded so far, in whichever folder and however many copies. */
export function countIn(tally: Tally): void {
  for (const [file, loaded] of Object.entries(require.cache)) {
    const name =
      /[\\/]node_modules[\\/](better-sqlite3[\\/]lib[\\/]index|libsql[\\/]index|pg[\\/]lib[\\/]connection)\.js$/.exec(
        file,
      )?.[1];
    if (!name || !loaded || counted.has(loaded)) continue;
    counted.add(loaded);
    if (name.startsWith("pg")) countWire(loaded.exports.prototype, tally);
    else countSqlite(loaded.exports, tally);
  }
}

/** better-sqlite3, and libsql which has the same methods. */
function countSqlite(Database: new (path: string) => any, tally: Tally): void {
  const database = new Database(":memory:");
  const statement = database.prepare("select 1");
  const note: Method = function () {
    tally.statements++;
    if (this.readonly === false) tally.writes++;
  };
  for (const name of ["run", "get", "all", "iterate"]) before(Object.getPrototypeOf(statement), name, note);
  before(Database.prototype, "exec", () => tally.statements++);
  database.close();
}

/** PostgreSQL's protocol: a simple query is a statement and a round trip; else each Execute is one, and each Sync the other. */
function countWire(connection: object, tally: Tally): void {
  before(connection, "query", () => {
    tally.statements++;
    tally.trips++;
  });
  before(connection, "execute", () => tally.statements++);
  before(connection, "sync", () => tally.trips++);
}

function before(object: any, name: string, note: Method): void {
  const original = object[name] as Method | undefined;
  if (!original) return;
  object[name] = function (this: unknown, ...parameters: unknown[]) {
    note.call(this, ...parameters);
    return original.apply(this, parameters);
  };
}
