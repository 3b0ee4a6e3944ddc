import { HttpError } from "@latchkey/http";
import type { Admin } from "../admin.ts";

type AppMetadata = Record<string, unknown> | null;

/**
 * What an administrator writes as `appMetadata`, as the schema of the application makes it.
 *
 * @throws HttpError `invalid_metadata`, with the place in `field`, and what the schema says
 */
export async function readAppMetadata({ appMetadata: schema }: Admin, value: AppMetadata): Promise<AppMetadata> {
  if (!schema || value === null) return value;
  const result = await schema["~standard"].validate(value);
  if (!result.issues && "value" in result) return result.value as AppMetadata;
  const [issue] = result.issues ?? [];
  const path = (issue?.path ?? []).map((part) => String(typeof part === "object" ? part.key : part));
  const field = ["appMetadata", ...path].join(".");
  throw new HttpError(
    "invalid_metadata",
    issue?.message ?? "App metadata does not fit the schema",
    /^[\w.-]{1,128}$/.test(field) ? field : "appMetadata",
  );
}
