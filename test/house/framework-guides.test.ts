import { existsSync, globSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { frameworks } from "../../scripts/frameworks/example.mjs";
import { samplesIn } from "../support/samples/readme.ts";

const root = join(import.meta.dirname, "../..");
const folder = join(root, "examples/frameworks");
const read = (file: string) => readFileSync(join(folder, file), "utf8");

/** What `npm create …` or `npm init` writes, and no guide has to show. */
const UNSHOWN = /(?:^|\/)(?:package\.json|tsconfig\.json|README\.md|nest-cli\.json|next\.config\.ts)$/;

/** What no project has before it follows the guide. */
const OURS = /^@latchkey\/|^better-sqlite3$|^@hono\/node-server$/;

function dependenciesOf(name: string): [dependency: string, version: string][] {
  const { dependencies = {}, devDependencies = {} } = JSON.parse(read(`${name}/package.json`));
  return Object.entries({ ...dependencies, ...devDependencies });
}

/** A sample that stands for a file: ```` ```ts example=express/server.ts ````. */
const EXAMPLE = /^```\w+ example=(\S+)\n([^]*?)^```$/gm;

describe.each(frameworks)("the guide for %s", (name) => {
  const guide = join(root, `docs/frameworks/${name}.md`);
  const samples = () => samplesIn(`docs/frameworks/${name}.md`);

  it("exists, and shows every file of the example as it is", () => {
    if (process.env.UPDATE_DOCS === "1") {
      const fill = (fence: string, file: string, code: string) => fence.replace(`\n${code}`, () => `\n${read(file)}`);
      writeFileSync(guide, readFileSync(guide, "utf8").replaceAll(EXAMPLE, fill));
    }
    const shown = samples().flatMap(({ attributes, code }) => {
      const file = attributes.get("example");
      return file === undefined ? [] : [[file, code]];
    });
    const found = globSync(`${name}/**/*.*`, { cwd: folder, exclude: (path) => path.includes("node_modules") });
    // A folder may have dots in its name, too.
    const files = found.filter((path) => statSync(join(folder, path)).isFile());
    const shownFiles = shown.map(([file]) => file);
    const expected = files
      .filter((file) => !UNSHOWN.test(file) || shownFiles.includes(file))
      .map((file) => [file, read(file)]);
    expect(Object.fromEntries(shown)).toEqual(Object.fromEntries(expected));
  });

  it("installs what the package.json of the example has, unless a tool makes the project", () => {
    const isCreated = samples().some(({ attributes }) => attributes.has("create"));
    const commands = samples().flatMap(({ attributes, code }) => (attributes.has("install") ? code.split("\n") : []));
    const installed = commands
      .flatMap((command) => command.split(" ").slice(2))
      .filter((word) => !word.startsWith("-"))
      .map((word) => word.replace(/(?<=.)@[\d.]+$/, ""));
    const needed = dependenciesOf(name).map(([dependency]) => dependency);
    expect(installed.filter((dependency) => !needed.includes(dependency))).toEqual([]);
    const missing = needed.filter((dependency) => !installed.includes(dependency));
    expect(missing.filter((dependency) => !isCreated || OURS.test(dependency))).toEqual([]);
  });

  it("is linked from the README of the example", () => {
    expect(read(`${name}/README.md`)).toContain(`(../../../docs/frameworks/${name}.md)`);
  });
});

it("every guide of a framework has an example, whose versions are exact", () => {
  const guides = readdirSync(join(root, "docs/frameworks")).map((file) => file.replace(".md", ""));
  expect(guides.filter((name) => name !== "others" && !existsSync(join(folder, name)))).toEqual([]);
  const isExact = ([dependency, version]: [string, string]) =>
    dependency.startsWith("@latchkey/") ? version === "latest" : /^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version);
  const loose = frameworks.flatMap((name) => dependenciesOf(name).filter((dependency) => !isExact(dependency)));
  expect(loose).toEqual([]);
});
