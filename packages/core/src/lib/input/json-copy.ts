import type { JsonObject, JsonValue } from "../json.ts";

/** How large a JSON value may be, counted over all of its parts. */
export interface JsonLimits {
  /** Bytes of its shortest JSON text in UTF-8. */
  readonly bytes: number;
  /** How deep objects and lists nest. */
  readonly depth: number;
  /** Keys of all objects. */
  readonly keys: number;
  /** Items of all lists. */
  readonly items: number;
}

/**
 * Makes the error for a value that is refused.
 *
 * @param sentence goes on after the name of the value: "must not nest deeper than 8 levels"
 * @param path the keys and indexes that lead to the value
 */
export type CreateError = (sentence: string, path: readonly (string | number)[]) => Error;

/**
 * A copy of an object that JSON and every database carry exactly. It is counted while it is read, and reading stops
 * at the first excess.
 *
 * @throws what `createError` makes, for a value that is too large or not exact
 */
export function copyJson(value: Record<string, unknown>, limits: JsonLimits, createError: CreateError): JsonObject {
  return read(value, { limits, createError, isStrict: true }) as JsonObject;
}

/**
 * Checks the limits alone. The value may hold what JSON does not have, like a `Date`.
 *
 * @throws what `createError` makes, for a value that is too large
 */
export function measureJson(value: unknown, limits: JsonLimits, createError: CreateError): void {
  read(value, { limits, createError, isStrict: false });
}

/** Whether a value is an object like `{}`, and not a list or an instance of a class. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

const utf8 = new TextEncoder();

interface Reading {
  readonly limits: JsonLimits;
  readonly createError: CreateError;
  /** Whether values that JSON or a database does not carry exactly are refused. */
  readonly isStrict: boolean;
}

function read(root: unknown, { limits, createError, isStrict }: Reading): JsonValue {
  /** Keys and indexes that lead to the value at hand. It becomes text only in an error. */
  const path: (string | number)[] = [];
  let bytes = 0;
  let keys = 0;
  let items = 0;

  function fail(sentence: string): never {
    throw createError(sentence, path);
  }

  function count(more: number): void {
    bytes += more;
    if (bytes > limits.bytes) fail(`must fit in ${limits.bytes} bytes of JSON`);
  }

  function text(value: string): string {
    // A text has at least as many bytes as UTF-16 units, so text that is too long is not encoded.
    if (value.length + 2 > limits.bytes - bytes) count(limits.bytes + 1);
    if (isStrict && (!value.isWellFormed() || value.includes("\0"))) fail("has a text that cannot be stored");
    count(utf8.encode(JSON.stringify(value)).length);
    return value;
  }

  /** Counts braces or brackets. */
  function open(depth: number): void {
    if (depth > limits.depth) fail(`must not nest deeper than ${limits.depth} levels`);
    count(2);
  }

  function member(key: string | number, value: unknown, depth: number): JsonValue {
    path.push(key);
    const copy = any(value, depth);
    path.pop();
    return copy;
  }

  function object(value: Record<string, unknown>, depth: number): JsonObject {
    open(depth);
    const copy: Record<string, JsonValue> = {};
    let isFirst = true;
    for (const key in value) {
      if (!Object.hasOwn(value, key)) continue;
      if (++keys > limits.keys) fail(`must not have more than ${limits.keys} keys`);
      text(key);
      if (isStrict && key === "__proto__") fail("has a key that cannot be stored");
      count(isFirst ? 1 : 2);
      isFirst = false;
      const copied = member(key, value[key], depth);
      if (isStrict) copy[key] = copied;
    }
    return copy;
  }

  function list(value: readonly unknown[], depth: number): readonly JsonValue[] {
    open(depth);
    if (value.length > limits.items - items) fail(`must not have more than ${limits.items} list items`);
    items += value.length;
    count(Math.max(0, value.length - 1));
    const copy: JsonValue[] = [];
    for (let index = 0; index < value.length; index++) copy.push(member(index, value[index], depth));
    return copy;
  }

  function any(value: unknown, depth: number): JsonValue {
    if (typeof value === "string") return text(value);
    if (Array.isArray(value)) return list(value, depth + 1);
    if (isPlainObject(value)) return object(value, depth + 1);
    if (value === null || typeof value === "boolean" || (typeof value === "number" && isExact(value))) {
      count(String(value).length);
      return value;
    }
    if (isStrict) fail("has a value that JSON cannot carry exactly");
    count(1);
    return null;
  }

  return any(root, 0);
}

function isExact(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value)) && !Object.is(value, -0);
}
