import { setTimeout } from "node:timers/promises";
import type { Storage } from "@latchkey/core";

const INTERVAL = 60 * 60 * 1000;
/** Rows at a time: SQLite deletes so many in 5 ms, during which nobody else is answered (docs/scale.md). */
const BATCH = 100;
/** Milliseconds between two batches, for the requests and for other processes that write. */
const PAUSE = 5;

/**
 * Clears expired rows away every hour, and never on a request's path. Expiry does not depend on it: what is still
 * there but over is refused anyway.
 *
 * @returns a function that ends it, and waits for a batch under way
 */
export function sweepHourly(storage: Pick<Storage, "sweep">, complain: (error: unknown) => void): () => Promise<void> {
  let isStopped = false;
  let running: Promise<void> = Promise.resolve();

  async function sweep(): Promise<void> {
    try {
      const before = new Date();
      while (!isStopped && (await storage.sweep(before, BATCH)) >= BATCH) {
        await setTimeout(PAUSE);
      }
    } catch (error) {
      complain(error);
    }
  }

  const timer = setInterval(() => (running = running.then(sweep)), INTERVAL).unref();
  return () => {
    isStopped = true;
    clearInterval(timer);
    return running;
  };
}
