const [YEAR_1, YEAR_10_000] = [Date.parse("0001-01-01T00:00:00.000Z"), Date.parse("+010000-01-01T00:00:00.000Z")];

/** Fields with JSON. They may hold text that other fields must not, because databases escape it. */
const JSON_FIELDS = new Set(["metadata", "appMetadata", "payload", "scopes", "transports"]);

/** The same store, with methods that reject values which some database cannot keep exactly. */
export function rejectUnstorable<Store extends object>(store: Store): Store {
  const methods = Object.entries(store).map(([name, method]: [string, (...values: unknown[]) => unknown]) => {
    return [name, async (...values: unknown[]) => (requireStorable(values), method(...values))];
  });
  return Object.fromEntries(methods) as Store;
}

/** @throws RangeError for text and moments that some database cannot keep exactly */
export function requireStorable(value: unknown): void {
  if (typeof value === "string" && (!value.isWellFormed() || value.includes("\0"))) {
    throw new RangeError("text must be well-formed Unicode without NUL");
  }
  if (typeof value !== "object" || value === null) return;
  if (value instanceof Date) {
    const milliseconds = value.getTime();
    if (!(milliseconds >= YEAR_1 && milliseconds < YEAR_10_000))
      throw new RangeError("a moment must lie in the years 1 to 9999");
    return;
  }
  for (const [key, member] of Object.entries(value)) {
    if (!JSON_FIELDS.has(key)) requireStorable(member);
  }
}

/** @throws RangeError for a limit that is not a whole number from 0 */
export function readLimit(value: number): number {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new RangeError("limit must be a whole number from 0");
}
