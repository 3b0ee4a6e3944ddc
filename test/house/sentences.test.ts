import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { locales } from "@latchkey/locales";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");

it("CL09 no catalogue has a sentence that no page, component or mail shows", () => {
  const files = globSync("packages/{locales,mail,pages,react}/src/**/*.{ts,tsx}", {
    cwd: root,
    exclude: (path) => /locales\/src\/lib\/[a-z]{2}$/.test(path),
  });
  const words = new Set(files.flatMap((file) => readFileSync(join(root, file), "utf8").match(/\w+/g) ?? []));
  const { forms, account, mails, passkeys, secondFactor } = locales[0]!;
  const keys = Object.keys({ ...forms, ...account, ...mails, ...passkeys, ...secondFactor });
  expect(keys.length).toBeGreaterThan(100);
  expect(keys.filter((key) => !words.has(key))).toEqual([]);
});
