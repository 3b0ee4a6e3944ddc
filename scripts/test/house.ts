import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach } from "vitest";

/** Paths and what the files say; an object is JSON, and `undefined` leaves a file out. */
export type Tree = Record<string, string | object | undefined>;

const houses: string[] = [];
afterEach(() => {
  for (const house of houses.splice(0)) rmSync(house, { recursive: true, force: true });
});

/** A temporary workspace. It is removed after the test. */
export function build(tree: Tree): string {
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
export function manifest(name: string, files = ["index"], more: object = {}): object {
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
