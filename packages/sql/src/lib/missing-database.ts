import type { SqlExecutor } from "./executor.ts";

/** Whether an application's variable is not set, as in a build without a database: `undefined`, `null` or an empty text. */
export function isUnset(value: unknown): value is undefined {
  return value === undefined || value === null || value === "";
}

/** In the place of a database that is not set: every operation rejects with a sentence that says what to set. */
export function missingDatabase(sentence: string): SqlExecutor {
  const miss = () => Promise.reject(Object.assign(new TypeError(sentence), { code: "DATABASE_MISSING" }));
  return { all: miss, batch: miss, close: async () => {} };
}
