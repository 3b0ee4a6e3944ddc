import type { JsonObject, JsonValue } from "../json.ts";

/** What a JSON value may cost, over the whole of it. */
export interface JsonLimits {
  /** Of its shortest JSON text in UTF-8. */
  readonly bytes: number;
  /** Objects and lists within each other. */
  readonly depth: number;
  readonly keys: number;
  /** Of all lists together. */
  readonly items: number;
}

/** Makes the error for a value that is refused. @param path the keys and indexes that lead to it */
export type CreateError = (sentence: string, path: readonly (string | number)[]) => Error;

/**
 * A copy of an object, if JSON and every database carry it exactly. Everything is counted while it is read, and the first
 * excess ends the reading.
 */
export function copyJson(value: Record<string, unknown>, limits: JsonLimits, refuse: CreateError): JsonObject {
  return read(value, limits, refuse, true) as JsonObject;
}

/** The limits alone, for a value that may hold what JSON does not know, like a `Date`. */
export function measureJson(value: unknown, limits: JsonLimits, refuse: CreateError): void {
  read(value, limits, refuse, false);
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

const utf8 = new TextEncoder();

function read(root: unknown, limits: JsonLimits, refuse: CreateError, isStrict: boolean): JsonValue {
  /** Where the reader is. An error alone makes a text of it. */
  const path: (string | number)[] = [];
  let bytes = 0;
  let keys = 0;
  let items = 0;

  function fail(sentence: string): never {
    throw refuse(sentence, path);
  }

  function count(more: number): void {
    bytes += more;
    if (bytes > limits.bytes) fail(`must fit in ${limits.bytes} bytes of JSON`);
  }

  function text(value: string): string {
    // No text of so many UTF-16 units has fewer bytes: what follows is never done for a longer one.
    if (value.length + 2 > limits.bytes - bytes) count(limits.bytes + 1);
    if (isStrict && (!value.isWellFormed() || value.includes("\0"))) fail("has a text that cannot be stored");
    count(utf8.encode(JSON.stringify(value)).length);
    return value;
  }

  /** Braces or brackets. */
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
