/** PostgreSQL documentation, Appendix A. Codes alone: sentences come in the language of `lc_messages`. */

/** Another transaction was in the way, and this one did nothing: serialization_failure, deadlock_detected. */
export function isConflict(error: unknown): boolean {
  return ["40001", "40P01"].includes(codeOf(error));
}

/** The result of a prepared statement would have another type by now: "cached plan must not change result type". */
export function isStale(error: unknown): boolean {
  return codeOf(error) === "0A000";
}

/** A prepared statement is gone, or somebody else's: a pooler hands each transaction to another connection. */
export function isLost(error: unknown): boolean {
  return ["26000", "42P05"].includes(codeOf(error));
}

/** Whether a connection is good after an error: the server refused a statement, and neither the connection nor itself. */
export function isOfStatement(error: unknown): boolean {
  return /^(?:0A|2\d|4\d)...$/.test(codeOf(error));
}

/** PostgreSQL quotes the values of a row in the detail of an error, and errors end up in logs. */
export function withoutValues(error: unknown): never {
  if (error instanceof Error) {
    for (const property of ["detail", "where", "internalQuery"]) Reflect.deleteProperty(error, property);
  }
  throw error;
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown } | null)?.code);
}
