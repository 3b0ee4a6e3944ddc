/** What the bench needs of a database beside Latchkey's storage: rows by the million, made by SQL. */

import type { Storage } from "../../packages/core/src/index.ts";
import type { Block, Population } from "./population.ts";

export interface Ground {
  readonly name: "SQLite" | "PostgreSQL";
  readonly population: Population;
  /** Storage as an application opens it. After `growTo` it is another. */
  storage(): Storage;
  /** Makes the rows that are missing for so many sessions, and brings the planner's statistics up to date. */
  growTo(size: number): Promise<void>;
  /** Makes these sessions of the population again. */
  restore(numbers: readonly number[]): Promise<void>;
  /** Removes sessions that are not of the population. */
  remove(ids: readonly string[]): Promise<void>;
  /** Adds so many sessions that have expired. */
  addExpired(count: number): Promise<void>;
  /** How many sessions are there, and how many of them had expired before the bench began. */
  count(): Promise<{ all: number; expired: number }>;
  /** Bytes of tables and indexes. */
  size(): Promise<number>;
  close(): Promise<void>;
}

/** The numbers of a block as SQL takes them: whole milliseconds, and `step` with its fractions. */
export function blockParameters({ from, to, users, start, step }: Block): readonly number[] {
  return [from, to, users.from, users.count, Math.floor(start), step];
}
