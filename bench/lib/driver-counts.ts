/** Counts statements and round trips in the database drivers that this process has loaded. */

import { createRequire } from "node:module";
import { setTimeout } from "node:timers/promises";
import { operation, operationNames, signIn, state } from "./child-state.ts";

const tally = { statements: 0, writes: 0, trips: 0 };
let isCounting = false;
const drivers = /node_modules[\\/](better-sqlite3[\\/]lib[\\/]index|libsql[\\/]index|pg[\\/]lib[\\/]connection)\.js$/;

/** Runs each operation once: `me` are its statements, `me.trips` its round trips, `writes` those of all reads. */
export async function count(): Promise<Record<string, number | null>> {
  for (const [file, module] of isCounting ? [] : Object.entries(createRequire(import.meta.url).cache)) {
    const driver = drivers.exec(file)?.[1];
    if (driver?.startsWith("pg")) countPostgres(module!.exports.prototype);
    else if (driver) countSqlite(module!.exports);
  }
  isCounting = true;
  const found: Record<string, number | null> = { writes: 0 };
  for (const name of operationNames) {
    if (name === "signOut") state.sessions.push(await signIn(state.accounts[0]!));
    const once = operation(name);
    if (!once) continue;
    Object.assign(tally, { statements: 0, writes: 0, trips: 0 });
    await once();
    // Work that goes on after the answer counts as well.
    await setTimeout(5);
    found[name] = tally.statements;
    found[`${name}.trips`] = tally.trips;
    if (["me", "getUser", "list"].includes(name)) found.writes! += tally.writes;
  }
  // A sign-up without a statement is impossible: its driver is one that is not counted.
  return found.signUp === 0 ? {} : found;
}

/** better-sqlite3, and libsql, which has the same methods. */
function countSqlite(Database: new (path: string) => any): void {
  const statement = Object.getPrototypeOf(new Database(":memory:").prepare("select 1"));
  for (const name of ["run", "get", "all", "iterate"])
    before(statement, name, ({ readonly }) => (tally.statements++, (tally.writes += readonly === false ? 1 : 0)));
  before(Database.prototype, "exec", () => tally.statements++);
}

/** A simple query is a statement and a round trip. Otherwise Execute is a statement, and Sync a round trip. */
function countPostgres(connection: object): void {
  before(connection, "query", () => (tally.statements++, tally.trips++));
  before(connection, "execute", () => tally.statements++);
  before(connection, "sync", () => tally.trips++);
}

function before(object: any, name: string, note: (that: any) => unknown): void {
  const original = object[name];
  object[name] = function (this: unknown, ...parameters: unknown[]) {
    note(this);
    return original.apply(this, parameters);
  };
}
