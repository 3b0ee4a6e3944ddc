import { withRetries } from "@latchkey/sql";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Fails so many times, and then succeeds. Notes when each run began. */
function failing(times: number) {
  const start = performance.now();
  const began: number[] = [];
  const retries: number[] = [];
  const run = async (retry: number) => {
    began.push(performance.now() - start);
    retries.push(retry);
    if (began.length <= times) throw new Error(`failure ${began.length}`);
    return "done";
  };
  return { run, began, retries };
}

/** What it settled with, once every timer has fired. */
async function outcomeOf(work: Promise<unknown>): Promise<unknown> {
  const outcome = work.catch((error: Error) => error.message);
  await vi.runAllTimersAsync();
  return outcome;
}

const later = () => performance.now() + 10_000;

describe("a step that fails", () => {
  it("is not run again when it succeeds", async () => {
    const { run, retries } = failing(0);
    expect(await outcomeOf(withRetries(run, () => true, later()))).toBe("done");
    expect(retries).toEqual([0]);
  });

  it("is run again three times at most, and is told which retry it is", async () => {
    const curable = failing(3);
    expect(await outcomeOf(withRetries(curable.run, () => true, later()))).toBe("done");
    expect(curable.retries).toEqual([0, 1, 2, 3]);
    const stubborn = failing(9);
    expect(await outcomeOf(withRetries(stubborn.run, () => true, later()))).toBe("failure 4");
    expect(stubborn.retries).toEqual([0, 1, 2, 3]);
  });

  it("is not run again when the error says that another try is of no use", async () => {
    const { run, retries } = failing(9);
    const isRetryable = vi.fn((error: unknown) => (error as Error).message === "failure 1");
    expect(await outcomeOf(withRetries(run, isRetryable, later()))).toBe("failure 2");
    expect(retries).toEqual([0, 1]);
  });

  it.each([
    [0, [0, 4, 12, 28]],
    [0.5, [0, 8, 24, 56]],
    [0.75, [0, 10, 30, 70]],
  ])("waits longer each time, by chance: %d", async (random, expected) => {
    vi.spyOn(Math, "random").mockReturnValue(random);
    const { run, began } = failing(9);
    await outcomeOf(withRetries(run, () => true, later()));
    expect(began).toEqual(expected);
  });

  it("is not run again when the pause would reach the deadline", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0.5);
    for (const [left, runs] of [
      [8, 1],
      [8.5, 2],
    ] as const) {
      const { run, retries } = failing(9);
      const outcome = await outcomeOf(withRetries(run, () => true, performance.now() + left));
      expect(outcome).toBe(`failure ${runs}`);
      expect(retries).toHaveLength(runs);
    }
  });
});
