import type { JsonObject } from "@latchkey/core";
import { HttpError } from "@latchkey/http";
import { fill } from "@latchkey/locales";
import type { AdminSentences } from "@latchkey/locales/admin";
import type { Attempt, Form } from "@latchkey/pages";
import type { Field } from "@latchkey/pages/blocks";

const NAME = "appMetadata";

/** The field for app metadata: JSON in several lines. */
export function jsonField(say: AdminSentences, value: JsonObject | undefined): Field {
  return {
    label: say.appMetadata,
    hint: say.appMetadataHint,
    autocomplete: "off",
    isOptional: true,
    rows: 6,
    value: value === undefined ? "" : JSON.stringify(value, null, 2),
  };
}

/** Reads the field. @throws HttpError `invalid_metadata` for what is no JSON object */
export function readJsonField(form: Form): Record<string, unknown> | null {
  const text = form.text(NAME).trim();
  if (text === "") return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new HttpError("invalid_metadata", "", NAME);
}

/** Where the error of the field stands, and what it says: what the schema of the application says, with the place. */
export function jsonProblem(say: AdminSentences, attempt: Attempt | null) {
  const { code, field = "", message = "" } = attempt?.error ?? {};
  if (code !== "invalid_metadata" || !field.startsWith(NAME)) return {};
  const place = field.slice(NAME.length + 1);
  const said = place === "" ? message : `${place}: ${message}`;
  const sentence = message === "" ? fill(say.appMetadataInvalid, { example: '{"role":"editor"}' }) : said;
  return { places: { invalid_metadata: NAME }, sentences: { invalid_metadata: sentence } } as const;
}
