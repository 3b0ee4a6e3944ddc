/** Runs one operation with tinybench, with a number of calls in flight. */

import { setImmediate } from "node:timers/promises";
import { Bench } from "tinybench";

/** For so many `milliseconds`, or so many `calls`. `before` runs before each call, outside of the measured time. */
export interface Load {
  inFlight: number;
  milliseconds?: number;
  calls?: number;
  before?: () => Promise<unknown> | void;
}

/** The milliseconds of all calls, the shortest first, two of their quantiles, and the calls a second. */
export async function load(operation: () => Promise<unknown>, { inFlight, milliseconds = 0, calls = 0, before }: Load) {
  globalThis.gc?.();
  let [start, end, turn] = [0, 0, 0];
  const bench = new Bench({
    concurrency: "task",
    threshold: inFlight,
    time: milliseconds,
    iterations: calls,
    warmup: false,
    throws: true,
    retainSamples: true,
    setup: () => void (turn = (start = performance.now()) + 10),
    teardown: () => void (end = performance.now()),
  });
  // The event loop gets a turn every 10 ms, as between requests from the network, so that deferred work counts.
  const yieldAtTimes = async () => {
    if (performance.now() < turn) return;
    // One of the calls in flight waits for all.
    turn = Number.POSITIVE_INFINITY;
    await setImmediate();
    turn = performance.now() + 10;
  };
  bench.add("operation", operation, { async: true, beforeEach: async () => void (await (before ?? yieldAtTimes)()) });
  const [task] = await bench.run();
  if (task?.result.state !== "completed") throw new Error(`The measurement is ${task?.result.state}`);
  const { p50, p99, samples = [] } = task.result.latency;
  return { perSecond: (task.runs / (end - start)) * 1000, p50, p99, samples: [...samples] };
}
