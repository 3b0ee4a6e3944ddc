import { causesOf, storageCause } from "./storage-causes.ts";

/** A word for each of the causes, in their order: they are apart from those, because most programs need no words. */
export const KINDS: readonly string[] = `
connection_refused
host_unknown
timeout
connection_lost
login_refused
database_missing
privilege_missing
tables_missing
connections_exhausted
protocol
read_only
collision
disk_full
file_read_only
file_unavailable
locked
file_damaged
disk_error
tls
driver_missing
database_missing
closed
driver_unfit
overloaded
`
  .trim()
  .split("\n");

/**
 * The kind of trouble that a storage error is, in one of a few words: `"timeout"`, `"locked"`, `"tables_missing"`,
 * `"connection_refused"`, `"other"` and the like. It quotes nothing of the error.
 *
 * @returns `null` for an error that is not `storage_unavailable`
 */
export function storageKind(error: unknown): string | null {
  if (typeof error !== "object" || error === null) return null;
  if ((error as { readonly code?: unknown }).code !== "storage_unavailable") return null;
  return KINDS[storageCause(causesOf(error))?.at ?? -1] ?? "other";
}
