import { AuthError } from "../errors.ts";

/**
 * Calls a storage method. Whatever goes wrong there becomes `storage_unavailable`, so that trouble never means "not
 * found" or "signed out".
 *
 * @throws AuthError `storage_unavailable`, with the error of the storage as its cause
 */
export function callStorage<T>(call: () => Promise<T>): Promise<T> {
  try {
    return call().catch(unavailable);
  } catch (cause) {
    return Promise.reject(cause).catch(unavailable);
  }
}

function unavailable(cause: unknown): never {
  throw new AuthError("storage_unavailable", "Storage cannot be reached", { retryAfter: 1, cause });
}
