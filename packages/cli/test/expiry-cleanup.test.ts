import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { cleanUpHourly } from "../src/lib/expiry-cleanup.ts";

const HOUR = 60 * 60 * 1000;

/** A storage with so many expired rows. */
function storageWith(rows: number) {
  const sweep = vi.fn(async (_: Date, limit: number) => {
    const gone = Math.min(limit, rows);
    rows -= gone;
    return gone;
  });
  return { sweep };
}

const errors: unknown[] = [];
const onError = (error: unknown) => void errors.push(error);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"], now: new Date("2026-01-01T00:00:00Z") });
  errors.length = 0;
});
afterEach(() => void vi.useRealTimers());

it("D21 nothing is swept for an hour, then everything that has expired, 100 rows at a time", async () => {
  const storage = storageWith(250);
  const stop = cleanUpHourly({ storage, pruneAuditLog: null }, onError);
  vi.advanceTimersByTime(HOUR - 1);
  expect(storage.sweep).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  await vi.waitFor(() => expect(storage.sweep).toHaveBeenCalledTimes(3));
  for (const [before, limit] of storage.sweep.mock.calls) {
    expect(before.toISOString()).toMatch(/^2026-01-01T01:00:00/);
    expect(limit).toBe(100);
  }
  vi.advanceTimersByTime(HOUR);
  await vi.waitFor(() => expect(storage.sweep).toHaveBeenCalledTimes(4));
  await stop();
});

it("requests have their turn between two batches, though the storage answers at once", async () => {
  const storage = storageWith(1e9);
  const stop = cleanUpHourly({ storage, pruneAuditLog: null }, onError);
  vi.advanceTimersByTime(HOUR);
  for (let turn = 0; turn < 5; turn++) await setImmediate();
  expect(storage.sweep.mock.calls.length).toBeLessThan(5);
  await stop();
});

it("trouble is told and does not end the sweeping; stopping does", async () => {
  const storage = { sweep: vi.fn(async (): Promise<number> => Promise.reject(new Error("database is locked"))) };
  const stop = cleanUpHourly({ storage, pruneAuditLog: null }, onError);
  vi.advanceTimersByTime(HOUR);
  vi.advanceTimersByTime(HOUR);
  await vi.waitFor(() => expect(errors).toHaveLength(2));
  await stop();
  vi.advanceTimersByTime(HOUR);
  await setImmediate();
  expect(storage.sweep).toHaveBeenCalledTimes(2);
});
