import { digest } from "../encoding/digest.ts";

/**
 * The key of a counter: a hash of its parts. The table then holds no addresses, and parts that contain separators
 * cannot collide with other parts.
 */
export function counterKey(...parts: readonly (string | number)[]): string {
  return digest(JSON.stringify(parts));
}
