import { sqlite, sqlStorage } from "@latchkey/sql";
import { describe, expect, it } from "vitest";
import { fakeExecutor } from "./support/fake-executor.ts";

describe("sqlStorage", () => {
  it("refuses migrations that are neither automatic nor manual", () => {
    const options = { dialect: sqlite, executor: fakeExecutor(() => []), migrations: "never" as "manual" };
    expect(() => sqlStorage(options)).toThrow(TypeError('migrations must be "auto" or "manual"'));
  });

  it("refuses other options that make no sense", () => {
    const options = { dialect: sqlite, executor: fakeExecutor(() => []) };
    expect(() => sqlStorage({ ...options, prefix: "A" })).toThrow(/^prefix must/);
    expect(() => sqlStorage({ ...options, schema: "auth" })).toThrow(/^schema is for PostgreSQL/);
    expect(() => sqlStorage({ ...options, timeoutMs: 0 })).toThrow(/^timeoutMs must/);
  });

  it("closes its executor", async () => {
    const executor = fakeExecutor(() => []);
    await sqlStorage({ dialect: sqlite, executor }).close();
    expect(executor.calls).toEqual(["close"]);
  });
});
