import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { checkShape } from "../check-shape.mjs";
import { root } from "../workspace.mjs";

type Tree = Record<string, string | object | undefined>;

const houses: string[] = [];
afterEach(() => {
  for (const house of houses.splice(0)) rmSync(house, { recursive: true, force: true });
});

function build(tree: Tree): string {
  const house = mkdtempSync(join(tmpdir(), "latchkey-house-"));
  houses.push(house);
  for (const [path, content] of Object.entries(tree)) {
    if (content === undefined) continue;
    mkdirSync(dirname(join(house, path)), { recursive: true });
    writeFileSync(join(house, path), typeof content === "string" ? content : JSON.stringify(content));
  }
  return house;
}

/** A manifest whose exports are these top-level files, as they should be. */
function manifest(name: string, files = ["index"], more: object = {}): object {
  const key = (file: string) => (file === "index" ? "." : `./${file}`);
  const own = { "./package.json": "./package.json" };
  const source = files.map((file) => [key(file), `./src/${file}.ts`]);
  const built = files.map((file) => [key(file), { types: `./dist/${file}.d.ts`, default: `./dist/${file}.js` }]);
  return {
    name,
    exports: { ...Object.fromEntries(source), ...own },
    publishConfig: { exports: { ...Object.fromEntries(built), ...own } },
    ...more,
  };
}

/** A house that is in order, and then these files instead. */
function checked(changes: Tree, order: Record<string, string[][]> = {}): string[] {
  const house = build({
    "packages/core/package.json": manifest("@latchkey/core", ["index"], { dependencies: { "@noble/hashes": "1" } }),
    "packages/core/src/index.ts": 'export { one } from "./lib/one.ts";\n',
    "packages/core/src/lib/one.ts": 'import { two } from "@noble/hashes/two.js";\nexport const one = two;\n',
    "packages/sql/package.json": manifest("@latchkey/sql"),
    "packages/sql/src/index.ts": 'import type { Storage } from "@latchkey/core";\nexport type Here = Storage;\n',
    "packages/http/package.json": manifest("@latchkey/http", ["index"], {
      dependencies: { "@latchkey/core": "1", valibot: "1" },
    }),
    "packages/http/src/index.ts": 'import { one } from "@latchkey/core";\nimport "valibot";\nexport { one };\n',
    ...changes,
  });
  return checkShape(house, order);
}

/** The one problem of a house in order with one file changed. */
function fall(file: string, content: string | object): string {
  const problems = checked({ [file]: content });
  expect(problems).toHaveLength(1);
  return problems[0] ?? "";
}

it("this house keeps its own rules", () => {
  expect(checkShape(root)).toEqual([]);
});

it("a house in order has nothing to hear", () => {
  expect(checked({})).toEqual([]);
});

describe("directions", () => {
  const core = "packages/core/src/lib/one.ts";

  it.each([
    ["a value", 'import { sql } from "kysely";'],
    ["a side effect", 'import "kysely";'],
    ["a re-export", 'export * from "kysely";'],
    ["a subpath", 'import { sql } from "kysely/helpers/postgres";'],
    ["a dynamic import", 'export const late = () => import("kysely");'],
    ["require", 'export const late = require("kysely");'],
    ["braces with nothing but types", 'import { type Kysely } from "kysely";'],
  ])("core never reaches kysely by %s", (_, text) => {
    expect(fall(core, text)).toMatch(/^packages\/core\/src\/lib\/one\.ts: may not import kysely\S* at run time$/);
  });

  it.each([
    'import type { Kysely } from "kysely";',
    'export type K = import("kysely").Kysely<unknown>;',
    'export type * from "kysely";',
  ])("nor by its types: %s", (text) =>
    expect(fall(core, text)).toBe(`${core}: may not import kysely, not even its types`),
  );

  it.each([
    ["node:crypto", 'import { hash } from "node:crypto";'],
    ["crypto", 'import { hash } from "crypto";'],
    ["node:fs", 'export const fs = process.getBuiltinModule("node:fs");'],
    ["valibot", 'import { parse } from "valibot";'],
    ["@latchkey/http", 'import { one } from "@latchkey/http";'],
  ])("core never reaches %s", (name, text) => {
    expect(checked({ [core]: text })).toContain(`${core}: may not import ${name} at run time`);
  });

  it("F17 core takes node:crypto where the runtime has it, and nothing else of Node", () => {
    const take = (name: string) => ({ [core]: `export const taken = process?.getBuiltinModule?.("${name}");` });
    expect(checked(take("node:crypto"))).toEqual([]);
    expect(checked(take("node:fs"))).toContain(`${core}: may not import node:fs at run time`);
    expect(checked({ [core]: 'export const taken = process.getBuiltinModule("node:crypto");' })).toContain(
      `${core}: may not import node:crypto at run time`,
    );
  });

  it("core knows nothing of Node's types", () => {
    expect(fall(core, '/// <reference types="node" />')).toBe(`${core}: may not import node, not even its types`);
  });

  it("http never reaches kysely", () => {
    expect(fall("packages/http/src/index.ts", 'import "kysely";')).toContain("may not import kysely at run time");
  });

  it("adapters import core as types only", () => {
    const text = 'export { one } from "@latchkey/core";';
    expect(fall("packages/sql/src/index.ts", text)).toContain(
      "may not import @latchkey/core at run time, only its types (import type)",
    );
  });

  it.each(["sql", "adapter-sqlite", "adapter-d1", "adapter-postgres"])(
    "%s leaves kysely to the queries beside src",
    (room) => {
      const problems = checked({
        [`packages/${room}/package.json`]: manifest(`@latchkey/${room}`),
        [`packages/${room}/src/index.ts`]: 'import { Kysely } from "kysely";',
      });
      expect(problems).toEqual([`packages/${room}/src/index.ts: may not import kysely at run time`]);
    },
  );

  it("what runs is among the dependencies", () => {
    const text = 'import { toJsonSchema } from "@valibot/to-json-schema";';
    expect(fall("packages/http/src/index.ts", text)).toContain(
      "imports @valibot/to-json-schema, which is not among the dependencies",
    );
  });

  it("a room without a line in the plan is refused", () => {
    const problems = checked({ "packages/attic/package.json": manifest("attic"), "packages/attic/src/index.ts": "" });
    expect(problems).toEqual(["packages/attic: has no line among the directions in scripts/check-shape.mjs"]);
  });
});

describe("cycles", () => {
  it("two files that import each other", () => {
    const problems = checked({
      "packages/core/src/lib/one.ts": 'import { two } from "./two.ts";\nexport const one = two;',
      "packages/core/src/lib/two.ts": 'import { one } from "./one.ts";\nexport const two = () => one;',
    });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(
      "imports itself, by way of packages/core/src/lib/two.ts → packages/core/src/lib/one.ts",
    );
  });

  it("three files, by types alone", () => {
    const problems = checked({
      "packages/core/src/lib/one.ts": 'import type { B } from "./two.ts";\nexport type A = B;',
      "packages/core/src/lib/two.ts": 'export type B = import("./three.ts").C;',
      "packages/core/src/lib/three.ts": 'import type { A } from "./one.ts";\nexport type C = A | 1;',
    });
    expect(problems).toHaveLength(1);
  });

  it("a way round through another package", () => {
    const problems = checked({
      "packages/core/src/lib/one.ts": 'import type { one } from "@latchkey/http";\nexport { one };',
    });
    expect(problems).toContainEqual(expect.stringContaining("imports itself"));
  });
});

describe("rooms", () => {
  it("a public file that the exports map does not name", () => {
    const problems = checked({ "packages/core/src/extra.ts": "export {};" });
    expect(problems).toEqual([
      'packages/core/package.json: exports["./extra"] should be "./src/extra.ts"',
      'packages/core/package.json: publishConfig.exports["./extra"] should be {"types":"./dist/extra.d.ts","default":"./dist/extra.js"}',
    ]);
  });

  it("an exports map that names no file", () => {
    const json = manifest("@latchkey/core", ["index", "gone"], { dependencies: { "@noble/hashes": "1" } });
    expect(fall("packages/core/package.json", json)).toContain('exports["./gone"] has no file at the top level of src');
  });

  it("published files that differ from those of the workspace", () => {
    const json = { ...manifest("@latchkey/core"), dependencies: { "@noble/hashes": "1" }, publishConfig: {} };
    const problems = checked({ "packages/core/package.json": json });
    expect(problems).toHaveLength(2);
    expect(problems[1]).toContain('publishConfig.exports["."] should be');
  });

  it("a program that is not announced", () => {
    expect(checked({ "packages/core/src/bin.ts": "export {};" })).toEqual([
      'packages/core/package.json: bin should be "./src/bin.ts"',
      'packages/core/package.json: publishConfig.bin should be "./dist/bin.js"',
    ]);
  });

  it("a folder in src beside lib", () => {
    expect(fall("packages/core/src/inner/one.ts", "export {};")).toContain("src has no other folder");
  });

  it("a private file that imports a public one", () => {
    const problems = checked({
      "packages/core/src/lib/two.ts": 'import { one } from "../index.ts";\nexport const two = one;',
    });
    expect(problems).toEqual([
      "packages/core/src/lib/two.ts: is private and imports the public ../index.ts; import what is behind it",
    ]);
  });

  it("a file that reaches out of its package", () => {
    const problems = checked({
      "packages/core/src/lib/one.ts": 'import "../../test/one.ts";',
      "packages/core/test/one.ts": "",
    });
    expect(problems).toEqual(["packages/core/src/lib/one.ts: reaches out of its own src for ../../test/one.ts"]);
  });

  it.each([
    ["test/story.test.ts", "../packages/core/src/lib/one.ts"],
    ["examples/node/main.ts", "@latchkey/core/src/lib/one.ts"],
    ["packages/http/test/story.test.ts", "../../core/src/lib/one.ts"],
  ])("%s may not look into another package's lib", (file, name) => {
    expect(fall(file, `import "${name}";`)).toBe(`${file}: imports ${name}, which is private to @latchkey/core`);
  });

  it("but a package's own tests may", () => {
    expect(checked({ "packages/core/test/one.test.ts": 'import "../src/lib/one.ts";' })).toEqual([]);
  });

  it.each(["utils.ts", "token-helper.ts", "session_manager.ts", "UserService.ts", "helpers/one.ts"])(
    "%s is not a room",
    (path) => {
      expect(fall(`packages/core/src/lib/${path}`, "export {};")).toContain("does not say what lives here");
    },
  );
});

describe("floors", () => {
  const order = { core: [["account"], ["mail", "users"], ["errors.ts"]] };
  const at = (path: string, text: string) =>
    checked(
      {
        "packages/core/src/index.ts": "",
        "packages/core/src/lib/one.ts": undefined,
        [`packages/core/src/lib/${path}`]: text,
      },
      order,
    );

  it("a room imports from the rooms below it, and within itself", () => {
    expect(at("account/a.ts", 'import "../mail/b.ts"; import "../errors.ts"; import "./c.ts";')).toEqual([]);
  });

  it.each([
    ["a room above", "mail/b.ts", "../account/a.ts", "mail"],
    ["a room of the same floor", "users/c.ts", "../mail/b.ts", "users"],
    ["a room, from a file beside the rooms", "errors.ts", "./mail/b.ts", "errors.ts"],
  ])("not from %s", (_, file, name, own) => {
    const sentence = `packages/core/src/lib/${file}: imports ${name}, but ${own} may only import from the rooms below it`;
    expect(at(file, `import type { B } from "${name}"; export type { B };`)).toEqual([sentence]);
  });

  it("a file in no room has no place", () => {
    expect(at("loft/d.ts", "")).toEqual([
      "packages/core/src/lib/loft/d.ts: stands in no room of the order in scripts/shape/rooms.mjs",
    ]);
  });

  it("testing may know all of them", () => {
    expect(at("testing/e.ts", 'import "../account/a.ts";')).toEqual([]);
  });
});
