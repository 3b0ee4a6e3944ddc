/** How long calls take, and what is said of many of them. */

import type { Measured } from "../lib/outcome.ts";

/** One after the other, in microseconds, the shortest first. */
export async function timeEach<T>(inputs: readonly T[], call: (input: T) => Promise<unknown>): Promise<Float64Array> {
  const times = new Float64Array(inputs.length);
  for (const [index, input] of inputs.entries()) {
    const start = performance.now();
    await call(input);
    times[index] = (performance.now() - start) * 1000;
  }
  return times.sort();
}

/** Of sorted values: 0.5 is the median, 0.99 what one in a hundred exceeds. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** A figure that there is one of, however many were looked at for it. */
export function single(value: number, samples = 1): Measured {
  return { median: value, low: value, high: value, samples };
}

export function series<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

export const spaced = (count: number): string => count.toLocaleString("en").replaceAll(",", " ");
