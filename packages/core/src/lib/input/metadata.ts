import { AuthError } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { copyJson, isPlainObject, measureJson, type JsonLimits } from "./json-copy.ts";
import type { StandardIssue, StandardSchema } from "./standard-schema.ts";

const LIMITS: JsonLimits = { bytes: 16 * 1024, depth: 8, keys: 256, items: 1024 };

/**
 * Metadata as it will be stored, and as every database gives it back: a JSON object of at most 16 KiB, 8 levels, 256
 * keys and 1 024 list items in all. It has no NUL (PostgreSQL refuses it), no lone surrogate, no key `__proto__`, and
 * no whole number that JSON does not carry exactly (RFC 8259 §6). `null`: no metadata.
 *
 * The limits are checked before the application's schema runs, and again for what it returns. Reading stops at the
 * first excess, so the work is bounded for input of any size.
 *
 * @throws AuthError `invalid_metadata`
 */
export async function readMetadata(input: unknown, schema: StandardSchema | undefined): Promise<JsonObject | null> {
  const value = schema ? await applySchema(input, schema) : input;
  if (value === undefined || value === null) return null;
  if (!isPlainObject(value)) throw invalid("Metadata must be an object");
  return copyJson(value, LIMITS, refuse);
}

async function applySchema(input: unknown, schema: StandardSchema): Promise<unknown> {
  measureJson(input, LIMITS, refuse);
  const result = await schema["~standard"].validate(input);
  // A result with neither issues nor a value is not one of the standard: it does not fit.
  if (result.issues || !("value" in result)) throw refuse("does not fit the schema", pathOf(result.issues?.[0]));
  return result.value;
}

function pathOf(issue: StandardIssue | undefined): string[] {
  return (issue?.path ?? []).map((part) => String(typeof part === "object" ? part.key : part));
}

function refuse(sentence: string, path: readonly (string | number)[]): AuthError {
  return invalid(`Metadata ${sentence}`, ["metadata", ...path].join("."));
}

function invalid(message: string, field = "metadata"): AuthError {
  return new AuthError("invalid_metadata", message, { field: /^[\w.-]{1,128}$/.test(field) ? field : "metadata" });
}
