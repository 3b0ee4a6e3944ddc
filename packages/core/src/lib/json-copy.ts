import type { JsonObject, JsonValue } from "./json.ts";

/** What a JSON value may cost, over the whole of it. */
export interface Limits {
  /** Of its shortest JSON text in UTF-8. */
  readonly bytes: number;
  /** Objects and lists within each other. */
  readonly depth: number;
  readonly keys: number;
  /** Of all lists together. */
  readonly items: number;
}

/** Makes the error for a value that is refused. @param path the keys and indexes that lead to it */
export type Refuse = (sentence: string, path: readonly (string | number)[]) => Error;

/**
 * A copy of an object, if JSON and every database carry it exactly. Everything is counted while it is read, and the first
 * excess ends the reading.
 */
export function copyJson(value: Record<string, unknown>, limits: Limits, refuse: Refuse): JsonObject {
  return new Reader(limits, refuse, true).object(value, 1);
}

/** The limits alone, for a value that may hold what JSON does not know, like a `Date`. */
export function measureJson(value: unknown, limits: Limits, refuse: Refuse): void {
  new Reader(limits, refuse, false).value(value, 0);
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

const utf8 = new TextEncoder();

class Reader {
  readonly #limits: Limits;
  readonly #refuse: Refuse;
  readonly #isStrict: boolean;
  /** Where the reader is. An error alone makes a text of it. */
  readonly #path: (string | number)[] = [];
  #bytes = 0;
  #keys = 0;
  #items = 0;

  constructor(limits: Limits, refuse: Refuse, isStrict: boolean) {
    this.#limits = limits;
    this.#refuse = refuse;
    this.#isStrict = isStrict;
  }

  value(value: unknown, depth: number): JsonValue {
    if (typeof value === "string") return this.#text(value);
    if (Array.isArray(value)) return this.#list(value, depth + 1);
    if (isPlainObject(value)) return this.object(value, depth + 1);
    if (value === null || typeof value === "boolean" || (typeof value === "number" && isExact(value))) {
      this.#count(String(value).length);
      return value;
    }
    if (this.#isStrict) throw this.#refusal("has a value that JSON cannot carry exactly");
    this.#count(1);
    return null;
  }

  object(value: Record<string, unknown>, depth: number): JsonObject {
    this.#open(depth);
    const copy: Record<string, JsonValue> = {};
    let count = 0;
    for (const key in value) {
      if (!Object.hasOwn(value, key)) continue;
      if (++this.#keys > this.#limits.keys) throw this.#refusal(`must not have more than ${this.#limits.keys} keys`);
      this.#text(key);
      if (key === "__proto__" && this.#isStrict) throw this.#refusal("has a key that cannot be stored");
      this.#count(count++ > 0 ? 2 : 1);
      const member = this.#at(key, value[key], depth);
      if (this.#isStrict) copy[key] = member;
    }
    return copy;
  }

  #list(list: readonly unknown[], depth: number): readonly JsonValue[] {
    this.#open(depth);
    if (list.length > this.#limits.items - this.#items) throw this.#refusal(`must not have more than ${this.#limits.items} list items`);
    this.#items += list.length;
    this.#count(Math.max(0, list.length - 1));
    const copy: JsonValue[] = [];
    for (let index = 0; index < list.length; index++) copy.push(this.#at(index, list[index], depth));
    return copy;
  }

  #at(key: string | number, value: unknown, depth: number): JsonValue {
    this.#path.push(key);
    const copy = this.value(value, depth);
    this.#path.pop();
    return copy;
  }

  #text(text: string): string {
    // No text of so many UTF-16 units has fewer bytes: what follows is never done for a longer one.
    if (text.length + 2 > this.#limits.bytes - this.#bytes) throw this.#tooLong();
    if (this.#isStrict && (!text.isWellFormed() || text.includes("\0"))) throw this.#refusal("has a text that cannot be stored");
    this.#count(utf8.encode(JSON.stringify(text)).length);
    return text;
  }

  /** Braces or brackets. */
  #open(depth: number): void {
    if (depth > this.#limits.depth) throw this.#refusal(`must not nest deeper than ${this.#limits.depth} levels`);
    this.#count(2);
  }

  #count(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > this.#limits.bytes) throw this.#tooLong();
  }

  #tooLong(): Error {
    return this.#refusal(`must fit in ${this.#limits.bytes} bytes of JSON`);
  }

  #refusal(sentence: string): Error {
    return this.#refuse(sentence, this.#path);
  }
}

function isExact(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value)) && !Object.is(value, -0);
}
