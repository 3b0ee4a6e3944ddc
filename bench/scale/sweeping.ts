/** One phase of the sweep: batches at a pace, and what the traffic beside it had to wait. */

import { setImmediate, setTimeout } from "node:timers/promises";
import type { Storage } from "../../packages/core/src/index.ts";
import type { Measured } from "../lib/outcome.ts";
import { summarize } from "../lib/statistics.ts";
import { quantile, single } from "./timing.ts";
import type { Waited } from "./traffic.ts";

export interface Pace {
  readonly batch: number;
  /** Milliseconds between two batches. */
  readonly pause: number;
}

/** The traffic here, and that in another process. */
export type Sources = readonly [Source, Source];

export interface Source {
  /** What was measured since the last time. */
  take(): Waited | Promise<Waited>;
  stop(): Promise<void>;
}

export interface Phase {
  readonly values: Record<string, Measured | null>;
  readonly swept: number;
  /** Sessions that were opened meanwhile. */
  readonly opened: number;
}

export async function waitWithoutSweep(sources: Sources, milliseconds: number): Promise<Phase> {
  // What was compiled just now is slow.
  await setTimeout(1_000);
  const unmeasured = await takeBoth(sources);
  await setTimeout(milliseconds);
  const phase = await phaseOf(sources);
  return { ...phase, opened: phase.opened + countSignIns(unmeasured), swept: 0 };
}

/** Of what had expired before a moment, about `most` rows, or all there are. */
export async function sweepAtPace(
  storage: Storage,
  sources: Sources,
  { batch, pause }: Pace,
  before: Date,
  most: number,
): Promise<Phase> {
  const unmeasured = await takeBoth(sources);
  const start = performance.now();
  const batches: number[] = [];
  let swept = 0;
  for (let taken = batch; taken > 0 && (swept === 0 || swept + batch <= most); swept += taken) {
    const begun = performance.now();
    taken = await storage.sweep(before, batch);
    if (taken > 0) batches.push(performance.now() - begun);
    // SQLite answers without leaving this turn of the event loop.
    await (pause === 0 ? setImmediate() : setTimeout(pause));
  }
  const seconds = (performance.now() - start) / 1000;
  const { values, opened } = await phaseOf(sources);
  const own = {
    rate: single(swept / seconds),
    batch: summarize(batches),
    longest: single(Math.max(...batches), batches.length),
  };
  return { values: { ...own, ...values }, swept, opened: opened + countSignIns(unmeasured) };
}

async function phaseOf(sources: Sources): Promise<Omit<Phase, "swept">> {
  const taken = await takeBoth(sources);
  const [here, there] = taken;
  const refused = single(taken.reduce((sum, one) => sum + one.refused, 0));
  return { values: { ...summed("here", here), ...summed("there", there), refused }, opened: countSignIns(taken) };
}

async function takeBoth([here, there]: Sources): Promise<readonly [Waited, Waited]> {
  return [await here.take(), await there.take()];
}

const countSignIns = (taken: readonly Waited[]) => taken.reduce((sum, { signIn }) => sum + signIn.length, 0);

function summed(where: string, { me, signIn }: Waited): Phase["values"] {
  const at = (times: readonly number[], share: number) =>
    times.length === 0
      ? null
      : single(
          quantile(
            times.toSorted((a, b) => a - b),
            share,
          ),
          times.length,
        );
  return {
    [`${where}_me_p50`]: at(me, 0.5),
    [`${where}_me_p99`]: at(me, 0.99),
    [`${where}_sign_in_p99`]: at(signIn, 0.99),
  };
}
