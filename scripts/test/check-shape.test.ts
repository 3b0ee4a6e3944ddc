import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkShape } from "../check-shape.mjs";
import { root } from "../workspace.mjs";
import { build, manifest, type Tree } from "./house.ts";

/** What is said of a workspace in order in which these files are changed. */
function checked(changes: Tree, order: Record<string, string[][]> = {}): string[] {
  const house = build({
    "packages/core/package.json": manifest("@latchkey/core", ["index"], { dependencies: { "@noble/hashes": "1" } }),
    "packages/core/src/index.ts": 'export { one } from "./lib/one.ts";\n',
    "packages/core/src/lib/one.ts": 'import { two } from "@noble/hashes/two.js";\nexport const one = two;\n',
    "packages/http/package.json": manifest("@latchkey/http", ["index"], {
      dependencies: { "@latchkey/core": "1", valibot: "1" },
    }),
    "packages/http/src/index.ts": 'import { one } from "@latchkey/core";\nimport "valibot";\nexport { one };\n',
    ...changes,
  });
  return checkShape(house, order);
}

/** The one problem of a workspace in order in which one file is changed. */
function problem(file: string, content: string | object): string {
  const problems = checked({ [file]: content });
  expect(problems).toHaveLength(1);
  return problems[0] ?? "";
}

it("this workspace keeps its own rules", () => {
  expect(checkShape(root)).toEqual([]);
});

it("a workspace in order has no problem", () => {
  expect(checked({})).toEqual([]);
});

describe("dependencies", () => {
  it.each([
    ["an import", 'import { toJsonSchema } from "@valibot/to-json-schema";'],
    ["a subpath", 'import "@valibot/to-json-schema/more";'],
    ["a re-export", 'export * from "@valibot/to-json-schema";'],
    ["a dynamic import", 'export const late = () => import("@valibot/to-json-schema");'],
    ["braces with nothing but types", 'import { type Schema } from "@valibot/to-json-schema";'],
  ])("what runs is among the dependencies: %s", (_, text) => {
    expect(problem("packages/http/src/index.ts", text)).toMatch(
      /^packages\/http\/src\/index\.ts: imports @valibot\/to-json-schema\S*, which is not among the dependencies/,
    );
  });

  it("types and Node's own modules need no dependency", () => {
    const text = 'import type { Schema } from "@valibot/to-json-schema";\nimport "node:fs";\nexport type { Schema };';
    expect(checked({ "packages/http/src/index.ts": text })).toEqual([]);
  });
});

describe("exports", () => {
  it("a public file that the exports map does not name", () => {
    const problems = checked({ "packages/core/src/extra.ts": "export {};" });
    expect(problems).toEqual([
      'packages/core/package.json: exports["./extra"] should be "./src/extra.ts"',
      'packages/core/package.json: publishConfig.exports["./extra"] should be ' +
        '{"types":"./dist/extra.d.ts","default":"./dist/extra.js"}',
    ]);
  });

  it("an exports map that names no file", () => {
    const json = manifest("@latchkey/core", ["index", "gone"], { dependencies: { "@noble/hashes": "1" } });
    expect(checked({ "packages/core/package.json": json })).toEqual([
      'packages/core/package.json: exports["./gone"] has no file at the top of src',
      'packages/core/package.json: publishConfig.exports["./gone"] has no file at the top of src',
    ]);
  });

  it("published files that differ from those of the workspace", () => {
    const json = { ...manifest("@latchkey/core"), dependencies: { "@noble/hashes": "1" }, publishConfig: {} };
    const problems = checked({ "packages/core/package.json": json });
    expect(problems).toHaveLength(2);
    expect(problems[0]).toContain('publishConfig.exports["."] should be');
  });

  it("a program that the manifest does not name", () => {
    expect(checked({ "packages/core/src/bin.ts": "export {};" })).toEqual([
      'packages/core/package.json: bin should be "./src/bin.ts"',
      'packages/core/package.json: publishConfig.bin should be "./dist/bin.js"',
    ]);
  });
});

describe("places", () => {
  it("a folder in src beside lib", () => {
    expect(problem("packages/core/src/inner/one.ts", "export {};")).toContain("src has no other folder");
  });

  it("a private file that imports a public one", () => {
    const text = 'import { one } from "../index.ts";\nexport const two = one;';
    expect(problem("packages/core/src/lib/two.ts", text)).toBe(
      "packages/core/src/lib/two.ts: is private and imports the public ../index.ts: " +
        "import the private file that it exports from",
    );
  });

  it("a file that reaches out of its package", () => {
    const problems = checked({
      "packages/core/src/lib/one.ts": 'import "../../test/one.ts";',
      "packages/core/test/one.ts": "",
    });
    expect(problems).toEqual(["packages/core/src/lib/one.ts: imports ../../test/one.ts, which is outside its own src"]);
  });

  it.each([
    ["test/story.test.ts", "../packages/core/src/lib/one.ts"],
    ["examples/node/main.ts", "@latchkey/core/src/lib/one.ts"],
    ["packages/http/test/story.test.ts", "../../core/src/lib/one.ts"],
  ])("%s may not look into another package's lib", (file, name) => {
    expect(problem(file, `import "${name}";`)).toBe(`${file}: imports ${name}, which is private to @latchkey/core`);
  });

  it("but a package's own tests may", () => {
    expect(checked({ "packages/core/test/one.test.ts": 'import "../src/lib/one.ts";' })).toEqual([]);
  });

  it.each(["utils.ts", "token-helper.ts", "session_manager.ts", "UserService.ts", "helpers/one.ts"])(
    "%s is no name for a file",
    (path) => {
      expect(problem(`packages/core/src/lib/${path}`, "export {};")).toContain("does not say what the file is for");
    },
  );
});

describe("rooms", () => {
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
    const words = `imports ${name}, but ${own} may only import from the rooms below it`;
    const sentence = `packages/core/src/lib/${file}: ${words}`;
    expect(at(file, `import type { B } from "${name}"; export type { B };`)).toEqual([sentence]);
    expect(at(file, `export const b = () => import("${name}");`)).toEqual([sentence]);
  });

  it("a file in no room has no place", () => {
    expect(at("loft/d.ts", "")).toEqual([
      "packages/core/src/lib/loft/d.ts: is in none of the rooms that scripts/shape/rooms.mjs lists",
    ]);
  });

  it("testing may import from all of them", () => {
    expect(at("testing/e.ts", 'import "../account/a.ts";')).toEqual([]);
  });
});

describe("the map in CONTRIBUTING.md", () => {
  const order = { core: [["mail", "users"], ["errors.ts"]] };
  const files: Tree = {
    "packages/core/src/index.ts": "",
    "packages/core/src/lib/one.ts": undefined,
    "packages/core/src/lib/mail/a.ts": "",
    "packages/core/src/lib/users/a.ts": "",
    "packages/core/src/lib/testing/a.ts": "",
    "packages/core/src/lib/errors.ts": "",
    "docs/http.md": "",
  };
  const packages = "packages/\n  core/  @latchkey/core  accounts\n  http/  @latchkey/http  routes\ndocs/  guides\n";
  const rooms = "packages/core/src/lib/\n  mail  users   # mails\n  errors.ts\n  testing   # tests\n";
  const drawn = (...blocks: string[]) =>
    checked({ ...files, "CONTRIBUTING.md": blocks.map((lines) => `\`\`\`text\n${lines}\`\`\`\n`).join("\n") }, order);

  it("shows what is there", () => {
    expect(drawn(packages, rooms)).toEqual([]);
  });

  it.each([
    ["a package that is not there", packages.replace("docs/", "  attic/  attic  old\ndocs/"), rooms],
    ["a package by another name", packages.replace("@latchkey/http", "@latchkey/web"), rooms],
    ["too few packages", packages.replace(/ {2}http.*\n/, ""), rooms],
    ["too few other folders", packages.replace(/docs.*\n/, ""), rooms],
    ["rooms in another order", packages, rooms.replace("mail  users", "users  mail")],
    ["floors in another order", packages, rooms.replace(/( {2}mail.*\n)( {2}errors.*\n)/, "$2$1")],
    ["too few rooms", packages, rooms.replace(/ {2}testing.*\n/, "")],
  ])("may not show %s", (_, first, second) => {
    expect(drawn(first, second)).toEqual([expect.stringMatching(/^CONTRIBUTING\.md: shows .*; it should be /)]);
  });

  it("may not show a room that is gone", () => {
    files["packages/core/src/lib/users/a.ts"] = undefined;
    expect(drawn(packages, rooms)).toEqual([
      expect.stringContaining("packages/core/src/lib/users, which does not exist"),
    ]);
  });

  it("is there", () => {
    expect(existsSync(join(root, "CONTRIBUTING.md"))).toBe(true);
  });
});

describe("widths", () => {
  const wide = `// ${"wide ".repeat(24)}`;
  const tools = { "tools/a.ts": "", "tools/b.mjs": `\n${wide}\n`, "tools/c.md": wide };

  it("no line is wider than 120 columns", () => {
    expect(wide).toHaveLength(123);
    expect(checked(tools)).toEqual(["tools/b.mjs:2: is 123 columns wide"]);
  });
});
