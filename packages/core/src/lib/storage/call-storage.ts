import { AuthError } from "../errors.ts";

/**
 * Asks storage. Whatever goes wrong there becomes `storage_unavailable`: trouble is never "signed out".
 *
 * @throws AuthError `storage_unavailable`
 */
export function callStorage<T>(question: () => Promise<T>): Promise<T> {
  try {
    return question().catch(unavailable);
  } catch (cause) {
    return Promise.reject(cause).catch(unavailable);
  }
}

function unavailable(cause: unknown): never {
  throw new AuthError("storage_unavailable", "Storage cannot be reached", { retryAfter: 1, cause });
}
