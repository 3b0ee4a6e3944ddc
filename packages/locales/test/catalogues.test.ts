import type { HttpErrorCode } from "@latchkey/http";
import { describe, expect, expectTypeOf, it } from "vitest";
import * as de from "../src/de.ts";
import * as en from "../src/en.ts";
import * as es from "../src/es.ts";
import * as fr from "../src/fr.ts";
import { locales, type ErrorCode, type FormSentences, type Locale } from "../src/index.ts";
import * as ja from "../src/ja.ts";
import * as pt from "../src/pt.ts";

const modules: Readonly<Record<string, Readonly<Record<string, unknown>>>> = { en, de, fr, es, pt, ja };
type Area = Readonly<Record<string, string>>;

/** The areas of a language by name: every property of a locale that holds sentences. */
function areasOf(locale: Locale): Readonly<Record<string, Area>> {
  const areas = Object.entries(locale).filter(([, value]) => typeof value === "object");
  return Object.fromEntries(areas) as Record<string, Area>;
}

const english = areasOf(locales[0]!);
const sentences = locales.flatMap((locale) =>
  Object.entries(areasOf(locale)).flatMap(([area, texts]) =>
    Object.entries(texts).map(([key, text]) => ({ id: `${locale.code}.${area}.${key}`, area, key, text })),
  ),
);
const placeholders = (text: string) => [...text.matchAll(/\{(.*?)\}/g)].map(([, name]) => name).sort();

/** The ids of sentences that a rule finds fault with. */
const faults = (isWrong: (sentence: (typeof sentences)[number]) => boolean) =>
  sentences.filter(isWrong).map(({ id }) => id);

describe("CL09 every catalogue", () => {
  it("CL09 there are six languages, and each can be imported alone, whole or by area", () => {
    expect(locales.map(({ code }) => code)).toEqual(["en", "de", "fr", "es", "pt", "ja"]);
    for (const locale of locales) {
      expect(modules[locale.code]![locale.code]).toBe(locale);
      expect({ ...modules[locale.code] }).toEqual({ ...areasOf(locale), [locale.code]: locale });
      expect(locale.direction).toBe("ltr");
    }
  });

  it("CL09 each language has the areas and keys of English, in the same order, and no other", () => {
    const keys = (locale: Locale) =>
      Object.entries(areasOf(locale)).map(([area, texts]) => [area, Object.keys(texts)] as const);
    for (const locale of locales) expect(keys(locale)).toEqual(keys(locales[0]!));
    expect(sentences.length).toBeGreaterThan(locales.length * 150);
  });

  it("CL09 a key without a sentence does not compile, and neither does a key that English lacks", () => {
    const keys = Object.keys(en.forms).length;
    const { signInTitle: _lost, ...lacking } = en.forms;
    // @ts-expect-error signInTitle is missing
    const first: FormSentences = lacking;
    // @ts-expect-error English has no such key
    const second: FormSentences = { ...en.forms, noSuchKey: "" };
    expect([Object.keys(first).length, Object.keys(second).length]).toEqual([keys - 1, keys + 1]);
  });

  it("CL09 every error code of core and http has a sentence, and so has a server that is not reached", () => {
    expectTypeOf<ErrorCode>().toEqualTypeOf<HttpErrorCode | "network">();
  });

  it("CL09 a translation has the placeholders of the English sentence: none lost, none invented", () => {
    expect(
      faults(({ area, key, text }) => placeholders(text).join() !== placeholders(english[area]![key]!).join()),
    ).toEqual([]);
  });

  it("CL09 the sentence of an error code can be shown as it is", () => {
    expect(
      faults(({ area, key, text }) => area === "errors" && key !== "rateLimitedFor" && text.includes("{")),
    ).toEqual([]);
  });

  it("CL09 no sentence is empty, has HTML in it, or spaces where none belong", () => {
    expect(faults(({ text }) => text.trim() === "")).toEqual([]);
    expect(faults(({ text }) => /[<>]|&\w+;/.test(text))).toEqual([]);
    expect(faults(({ text }) => /^\s|\s$|\s\s|[\n\r\t]/.test(text))).toEqual([]);
    expect(faults(({ text }) => /[{}]/.test(text.replace(/\{[a-z]\w*\}/gi, "")))).toEqual([]);
  });

  it("CL09 an ellipsis is one character, and apostrophes of French are typographic", () => {
    expect(faults(({ text }) => text.includes("..."))).toEqual([]);
    expect(faults(({ id, text }) => id.startsWith("fr.") && /['"]| [?!:;]/.test(text))).toEqual([]);
  });

  it("CL09 no sentence is left in English: what is equal is a word that both languages have", () => {
    const same = faults(({ id, area, key, text }) => !id.startsWith("en.") && text === english[area]![key]);
    expect(same).toEqual(["de.account.apiKeyName", "de.passkeys.title"]);
  });

  it("CL09 keys are flat and in camel case; those of errors are the codes", () => {
    expect(faults(({ area, key }) => area !== "errors" && !/^[a-z][a-zA-Z]*$/.test(key))).toEqual([]);
  });
});
