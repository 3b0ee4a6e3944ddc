import { causesOf, storageCause } from "./storage-causes.ts";

/**
 * The kind of trouble that a storage error is, in one of a few words: `"timeout"`, `"locked"`, `"tables_missing"`,
 * `"connection_refused"`, `"other"` and the like. It quotes nothing of the error.
 *
 * @returns `null` for an error that is not `storage_unavailable`
 */
export function storageKind(error: unknown): string | null {
  if (typeof error !== "object" || error === null) return null;
  if ((error as { readonly code?: unknown }).code !== "storage_unavailable") return null;
  return storageCause(causesOf(error))?.kind ?? "other";
}
