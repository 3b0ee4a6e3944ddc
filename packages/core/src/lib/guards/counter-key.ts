import { digest } from "../encoding/digest.ts";

/** The name of a counter. It is hashed, so that no address lies in the table, and no part can pass for another. */
export function counterKey(...parts: readonly (string | number)[]): string {
  return digest(JSON.stringify(parts));
}
