import type { RouteContext } from "@latchkey/http";
import { HttpError } from "@latchkey/http";
import { array, record, string, union } from "valibot";

const anyForm = record(string(), union([string(), array(string())]));

/** What a form sent. */
export class Form {
  readonly #values: ReadonlyMap<string, string | readonly string[]>;

  constructor(values: Readonly<Record<string, string | readonly string[]>>) {
    this.#values = new Map(Object.entries(values));
  }

  /**
   * The text of a field. Empty: the field is missing, empty, or there several times.
   *
   * @param name the `name` of the field
   */
  text(name: string): string {
    const value = this.#values.get(name);
    return typeof value === "string" ? value : "";
  }

  /**
   * The text of a field that must be filled in.
   *
   * @param name the `name` of the field
   * @throws HttpError `invalid_request`, with the field
   */
  required(name: string): string {
    const value = this.text(name);
    if (value === "") throw new HttpError("invalid_request", `${name} must be filled in`, name);
    return value;
  }

  /**
   * Every value of a field that may come several times, such as a list of checkboxes.
   *
   * @param name the `name` of the field
   */
  list(name: string): readonly string[] {
    return [this.#values.get(name) ?? []].flat();
  }
}

/** @throws HttpError `invalid_request`, `payload_too_large`, `unsupported_media_type` */
export async function readForm({ read }: RouteContext): Promise<Form> {
  return new Form(await read(anyForm));
}
