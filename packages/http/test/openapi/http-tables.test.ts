import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { HTTP_TABLES } from "./http-tables.ts";

const file = join(import.meta.dirname, "../../../../docs/http.md");

describe("docs/http.md says what the OpenAPI document says: UPDATE_DOCS=1 writes it", () => {
  it.each(Object.keys(HTTP_TABLES))("F54 %s", (name) => {
    const text = readFileSync(file, "utf8");
    const block = new RegExp(`(<!-- ${name}: written by [^>]*-->\n)([^]*?)(<!-- /${name} -->)`);
    const [, open, found, close] = block.exec(text) ?? [];
    const written = `\n${HTTP_TABLES[name]}\n\n`;
    if (process.env.UPDATE_DOCS)
      writeFileSync(
        file,
        text.replace(block, () => `${open}${written}${close}`),
      );
    else expect(found).toBe(written);
  });
});
