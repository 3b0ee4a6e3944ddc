import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { testNamesIn } from "../support/test-names.ts";

const root = join(import.meta.dirname, "../..");
const places = [
  "packages/*/test/**/*.ts",
  "packages/core/src/lib/testing/cases/**/*.cases.ts",
  "test/**/*.{test,cases}.ts",
  "scripts/test/*.test.ts",
];
const files = globSync(places, { cwd: root, exclude: (path) => path.includes("node_modules") });
const tests = files.flatMap((file) => testNamesIn(join(root, file)).map((test) => ({ ...test, file })));

/** The ids in a text; `TK01–TK04` stands for the four of them. */
function idsIn(text: string): Set<string> {
  const ranges = [...text.matchAll(/\b([A-Z]{1,2})(\d{2})–(?:[A-Z]{1,2})?(\d{2})\b/g)].flatMap(([, kind, from, to]) =>
    Array.from({ length: Number(to) - Number(from) + 1 }, (_, at) => kind + String(Number(from) + at).padStart(2, "0")),
  );
  return new Set([
    ...ranges,
    ...[...text.matchAll(/\b(?:P|Y|PW|ID|SI|SE|TK|CK|HT|D|CL|ML|OA|OP|ST|PK|SF|MS|AD|AU|F)\d{2}\b/g)].map(([id]) => id),
  ]);
}

it("F70 every promise of docs/security-model.md stands in the name of a test, not just somewhere in its file", () => {
  const held = idsIn(tests.map(({ path }) => path).join("\n"));
  const promised = idsIn(readFileSync(join(root, "docs/security-model.md"), "utf8"));
  expect(promised.size).toBeGreaterThan(50);
  expect([...promised].filter((id) => !held.has(id))).toEqual([]);
});

it("F54 docs/requirements.md explains every id that a test names, and no other", () => {
  const named = idsIn(tests.map(({ path }) => path).join("\n"));
  const text = readFileSync(join(root, "docs/requirements.md"), "utf8");
  const explained = new Set([...text.matchAll(/^\| ([A-Z]{1,2}\d{2}) \|/gm)].map(([, id = ""]) => id));
  const notYet = new Set([...text.matchAll(/^\| ([A-Z]{1,2}\d{2}) \|.*\(not yet\)/gm)].map(([, id = ""]) => id));
  expect([...named].filter((id) => !explained.has(id))).toEqual([]);
  expect([...explained].filter((id) => !named.has(id) && !notYet.has(id))).toEqual([]);
  expect(explained.size).toBeGreaterThan(150);
});

it("F70 the names come from the syntax tree: a comment, a string or a group without tests holds no promise", () => {
  expect(tests.length).toBeGreaterThan(500);
  const own = testNamesIn(import.meta.filename);
  // This comment says it("TK99 …"), and here is a string.
  expect(own.some(({ name }) => name.startsWith("TK99") || 'it("TK99 x")' === name)).toBe(false);
  expect(own.filter(({ proves }) => proves)).toHaveLength(4);
});

it("F70 no name is used twice, but for the same case on Cloudflare Workers", () => {
  // A name that starts with a value is told apart by that value, or by its group.
  const named = tests.filter(
    ({ name, file, proves }) => proves && !/^(?:%|…|\$)/.test(name) && !file.includes(".workerd."),
  );
  const seen = new Map<string, string>();
  const twice = named.flatMap(({ name, file }) => {
    const first = seen.get(name);
    seen.set(name, file);
    return first === undefined ? [] : [`"${name}" in ${first} and ${file}`];
  });
  expect(twice).toEqual([]);
});
