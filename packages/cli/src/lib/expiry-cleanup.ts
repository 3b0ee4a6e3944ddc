import { setTimeout } from "node:timers/promises";
import type { Storage } from "@latchkey/core";

const INTERVAL_MS = 60 * 60 * 1000;
/** Rows per batch: SQLite deletes this many in 5 ms, and answers no other request meanwhile (docs/scale.md). */
const BATCH_ROWS = 100;
/** Milliseconds between two batches, for the requests and for other processes that write. */
const PAUSE_MS = 5;

/** What is deleted every hour. */
interface Deleted {
  readonly storage: Pick<Storage, "sweep">;
  /** Deletes old entries of the audit log. `null`: they are kept. */
  readonly pruneAuditLog: (() => Promise<void>) | null;
}

/**
 * Deletes expired rows every hour, never while a request waits, and old entries of the audit log. Expiry does not
 * depend on it: an expired row is refused anyway.
 *
 * @returns a function that stops it and waits for the running batch
 */
export function cleanUpHourly(
  { storage, pruneAuditLog }: Deleted,
  onError: (error: unknown) => void,
): () => Promise<void> {
  let isStopped = false;
  let running: Promise<void> = Promise.resolve();

  async function sweep(): Promise<void> {
    try {
      const before = new Date();
      while (!isStopped && (await storage.sweep(before, BATCH_ROWS)) >= BATCH_ROWS) {
        await setTimeout(PAUSE_MS);
      }
      if (!isStopped) await pruneAuditLog?.();
    } catch (error) {
      onError(error);
    }
  }

  const timer = setInterval(() => (running = running.then(sweep)), INTERVAL_MS).unref();
  return () => {
    isStopped = true;
    clearInterval(timer);
    return running;
  };
}
