import { callStorage } from "../storage/call-storage.ts";
import { contextOf } from "./context-of.ts";

/** Milliseconds that a storage may take to answer, before whoever asks gives up (Kubernetes: 1 s by default). */
const LIMIT_MS = 2000;
/** An id and a hash that no row has. */
const NOBODY = "00000000-0000-0000-0000-000000000000";

/**
 * Asks the storage of an auth for one row of each kind, without writing, to see whether it answers and has its tables.
 * A locked SQLite file and a read-only database answer reads, and so pass: sessions are found there.
 *
 * @param auth Made by `createAuth`.
 * @throws AuthError `storage_unavailable`, with the error of the storage as its cause, within 2 seconds
 * @example
 * ```ts
 * import { checkStorage } from "@latchkey/core/monitoring";
 *
 * await checkStorage(auth);
 * ```
 */
export async function checkStorage(auth: object): Promise<void> {
  const { users, sessions, identities, passkeys, factors, apiKeys } = contextOf(auth).storage;
  const reads = () =>
    Promise.all([
      users.find(NOBODY),
      sessions.find(NOBODY),
      identities.list(NOBODY),
      passkeys.find(NOBODY),
      factors.find(NOBODY),
      apiKeys.find(NOBODY),
    ]);
  const { promise: isLate, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(reject, LIMIT_MS, new Error("connection timed out"));
  try {
    await callStorage(() => Promise.race([reads(), isLate]));
  } finally {
    clearTimeout(timer);
  }
}
