/**
 * How values lie in the database. What cannot be read is an error and never `null` or `false`: trouble with storage is
 * not "signed out", and no one is verified or enabled by it. Errors name no value.
 */
export interface Codecs {
  /** UUIDs, in lower case. */
  readonly id: { write(value: string): unknown };
  readonly boolean: Codec<boolean>;
  readonly moment: Codec<Date>;
  readonly json: Codec<object | null>;
  /** Lies before every moment. */
  readonly earliest: unknown;
}

export interface Codec<T> {
  write(value: T): unknown;
  read(stored: unknown): T;
}

const [YEAR_1, YEAR_10_000] = [Date.parse("0001-01-01T00:00:00.000Z"), Date.parse("+010000-01-01T00:00:00.000Z")];

export function readText(stored: unknown): string {
  return typeof stored === "string" ? stored : unreadable("text");
}

export function readTextOrNull(stored: unknown): string | null {
  return stored === null ? null : readText(stored);
}

/** A driver may hand out BigInts. */
export function readInteger(stored: unknown): number {
  const value = typeof stored === "bigint" ? Number(stored) : stored;
  return Number.isSafeInteger(value) ? (value as number) : unreadable("a whole number");
}

/** Milliseconds since 1970. A session must not live on because its end cannot be read. */
export function readMoment(stored: unknown): Date {
  const moment = new Date(readInteger(stored));
  return Number.isNaN(moment.getTime()) ? unreadable("a moment") : moment;
}

export function readJson(document: unknown): object {
  return typeof document === "object" && document !== null ? document : unreadable("a JSON object");
}

/** The runtime's own error quotes the text. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return unreadable("JSON");
  }
}

/** Milliseconds since 1970. */
export function millisecondsOf(value: Date): number {
  const milliseconds = value.getTime();
  if (milliseconds >= YEAR_1 && milliseconds < YEAR_10_000) return milliseconds;
  throw new RangeError("a moment must lie in the years 1 to 9999");
}

/** How many rows at the most. */
export function limitOf(value: number): number {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new RangeError("limit must be a whole number from 0");
}

/** Well-formed, and without NUL: other text would not come back as it was, or not be taken. */
export function requireStorable(text: string): void {
  if (!text.isWellFormed() || text.includes("\0")) throw new RangeError("text must be well-formed Unicode without NUL");
}

export function unreadable(expected: string): never {
  throw new TypeError(`the database gave something else where ${expected} was expected`);
}
