import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "..");

/** The ids in a text; `TK01–TK04` stands for the four of them. */
function idsIn(text: string): Set<string> {
  const ranges = [...text.matchAll(/\b([A-Z]{1,2})(\d{2})–(?:[A-Z]{1,2})?(\d{2})\b/g)].flatMap(([, kind, from, to]) =>
    Array.from({ length: Number(to) - Number(from) + 1 }, (_, at) => kind + String(Number(from) + at).padStart(2, "0")),
  );
  return new Set([...ranges, ...[...text.matchAll(/\b(?:P|Y|PW|ID|SI|SE|TK|CK|HT|D)\d{2}\b/g)].map(([id]) => id)]);
}

it("every promise of docs/security-model.md stands in the name of a test", () => {
  const places = ["packages/*/test/*.test.ts", "packages/core/src/lib/testing/*.cases.ts", "test/**/*.test.ts", "test/conversation/*.cases.ts"];
  const tests = globSync(places, { cwd: root, exclude: (path) => path.includes("node_modules") || path.endsWith("promises.test.ts") });
  const held = idsIn(tests.map((file) => readFileSync(join(root, file), "utf8")).join("\n"));
  const promised = idsIn(readFileSync(join(root, "docs/security-model.md"), "utf8"));
  expect(promised.size).toBeGreaterThan(50);
  expect([...promised].filter((id) => !held.has(id))).toEqual([]);
});
