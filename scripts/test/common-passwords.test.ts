import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { commonPasswords } from "../../packages/core/src/common-passwords.ts";
import { listFile, passwords } from "../common-passwords/list.ts";

const core = join(import.meta.dirname, "../../packages/core");

it("F16 the list that is shipped is the one that the script writes, and reads back whole", () => {
  expect(readFileSync(join(core, "src/lib/passwords/common-passwords-list.ts"), "utf8")).toBe(listFile());
  expect([...commonPasswords()]).toEqual(passwords());
});

it("F16 the licence of the list is shipped with it", () => {
  const licence = readFileSync(
    join(import.meta.dirname, "../../node_modules/@zxcvbn-ts/language-common/LICENSE.txt"),
    "utf8",
  );
  expect(readFileSync(join(core, "THIRD-PARTY-LICENSES.txt"), "utf8")).toContain(licence.trim());
  expect(JSON.parse(readFileSync(join(core, "package.json"), "utf8")).files).toContain("THIRD-PARTY-LICENSES.txt");
});
