import { describe, expect, it } from "vitest";
import { borderOverSockets } from "../support/border.ts";
import { converse, running } from "../support/example.ts";
import { readConfig, startWorker } from "../support/worker.ts";

describe.each([
  ["workers", "D1"],
  ["durable-objects", "a Durable Object"],
])("examples/%s over HTTP, on %s", (name) => {
  const { options } = running(() => startWorker(name));
  converse(options);
  borderOverSockets(options);

  it("needs no Node API: its compatibility date brings none, and it has no flags", () => {
    const { compatibility_date, compatibility_flags } = readConfig(name);
    expect(compatibility_date <= "2026-07-30").toBe(true);
    expect(compatibility_flags).toBeUndefined();
  });
});
