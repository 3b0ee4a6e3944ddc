import { sqlite, sqlStorage, type Row } from "@latchkey/sql";
import type { Storage } from "@latchkey/core";
import { fakeExecutor } from "./fake-executor.ts";

/** A method of a storage, called. */
export type Ask = (storage: Storage) => Promise<unknown>;

/**
 * What a method asks of the database, by the first words of each statement, and what it makes of so many rows of each.
 */
export async function asked(ask: Ask, rows: number) {
  const found: Row[] = Array.from({ length: rows }, () => ({ id: "6f1d9c3a-4b8e-4c5f-9a2b-0123456789ab" }));
  const executor = fakeExecutor(() => found);
  const answer = await ask(sqlStorage({ dialect: sqlite, executor, migrations: "manual" }));
  const words = (sql: string) => sql.replace(/^(\w+).*?"auth_(\w+)".*/, "$1 $2");
  return { calls: executor.calls.map((call) => (typeof call === "string" ? words(call) : call.map(words))), answer };
}
