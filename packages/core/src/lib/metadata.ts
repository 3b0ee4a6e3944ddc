import { AuthError } from "./errors.ts";
import type { JsonObject, JsonValue } from "./json.ts";
import type { StandardSchema } from "./standard-schema.ts";

const MAX_BYTES = 16 * 1024;
const MAX_DEPTH = 8;
const MAX_KEYS = 256;

const utf8 = new TextEncoder();

/**
 * Metadata as it will be stored, and as every database gives it back: a JSON object of at most 16 KiB, 8 levels
 * and 256 keys in all. Without NUL (PostgreSQL refuses it), lone surrogates, `__proto__`, or whole numbers that
 * JSON would not carry exactly (RFC 8259 §6). No metadata is `null`.
 *
 * @throws AuthError `invalid_metadata`
 */
export async function readMetadata(input: unknown, schema: StandardSchema | undefined): Promise<JsonObject | null> {
  const value = schema ? await applySchema(input, schema) : input;
  if (value === undefined || value === null) return null;
  if (!isPlainObject(value)) throw invalid("Metadata must be an object");
  const copy = new Copy().object(value, "metadata", 1);
  if (utf8.encode(JSON.stringify(copy)).length > MAX_BYTES) throw invalid(`Metadata must fit in ${MAX_BYTES} bytes of JSON`);
  return copy;
}

async function applySchema(input: unknown, schema: StandardSchema): Promise<unknown> {
  const result = await schema["~standard"].validate(input);
  const issue = result.issues?.[0];
  if (issue) {
    const path = (issue.path ?? []).map((part) => String(typeof part === "object" ? part.key : part));
    throw invalid("Metadata does not fit the schema", ["metadata", ...path].join("."));
  }
  return "value" in result ? result.value : undefined;
}

/** Copies what JSON can say and refuses the rest, counting keys over the whole value. */
class Copy {
  #keys = 0;

  object(value: Record<string, unknown>, field: string, depth: number): JsonObject {
    if (depth > MAX_DEPTH) throw invalid(`Metadata must not nest deeper than ${MAX_DEPTH} levels`);
    const copy: Record<string, JsonValue> = {};
    for (const [key, member] of Object.entries(value)) {
      if (++this.#keys > MAX_KEYS) throw invalid(`Metadata must not have more than ${MAX_KEYS} keys`);
      if (key === "__proto__" || !isStorable(key)) throw invalid("Metadata has a key that cannot be stored");
      copy[key] = this.value(member, `${field}.${key}`, depth);
    }
    return copy;
  }

  value(value: unknown, field: string, depth: number): JsonValue {
    if (value === null || typeof value === "boolean") return value;
    if (typeof value === "string" && isStorable(value)) return value;
    if (typeof value === "number" && isExact(value)) return value;
    if (Array.isArray(value)) {
      if (depth >= MAX_DEPTH) throw invalid(`Metadata must not nest deeper than ${MAX_DEPTH} levels`);
      return Array.from(value, (item, index) => this.value(item, `${field}.${index}`, depth + 1));
    }
    if (isPlainObject(value)) return this.object(value, field, depth + 1);
    throw invalid("Metadata has a value that JSON cannot carry exactly", field);
  }
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}

function isExact(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value)) && !Object.is(value, -0);
}

function invalid(message: string, field = "metadata"): AuthError {
  return new AuthError("invalid_metadata", message, { field: /^[\w.-]{1,128}$/.test(field) ? field : "metadata" });
}
