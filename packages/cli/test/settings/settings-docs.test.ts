import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { SETTINGS } from "../../src/lib/settings/settings.ts";
import { OWN_CODE } from "./own-code.ts";
import { sdkOptions } from "./sdk-options.ts";
import { README_TABLE, TABLES, withTable } from "./tables.ts";

const root = join(import.meta.dirname, "../../../..");

function compare(file: string, tables: Readonly<Record<string, string>>): void {
  const path = join(root, file);
  const text = readFileSync(path, "utf8");
  const wanted = Object.entries(tables).reduce((all, [marker, content]) => withTable(all, marker, content), text);
  if (process.env.UPDATE_DOCS) writeFileSync(path, wanted);
  expect(readFileSync(path, "utf8")).toBe(wanted);
}

it("docs/configuration.md lists every setting as it is declared, and what is for programs alone", () => {
  compare("docs/configuration.md", TABLES);
});

it("the README of the ready server names every setting, group by group", () => {
  compare("packages/cli/README.md", { settings: README_TABLE });
});

it("every option of the SDK is a setting, or is said to be for a program of your own", () => {
  const settable = new Set(Object.values(SETTINGS).flatMap(({ option = "" }) => option.split(" ")));
  const options = sdkOptions();
  expect(options.length).toBeGreaterThan(60);
  expect(options.filter((option) => !settable.has(option) && !Object.hasOwn(OWN_CODE, option))).toEqual([]);
  // No reason is left over for what has become a setting, or is gone.
  expect(Object.keys(OWN_CODE).filter((option) => settable.has(option) || !options.includes(option))).toEqual([]);
});
