import { setImmediate as breathe } from "node:timers/promises";
import type { Answer } from "../asks.ts";
import type { Operation } from "./operations.ts";

/** Milliseconds after which the event loop gets its turn, as it would between requests that come by socket. */
const SLICE = 10;

/** Keeps so many in flight for so long, sees the last of them through, and says how many a second that was. */
export async function load(
  operation: Operation | null,
  { inFlight, milliseconds }: { inFlight: number; milliseconds: number },
): Promise<Answer> {
  if (!operation) return { perSecond: null, microseconds: null };
  globalThis.gc?.();
  let done = 0;
  const start = performance.now();
  const deadline = start + milliseconds;
  let pause = start + SLICE;

  const worker = async () => {
    for (let now = start; now < deadline; now = performance.now()) {
      await operation();
      done++;
      if (now <= pause) continue;
      // One of them for all.
      pause = Infinity;
      await breathe();
      pause = performance.now() + SLICE;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));

  const elapsed = performance.now() - start;
  return { perSecond: (done / elapsed) * 1000, microseconds: (elapsed / done) * 1000 };
}
