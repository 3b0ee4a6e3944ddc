import type { SqlExecutor } from "./executor.ts";

/** Whether the application's variable for the database is not set, as in a build: `undefined`, `null` or `""`. */
export function isUnset(value: unknown): value is undefined {
  return value === undefined || value === null || value === "";
}

/**
 * Stands in for a database that is not set, so that an application can be built without one. Every operation rejects
 * with a TypeError of code `DATABASE_MISSING`.
 *
 * @param message says what to set
 */
export function missingDatabase(message: string): SqlExecutor {
  const miss = () => Promise.reject(Object.assign(new TypeError(message), { code: "DATABASE_MISSING" }));
  return { all: miss, batch: miss, extend: miss, close: async () => {} };
}
