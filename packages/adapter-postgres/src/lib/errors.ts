/**
 * PostgreSQL documentation, Appendix A, "PostgreSQL Error Codes". Only codes are compared: messages are written in the
 * language of `lc_messages`.
 */

/** Another transaction was in the way and this one did nothing: serialization_failure, deadlock_detected. */
export function isConflict(error: unknown): boolean {
  return ["40001", "40P01"].includes(codeOf(error));
}

/** A table has changed since the statement was prepared: "cached plan must not change result type". */
export function isStale(error: unknown): boolean {
  return codeOf(error) === "0A000";
}

/** The prepared statement is missing or is another one: a pooler gives each transaction another connection. */
export function isLost(error: unknown): boolean {
  return ["26000", "42P05"].includes(codeOf(error));
}

/** Whether the connection can be used again: the server refused the statement, and the connection is sound. */
export function isOfStatement(error: unknown): boolean {
  return /^(?:0A|2\d|4\d)...$/.test(codeOf(error));
}

/** Removes the values of a row that PostgreSQL quotes in an error, because errors are logged. Then throws it. */
export function withoutValues(error: unknown): never {
  if (error instanceof Error) {
    for (const property of ["detail", "where", "internalQuery"]) Reflect.deleteProperty(error, property);
  }
  throw error;
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown } | null)?.code);
}
