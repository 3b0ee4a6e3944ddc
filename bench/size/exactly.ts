import type { Measured } from "../lib/outcome.ts";

/** A figure that is the same each time. */
export function exactly(value: number): Measured {
  return { median: value, low: value, high: value, samples: 1 };
}
