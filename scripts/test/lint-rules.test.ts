import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { root } from "../workspace.mjs";
import { build, manifest } from "./house.ts";

const IMPORTS = "eslint(no-restricted-imports)";
const CYCLE = "import(no-cycle)";
const SQL_PACKAGES = [
  "sql",
  "adapter-sqlite",
  "adapter-d1",
  "adapter-durable-object",
  "adapter-postgres",
  "adapter-kysely",
];

const forbidden: [how: string, text: string, rule: string][] = [
  ["a value", 'import { sql } from "kysely";\nexport const one = sql;', IMPORTS],
  ["a side effect", 'import "kysely";', IMPORTS],
  ["a re-export", 'export * from "kysely";', IMPORTS],
  ["a subpath", 'export * from "kysely/helpers/postgres";', IMPORTS],
  ["a dynamic import", 'export const late = () => import("kysely");', IMPORTS],
  ["an import of types", 'import type { Kysely } from "kysely";\nexport type One = Kysely<unknown>;', IMPORTS],
  ["a re-export of types", 'export type * from "kysely";', IMPORTS],
  ["require", 'export const late = require("kysely");', "typescript(no-require-imports)"],
  ["a type in place", 'export type K = import("kysely").Kysely;', "typescript(consistent-type-imports)"],
  ["types without import", '/// <reference types="kysely" />', "typescript(triple-slash-reference)"],
];
const refused = ["node:crypto", "crypto", "node:fs", "valibot", "@latchkey/http", "@latchkey/sql", "jose"];
const lines = (many: number) => "void 0;\n".repeat(many);
const tooBig: [what: string, text: string, rule: string][] = [
  ["a file of 201 lines", lines(201), "eslint(max-lines)"],
  ["a function of 76 lines", `export function one() {\n${lines(75)}}\n`, "eslint(max-lines-per-function)"],
  ["a function of four parameters", "export const one = (a, b, c, d) => [a, b, c, d];", "eslint(max-params)"],
  ["four levels of blocks", "if (1) { if (2) { if (3) { if (4) { void 0; } } } }", "eslint(max-depth)"],
];

const core = (name: string) => `packages/core/src/lib/${name}.ts`;
const index = (name: string) => `packages/${name}/src/index.ts`;
const nodeCrypto = core("passwords/node-crypto");

/** One workspace with all of it, since a run of oxlint takes a second. */
const files = {
  "packages/core/package.json": manifest("@latchkey/core"),
  "packages/http/package.json": manifest("@latchkey/http"),
  ...Object.fromEntries(forbidden.map(([, text], at) => [core(`forbidden-${at}`), text])),
  ...Object.fromEntries(refused.map((name, at) => [core(`refused-${at}`), `export * from "${name}";`])),
  ...Object.fromEntries(tooBig.map(([, text], at) => [core(`big-${at}`), text])),
  [core("allowed")]: 'export * from "./big-0.ts";\nexport * from "@noble/hashes/sha2.js";',
  [core("getting")]: 'export const taken = process?.getBuiltinModule?.("node:crypto");',
  [nodeCrypto]: 'export const taken = process?.getBuiltinModule?.("node:crypto");',
  ...Object.fromEntries(
    SQL_PACKAGES.flatMap((name) => [
      [index(name), 'export type { Storage } from "@latchkey/core";'],
      [`packages/${name}/src/value.ts`, 'export { one } from "@latchkey/core";'],
      [`packages/${name}/src/braces.ts`, 'import { type One } from "@latchkey/core";\nexport type { One };'],
      [`packages/${name}/src/kysely.ts`, 'export * from "kysely";'],
    ]),
  ),
  "packages/http/src/kysely.ts": 'export * from "kysely";',
  [index("attic")]: 'export * from "valibot";',
  "packages/attic/src/own.ts": 'export * from "./index.ts";',
  [core("two/one")]: 'import { two } from "./two.ts";\nexport const one = two;',
  [core("two/two")]: 'import { one } from "./one.ts";\nexport const two = () => one;',
  [core("types/one")]: 'import type { B } from "./two.ts";\nexport type A = B;',
  [core("types/two")]: 'import type { C } from "./three.ts";\nexport type B = C;',
  [core("types/three")]: 'import type { A } from "./one.ts";\nexport type C = A | 1;',
  [index("core")]: 'export type { Handler } from "@latchkey/http";',
  [index("http")]: 'import { one } from "@latchkey/core";\nexport type Handler = typeof one;',
};

let found: ReadonlyMap<string, readonly string[]>;
beforeAll(() => void (found = lint()));

/** The rules that a file breaks, by the workspace's own settings. */
const broken = (file: string) => found.get(file) ?? [];

function lint(): Map<string, string[]> {
  const house = build(files);
  copyFileSync(join(root, "oxlint.config.ts"), join(house, "oxlint.config.ts"));
  mkdirSync(join(house, "node_modules/@latchkey"), { recursive: true });
  for (const name of ["core", "http"]) {
    symlinkSync(join(house, "packages", name), join(house, "node_modules/@latchkey", name), "junction");
  }
  const { diagnostics } = JSON.parse(runOxlint(house)) as { diagnostics: { code: string; filename: string }[] };
  const rules = new Map<string, string[]>();
  for (const { filename, code } of diagnostics) {
    const file = filename.replaceAll("\\", "/");
    rules.set(file, [...new Set([...(rules.get(file) ?? []), code])]);
  }
  return rules;
}

function runOxlint(house: string): string {
  const program = join(root, "node_modules/oxlint/bin/oxlint");
  try {
    return execFileSync(process.execPath, [program, "--format", "json"], { cwd: house, encoding: "utf8" });
  } catch (error) {
    return (error as { stdout: string }).stdout; // It ends with 1 when it finds something.
  }
}

describe("what a package may import", () => {
  it.each(forbidden.map(([how, , rule], at) => ({ how, rule, at })))("core never reaches kysely by $how", (one) => {
    expect(broken(core(`forbidden-${one.at}`))).toContain(one.rule);
  });

  it.each(refused.map((name, at) => ({ name, at })))("core never imports $name", ({ at }) => {
    expect(broken(core(`refused-${at}`))).toEqual([IMPORTS]);
  });

  it("core imports its own files and @noble/hashes", () => {
    expect(broken(core("allowed"))).toEqual([]);
  });

  it("F17 core takes node:crypto where the runtime has it, in one file, and nothing else of Node", () => {
    expect(broken(core("getting"))).toEqual(["eslint(no-restricted-properties)"]);
    expect(broken(nodeCrypto)).toEqual([]);
    const calls = readFileSync(join(root, nodeCrypto), "utf8").match(/\S*getBuiltinModule\?*\.*\(.*\)/g);
    expect(calls).toEqual(['process?.getBuiltinModule?.("node:crypto")']);
  });

  it("http never reaches kysely", () => {
    expect(broken("packages/http/src/kysely.ts")).toEqual([IMPORTS]);
  });

  it.each(SQL_PACKAGES)("%s imports core as types only", (name) => {
    expect(broken(index(name))).toEqual([]);
    expect(broken(`packages/${name}/src/value.ts`)).toEqual([IMPORTS]);
    expect(broken(`packages/${name}/src/braces.ts`)).toEqual(["typescript(no-import-type-side-effects)"]);
  });

  it("no SQL package but adapter-kysely ships kysely", () => {
    const shipping = SQL_PACKAGES.filter((name) => !broken(`packages/${name}/src/kysely.ts`).includes(IMPORTS));
    expect(shipping).toEqual(["adapter-kysely"]);
  });

  it("a package without a line in oxlint.config.ts imports nothing but its own files", () => {
    expect(broken(index("attic"))).toEqual([IMPORTS]);
    expect(broken("packages/attic/src/own.ts")).toEqual([]);
  });
});

describe("cycles of imports", () => {
  it("two files that import each other", () => {
    expect(broken(core("two/one"))).toContain(CYCLE);
  });

  it("three files, by types alone", () => {
    expect(broken(core("types/one"))).toContain(CYCLE);
  });

  it("a way round through another package", () => {
    expect(broken(index("core"))).toContain(CYCLE);
  });
});

describe("sizes", () => {
  it.each(tooBig.map(([what, , rule], at) => ({ what, rule, at })))("F57 $what is too big", ({ rule, at }) => {
    expect(broken(core(`big-${at}`))).toContain(rule);
  });
});
