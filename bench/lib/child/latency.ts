/** What everybody else notices while passwords are hashed. */

import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import type { Answer } from "../asks.ts";
import { operation, type Operation } from "./operations.ts";
import type { Stage } from "./stage.ts";

interface Strain {
  signIns: number;
  milliseconds: number;
}

/** One GET /me after the other, two milliseconds apart, each timed by itself. */
export async function latency(stage: Stage, strain: Strain): Promise<Answer> {
  const me = operation(stage, "me");
  if (!me) return { p50: null, p99: null };
  const times: number[] = [];
  const isPossible = await whileSigningIn(stage, strain, async (isOver) => {
    while (!isOver()) {
      await pause(2);
      const start = performance.now();
      await me();
      times.push(performance.now() - start);
    }
  });
  return isPossible ? { p50: percentile(times, 0.5), p99: percentile(times, 0.99) } : { p50: null, p99: null };
}

export async function lateness(stage: Stage, strain: Strain): Promise<Answer> {
  const resolution = 1;
  const histogram = monitorEventLoopDelay({ resolution });
  const isPossible = await whileSigningIn(stage, strain, async () => {
    histogram.enable();
    await pause(strain.milliseconds);
    histogram.disable();
  });
  // It records the whole interval between two ticks of its timer.
  return { p99: isPossible ? Math.max(0, histogram.percentile(99) / 1e6 - resolution) : null };
}

/** Runs `work` once the sign-ins are under way, and sees them through when it is done. */
async function whileSigningIn(
  stage: Stage,
  strain: Strain,
  work: (isOver: () => boolean) => Promise<void>,
): Promise<boolean> {
  const signIn = operation(stage, "signIn");
  if (!signIn) return false;
  let isDone = false;
  const keepOn = async (once: Operation) => {
    while (!isDone) await once();
  };
  const workers = Array.from({ length: strain.signIns }, () => keepOn(signIn));
  const all = Promise.all(workers);
  try {
    await Promise.race([pause(100), all]);
    const deadline = performance.now() + strain.milliseconds;
    await Promise.race([work(() => performance.now() > deadline), all]);
  } finally {
    isDone = true;
    await all;
  }
  return true;
}

function percentile(values: number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}
