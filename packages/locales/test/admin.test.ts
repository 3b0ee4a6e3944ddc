import { describe, expect, it } from "vitest";
import { findAdminSentences, type AdminSentences } from "../src/admin.ts";
import { locales } from "../src/index.ts";

const english = findAdminSentences("en");
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
const others = locales.map(({ code }) => code).filter((code) => code !== "en");

describe("CL09 the sentences of the admin panel", () => {
  it.each(others)("CL09 in %s have the keys and placeholders of English, and none is left in English", (code) => {
    const own = findAdminSentences(code);
    expect(Object.keys(own)).toEqual(Object.keys(english));
    for (const [key, text] of Object.entries(own) as [keyof AdminSentences, string][]) {
      expect([key, placeholders(text)]).toEqual([key, placeholders(english[key])]);
      expect(text).toMatch(/^\S(.*\S)?$/);
      expect(text).not.toMatch(/[<>\n]|\.\.\.|&\w+;/);
      if (code === "fr") expect(text).not.toMatch(/['"]| [?!:;]/);
    }
    const same = Object.entries(own).filter(([key, text]) => text === english[key as keyof AdminSentences]);
    expect(same.map(([key]) => key)).toEqual([]);
  });

  it("CL09 of a language that has none are those of English", () => {
    for (const code of ["xx", "", "toString", "__proto__"]) expect(findAdminSentences(code)).toBe(english);
  });
});
