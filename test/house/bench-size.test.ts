import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");

it("F58 the bench has at most 2 900 lines of code", () => {
  const tracked = execFileSync("git", ["ls-files", "bench"], { cwd: root, encoding: "utf8" }).trim().split("\n");
  const code = tracked.filter((file) => /\.(ts|mjs|js)$/.test(file));
  const lines = code.map((file) => readFileSync(join(root, file), "utf8").trimEnd().split("\n").length);
  expect(code.length).toBeGreaterThan(20);
  expect(lines.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(2900);
});
