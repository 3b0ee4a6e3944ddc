import { AuthError } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { readMetadata } from "./metadata.ts";

/**
 * Metadata that only the server writes: within the same bounds, and without a schema.
 *
 * @throws AuthError `invalid_metadata`
 */
export async function readAppMetadata(input: unknown): Promise<JsonObject | null> {
  try {
    return await readMetadata(input, undefined);
  } catch (error) {
    if (!(error instanceof AuthError) || error.field === undefined) throw error;
    throw new AuthError(error.code, error.message, { field: error.field.replace(/^metadata/, "appMetadata") });
  }
}
