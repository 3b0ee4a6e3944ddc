import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseLocale, findLocale, locales } from "../src/index.ts";

const codeFor = (header: string | null | undefined) => chooseLocale(header).code;

describe("chooseLocale reads Accept-Language as RFC 9110 §12.5.4 says", () => {
  it.each([
    ["no header", null, "en"],
    ["an empty header", "", "en"],
    ["one language", "de", "de"],
    ["a region", "pt-BR", "pt"],
    ["a script and a region", "ja-Jpan-JP", "ja"],
    ["upper case", "FR-CA", "fr"],
    ["what a browser sends", "de-AT,de;q=0.9,en-US;q=0.8,en;q=0.7", "de"],
    ["the higher weight, wherever it stands", "en;q=0.3, fr;q=0.8, de;q=0.5", "fr"],
    ["the first of equal weights", "es, ja", "es"],
    ["a language that there is after one that there is not", "sv, nl;q=0.9, ja;q=0.1", "ja"],
    ["languages that there are not", "sv, nl;q=0.9", "en"],
    ["anything", "*", "en"],
    ["anything after a language that there is not", "sv, *;q=0.5", "en"],
    ["anything rather than a language", "en;q=0.4, *;q=0.5", "de"],
    ["anything but one", "en;q=0, *", "de"],
    ["nothing but one", "*;q=0, ja;q=0.1", "ja"],
    ["one refused", "en;q=0", "de"],
    ["only a region refused", "en-US;q=0", "en"],
    ["all refused", "*;q=0", "en"],
    ["spaces and tabs", " \t ja \t;\tq=0.8 , de ; q=0.3", "ja"],
    ["weights to three digits", "de;q=0.123, fr;q=0.124", "fr"],
    ["a weight of one, written long", "de;q=0.999, fr;q=1.000", "fr"],
    ["an upper-case q", "de;Q=0.1, fr;Q=0.2", "fr"],
    ["empty parts", ",,de,,", "de"],
  ])("%s", (_what, header, code) => {
    expect(codeFor(header)).toBe(code);
  });

  it.each([
    "de;q=2",
    "de;q=-1",
    "de;q=1.5",
    "de;q=0.1234",
    "de;q=",
    "de;q=a",
    "de;level=1",
    "de;q=1;q=1",
    "d_e",
    "-de",
    "de-",
    "deutsch-und-lang",
  ])("a part that is not well-formed does not count: %s", (part) => {
    expect(codeFor(part)).toBe("en");
    expect(codeFor(`${part}, fr;q=0.1`)).toBe("fr");
  });

  it("chooses from a list of the application, whose first is the default", () => {
    const own = [{ code: "nl" }, { code: "pt-BR" }, { code: "pt-PT" }];
    expect(chooseLocale("en", own)).toBe(own[0]);
    expect(chooseLocale("pt-PT, nl;q=0.5", own)).toBe(own[2]);
    expect(chooseLocale("pt", own)).toBe(own[1]);
    expect(chooseLocale("pt;q=0, nl;q=0", own)).toBe(own[0]);
    expect(() => chooseLocale("en", [])).toThrow(TypeError);
  });

  it("any header gets a language, and a long one takes no longer than what is read of it", () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom("de", "en", "fr-CH", "*", ";q=0", ";q=0.5", ",", " ", "\t", "-", "q="),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 200 }), (pieces) => {
        expect(locales).toContain(chooseLocale(pieces.join("")));
      }),
    );
    for (const piece of ["a", "a-", " ", ";", ",", "de;q=0.1,", "de \t"]) {
      expect(locales).toContain(chooseLocale(piece.repeat(10_000 / piece.length)));
    }
    // What is cut off does not count: it could be a refusal.
    expect(codeFor(`${"sv,".repeat(333)}ja;q=0`)).toBe("en");
    expect(codeFor(`ja,${"sv,".repeat(10_000)}`)).toBe("ja");
  });

  it("a language that is named alone and not refused is chosen, whatever its weight, region and neighbours", () => {
    const weight = fc.integer({ min: 1, max: 1000 }).map((thousandths) => (thousandths / 1000).toFixed(3));
    const unknown = fc.constantFrom("sv", "nl-NL;q=0.9", "zz;q=0");
    fc.assert(
      fc.property(
        fc.constantFrom(...locales),
        weight,
        fc.array(unknown),
        fc.array(unknown),
        ({ code }, q, before, after) => {
          expect(codeFor([...before, `${code}-ZZ;q=${q}`, ...after].join(", "))).toBe(code);
        },
      ),
    );
  });
});

describe("findLocale", () => {
  it("finds the language of a tag, and of a tag with a region", () => {
    expect(findLocale("ja")?.code).toBe("ja");
    expect(findLocale("pt-BR")?.code).toBe("pt");
    expect(findLocale("DE-at")?.code).toBe("de");
    expect(findLocale("pt-BR-x", [{ code: "pt" }, { code: "pt-BR" }])).toEqual({ code: "pt-BR" });
  });

  it.each(["", "sv", "english", "e", "*", null, undefined, 1, {}, `en-${"a".repeat(100)}`])(
    "finds none for %j",
    (tag) => {
      expect(findLocale(tag)).toBe(null);
    },
  );
});
