import type { StoredBoolean, StoredId, StoredJson, StoredMoment } from "./stored.ts";

/**
 * How a dialect stores values. Reading anything unexpected throws, and never gives `null` or `false`: a storage failure
 * must not look like "signed out", and must not verify or enable a user. The errors name no value.
 */
export interface Codecs {
  /** UUIDs in lower case. */
  readonly id: Codec<string, StoredId>;
  readonly boolean: Codec<boolean, StoredBoolean>;
  readonly moment: Codec<Date, StoredMoment>;
  readonly json: Codec<object, StoredJson>;
  /** Earlier than every moment. */
  readonly earliest: StoredMoment;
}

export interface Codec<Value, Stored> {
  write(value: Value): Stored;
  read(stored: Stored): Value;
}

const [YEAR_1, YEAR_10_000] = [Date.parse("0001-01-01T00:00:00.000Z"), Date.parse("+010000-01-01T00:00:00.000Z")];

/** `null` stays `null`; everything else is converted. */
export function orNull<From, To>(convert: (value: From) => To, value: From | null): To | null {
  return value === null ? null : convert(value);
}

/** @throws TypeError for anything that is not text */
export function readText(stored: string): string {
  return typeof stored === "string" ? stored : unreadable("text");
}

/** A driver may return a BigInt. @throws TypeError for anything that is not a whole number */
export function readInteger(stored: number): number {
  const value: unknown = typeof stored === "bigint" ? Number(stored) : stored;
  return Number.isSafeInteger(value) ? (value as number) : unreadable("a whole number");
}

/**
 * From milliseconds since 1970. @throws TypeError for anything else: a session must not outlive an end that is
 * unreadable
 */
export function readMoment(stored: StoredMoment): Date {
  const moment = new Date(readInteger(stored as number));
  return Number.isNaN(moment.getTime()) ? unreadable("a moment") : moment;
}

/** @throws TypeError for anything that is not a JSON object or list */
export function readJson(document: unknown): object {
  return typeof document === "object" && document !== null ? document : unreadable("a JSON object");
}

/** The runtime's own error would quote the text. @throws TypeError for text that is not JSON */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return unreadable("JSON");
  }
}

/** Milliseconds since 1970. @throws RangeError for a date outside of the years 1 to 9999 */
export function millisecondsOf(value: Date): number {
  const milliseconds = value.getTime();
  if (milliseconds >= YEAR_1 && milliseconds < YEAR_10_000) return milliseconds;
  throw new RangeError("a moment must lie in the years 1 to 9999");
}

/** The highest number of rows. @throws RangeError for anything but a whole number from 0 */
export function checkLimit(value: number): number {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new RangeError("limit must be a whole number from 0");
}

/**
 * A database would refuse other text, or would not return it as it was. @throws RangeError for lone surrogates and NUL
 */
export function requireStorable(text: string): void {
  if (!text.isWellFormed() || text.includes("\0")) throw new RangeError("text must be well-formed Unicode without NUL");
}

export function unreadable(expected: string): never {
  throw new TypeError(`the database returned something else where ${expected} was expected`);
}
