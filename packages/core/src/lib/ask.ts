import { AuthError } from "./errors.ts";

/**
 * Asks storage. Whatever goes wrong there becomes `storage_unavailable`: trouble is never "signed out".
 *
 * @throws AuthError `storage_unavailable`
 */
export async function ask<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (cause) {
    throw new AuthError("storage_unavailable", "Storage cannot be reached", { retryAfter: 1, cause });
  }
}
