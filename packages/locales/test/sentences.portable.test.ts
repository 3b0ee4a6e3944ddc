import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { duration, errorSentence, fill } from "../src/fill.ts";
import { locales } from "../src/index.ts";

const [en, de] = [locales[0]!, locales[1]!];

describe("fill", () => {
  it("puts values in, wherever and however often a placeholder stands", () => {
    expect(fill("{a} and {b}, {a}", { a: "one", b: 2 })).toBe("one and 2, one");
  });

  it("leaves a placeholder without a value, also one with the name of a method", () => {
    expect(fill("{a} {toString}", {})).toBe("{a} {toString}");
  });

  it("takes a placeholder in a value, or a pattern of replace, as text", () => {
    expect(fill("{a}{b}", { a: "{b}", b: "$& $1 $$" })).toBe("{b}$& $1 $$");
  });

  it("gives back any value between any words", () => {
    const word = fc.string().filter((text) => !/[{}]/.test(text));
    fc.assert(
      fc.property(word, fc.string(), word, (before, value, after) => {
        expect(fill(`${before}{value}${after}`, { value })).toBe(before + value + after);
      }),
    );
  });
});

describe("duration", () => {
  it.each([
    [0, "0 seconds"],
    [1, "1 second"],
    [59, "59 seconds"],
    [59.5, "1 minute"],
    [61, "2 minutes"],
    [3540, "59 minutes"],
    [3541, "1 hour"],
    [3600, "1 hour"],
    [3601, "2 hours"],
    [86_400, "24 hours"],
    [169_200, "47 hours"],
    [169_201, "2 days"],
    [604_800, "7 days"],
  ])("%d seconds are %s in English", (seconds, text) => {
    expect(duration(en, seconds)).toBe(text);
  });

  it("speaks every language, and is never shorter than the time", () => {
    // Some put a no-break space between.
    expect(locales.map((locale) => duration(locale, 3600).replace(/\s/, " "))).toEqual([
      "1 hour",
      "1 Stunde",
      "1 heure",
      "1 hora",
      "1 hora",
      "1 時間",
    ]);
    const length = { second: 1, minute: 60, hour: 3600, day: 86_400 };
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e8, noNaN: true }), (seconds) => {
        const [number = "", unit = ""] = duration(en, seconds).replaceAll(",", "").split(" ");
        expect(Number(number) * length[unit.replace(/s$/, "") as "hour"]).toBeGreaterThanOrEqual(seconds);
      }),
    );
  });
});

describe("errorSentence", () => {
  it("says how long to wait, where that is known", () => {
    expect(errorSentence(en, { code: "rate_limited", retryAfter: 90 })).toBe(
      "Too many attempts. Try again in 2 minutes.",
    );
    expect(errorSentence(de, { code: "rate_limited", retryAfter: 1 })).toContain("Warten Sie 1 Sekunde und");
    for (const retryAfter of [undefined, 0, Number.NaN]) {
      expect(errorSentence(en, { code: "rate_limited", retryAfter })).toBe(en.errors.rate_limited);
    }
  });

  it("has a sentence for every code, also for those that are not known", () => {
    expect(errorSentence(en, { code: "user_exists" })).toBe(en.errors.user_exists);
    expect(errorSentence(en, { code: "overloaded", retryAfter: 1 })).toBe(en.errors.overloaded);
    for (const code of ["of_a_later_version", "toString", "rateLimitedFor", ""]) {
      expect(errorSentence(en, { code })).toBe(en.errors.internal);
    }
  });
});
