/** What providers answer, read without trust: a field can be missing, `null` or of another type. */

/** The fields of an object. Anything else has none. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** A text that says something, else `null`. */
export function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/**
 * How a provider names an account: a text, or a whole number that JSON does not round.
 *
 * @throws Error for anything else, so that nobody signs in
 */
export function identifierOf(value: unknown): string {
  const id = Number.isSafeInteger(value) ? String(value) : textOf(value);
  if (id === null) throw new Error("the provider names no account");
  return id;
}
