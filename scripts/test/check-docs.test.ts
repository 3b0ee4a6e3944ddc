import { expect, it } from "vitest";
import { checkDocs } from "../check-docs.mjs";
import { build, manifest } from "./house.ts";

const SOURCE = `
export interface Options { nested?: { deep?: string }; method(of: { parameter: string }): void }
export class Thing { #hidden = 1; private own = 2; shown = this.#hidden + this.own; }
/** @throws TypeError for nothing: a tag alone is no docstring */
export const tagged = 1;
/** Does it. */
export function act() {}
/**
 * Does it.
 * @example
 * import { act as other } from "./src/index.ts";
 * return await other();
 */
export function good() {}
/**
 * Does it.
 * @example
 * const text: string = 1;
 */
export function bad() {}
`;

/** What is said of a package with this public file. */
function checked(allowed: { docs?: number; examples?: number }): string[] {
  const compilerOptions = { module: "nodenext", lib: ["es2022"], allowImportingTsExtensions: true };
  const house = build({
    "tsconfig.base.json": { compilerOptions },
    "packages/core/package.json": manifest("@latchkey/core", ["index"]),
    "packages/core/src/index.ts": 'export * from "./lib/one.ts";\n',
    "packages/core/src/lib/one.ts": SOURCE,
  });
  return checkDocs(house, { core: allowed }).map((problem) => problem.replace("packages/core/src/lib/one.ts:", ""));
}

it("every public name has a docstring, every public function has an example, and every example compiles", () => {
  expect(checked({})).toEqual([
    "2: Options has no docstring",
    "2: Options.nested has no docstring",
    "2: Options.nested.deep has no docstring",
    "2: Options.method has no docstring",
    "3: Thing has no docstring",
    "3: Thing.shown has no docstring",
    "5: tagged has no docstring",
    "7: act has no @example",
    "20: the example of bad does not compile: Type 'number' is not assignable to type 'string'.",
  ]);
}, 60_000);

it("as many docstrings and examples may be missing as the list says, and no more", () => {
  expect(checked({ docs: 7, examples: 1 })).toHaveLength(1);
  expect(checked({ docs: 6 })).toHaveLength(9);
}, 60_000);
