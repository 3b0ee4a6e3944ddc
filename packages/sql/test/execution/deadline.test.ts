import { checkTimeout, millisecondsUntil, timeoutError, withDeadline } from "@latchkey/sql";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
afterEach(() => void vi.useRealTimers());

describe("timeoutMs", () => {
  it("is 5000 milliseconds by default", () => expect(checkTimeout(undefined)).toBe(5000));

  it.each([1, 5000, 2 ** 31 - 1])("is a whole number, like %d", (timeoutMs) =>
    expect(checkTimeout(timeoutMs)).toBe(timeoutMs),
  );

  it.each([0, -1, 0.5, 2 ** 31, Number.NaN, Number.POSITIVE_INFINITY, "5000" as never])(
    "may not be %j",
    (timeoutMs) => {
      expect(() => checkTimeout(timeoutMs)).toThrow(
        TypeError("timeoutMs must be a whole number of milliseconds from 1 to 2147483647, like 5000"),
      );
    },
  );
});

describe("a deadline", () => {
  it("lets work through that ends before it, and leaves no timer", async () => {
    expect(await withDeadline(performance.now() + 1000, Promise.resolve("rows"))).toBe("rows");
    expect(vi.getTimerCount()).toBe(0);
    await expect(withDeadline(performance.now() + 1000, Promise.reject(new Error("refused")))).rejects.toThrow(
      "refused",
    );
    expect(vi.getTimerCount()).toBe(0);
  });

  it("rejects work that takes longer, with a sentence that names the option", async () => {
    const outcome = withDeadline(performance.now() + 1000, new Promise(() => {})).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(999);
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await outcome).toEqual(new Error("The database did not answer in time (timeoutMs)"));
    expect(timeoutError().message).toBe("The database did not answer in time (timeoutMs)");
  });

  it("is counted in whole milliseconds, rounded up, and never below 0", () => {
    const now = performance.now();
    expect(millisecondsUntil(now + 10)).toBe(10);
    expect(millisecondsUntil(now + 9.2)).toBe(10);
    expect(millisecondsUntil(now)).toBe(0);
    expect(millisecondsUntil(now - 10)).toBe(0);
  });
});
