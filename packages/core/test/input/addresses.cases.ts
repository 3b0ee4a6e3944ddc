import { describe, expect, it } from "vitest";
import { canonicalEmail } from "../../src/lib/input/email.ts";

function canonical(input: string): string | null {
  try {
    return canonicalEmail(input);
  } catch {
    return null;
  }
}

/** The same on every runtime, whose URL parsers and Unicode tables are not the same. */
export function addressCases(): void {
  describe("F50 spaces around an address are dropped", () => {
    it.each([" a@b.co", "a@b.co ", "   a@b.co   ", `${" ".repeat(100)}a@b.co${" ".repeat(100)}`])("%j", (typed) => {
      expect(canonical(typed)).toBe("a@b.co");
    });

    it.each([
      "\ta@b.co",
      "a@b.co\n",
      "a@b.co\r\n",
      "\u00a0a@b.co",
      "a@b.co\u2003",
      "\u3000a@b.co",
      "\ufeffa@b.co",
      "a @b.co",
      "a@ b.co",
      "a@b .co",
      " ",
      `${" ".repeat(1_000_000)}a@b.co`,
    ])("and no other white space, nor any within: %j", (typed) => expect(canonical(typed)).toBeNull());
  });

  describe("F50 an internationalised domain becomes punycode (UTS #46, RFC 5891)", () => {
    it.each([
      ["user@münchen.de", "user@xn--mnchen-3ya.de"],
      ["User@MÜNCHEN.DE", "user@xn--mnchen-3ya.de"],
      [" user@Bücher.example ", "user@xn--bcher-kva.example"],
      ["user@пример.рф", "user@xn--e1afmkfd.xn--p1ai"],
      ["user@ПРИМЕР.РФ", "user@xn--e1afmkfd.xn--p1ai"],
      ["user@例え.テスト", "user@xn--r8jz45g.xn--zckzah"],
      ["user@실례.테스트", "user@xn--9n2bp8q.xn--9t4b11yi5a"],
      ["user@उदाहरण.परीक्षा", "user@xn--p1b6ci4b4b3a.xn--11b5bs3a9aj6g"],
      ["user@مثال.إختبار", "user@xn--mgbh0fb.xn--kgbechtv"],
      ["user@παράδειγμα.δοκιμή", "user@xn--hxajbheg2az3al.xn--jxalpdlp"],
      ["user@ΠΑΡΆΔΕΙΓΜΑ.ΔΟΚΙΜΉ", "user@xn--hxajbheg2az3al.xn--jxalpdlp"],
      // Not the transitional mapping: ß and the last sigma are letters of their own (UTS #46 §4).
      ["user@straße.de", "user@xn--strae-oqa.de"],
      ["user@STRAẞE.de", "user@xn--strae-oqa.de"],
      ["user@βόλος.com", "user@xn--nxasmm1c.com"],
      ["user@mail.münchen.de", "user@mail.xn--mnchen-3ya.de"],
      ["user@xn--bcher-kva.münchen.de", "user@xn--bcher-kva.xn--mnchen-3ya.de"],
    ])("%s", (typed, email) => {
      expect(canonical(typed)).toBe(email);
      expect(canonical(email)).toBe(email);
    });

    it("ID05 letters that look alike are another domain, never the ASCII one", () => {
      const alike = ["user@раypal.com", "user@pаypal.com", "user@pɑypal.com", "user@paypaı.com", "user@pаypаl.com"].map(
        canonical,
      );
      expect(alike.every((email) => email === null || /@xn--/.test(email))).toBe(true);
      expect(new Set([...alike, "user@paypal.com"]).size).toBe(6);
    });
  });

  describe("F50 ID03 ID04 ID05 what the runtime's URL parser forgives is refused", () => {
    it.each([
      ["a case twin of ASCII (K)", "a@\u212aiss.com"],
      ["a case twin of ASCII (ſ)", "a@ki\u017fs.com"],
      ["both, with a letter of its own", "a@\u212aissü.com"],
      ["fullwidth letters", "a@\uff45xample.com"],
      ["fullwidth letters beside others", "a@münchen.\uff44e"],
      ["a ligature", "a@\ufb01sh.com"],
      ["a superscript", "a@x\u00b2.com"],
      ["a letter in a circle", "a@\u24d0bc.com"],
      ["mathematical letters", "a@\u{1d41e}xample.com"],
      ["an ordinal", "a@\u2103.com"],
      ["Ångström", "a@\u212bngstrom.com"],
      ["a fullwidth full stop", "a@example\uff0ecom"],
      ["an ideographic full stop", "a@münchen\u3002de"],
      ["a halfwidth full stop", "a@münchen\uff61de"],
      ["one dot leader", "a@münchen\u2024de"],
      ["a soft hyphen", "a@mün\u00adchen.de"],
      ["a zero-width space", "a@mün\u200bchen.de"],
      ["a zero-width joiner", "a@mün\u200dchen.de"],
      ["a zero-width non-joiner", "a@mün\u200cchen.de"],
      ["a word joiner", "a@mün\u2060chen.de"],
      ["a BOM", "a@mün\ufeffchen.de"],
      ["a variation selector", "a@mün\ufe0fchen.de"],
      ["a grapheme joiner", "a@mün\u034fchen.de"],
      ["a Hangul filler", "a@m\u3164ün.de"],
      ["a direction mark", "a@mün\u202echen.de"],
      ["a tag", "a@mün\u{e0061}chen.de"],
      ["a decomposed letter", "a@mu\u0308nchen.de"],
      ["a mark without a letter", "a@\u0301ünchen.de"],
      ["an emoji", "a@\u{1f98a}.com"],
      ["a symbol", "a@i\u2665ü.com"],
      ["half a pair", "a@mün\ud800chen.de"],
      ["a replacement", "a@mün\ufffdchen.de"],
      ["a private letter", "a@mün\ue000chen.de"],
      ["percent-encoding", "a@m%C3%BCnchen.de"],
      ["percent-encoding beside a letter", "a@mü%6echen.de"],
      ["a port", "a@münchen.de:25"],
      ["a path", "a@münchen.de/x"],
      ["a backslash", "a@münchen.de\\x"],
      ["a query", "a@münchen.de?x"],
      ["a fragment", "a@münchen.de#x"],
      ["a tab within", "a@mün\tchen.de"],
      ["a line break within", "a@mün\nchen.de"],
      ["a second @", "a@b@münchen.de"],
      ["a fullwidth @", "a\uff20münchen.de"],
      ["a NUL", "a@mün\0chen.de"],
      ["a list", "a@münchen.de,b@c.co"],
      ["an underscore", "a@mün_chen.de"],
      ["a hyphen at the start", "a@-münchen.de"],
      ["a hyphen at the end", "a@münchen-.de"],
      ["hyphens in the third and fourth place", "a@mü--nchen.de"],
      ["an empty label", "a@münchen..de"],
      ["a dot at the end", "a@münchen.de."],
      ["one label", "a@münchen"],
      ["a number at the end", "a@münchen.1"],
      ["a hexadecimal number at the end", "a@münchen.0x7f"],
      ["Arabic digits for an address", "a@\u0661\u0662\u0667.0.0.1"],
      ["fullwidth digits for an address", "a@\uff11\uff12\uff17.0.0.1"],
      ["broken punycode", "a@xn--\u00fc.de"],
      ["broken punycode beside a letter", "a@xn--a.münchen.de"],
      ["a label of more than 63 characters in punycode", `a@${"ü".repeat(60)}xyzxyzxyzxyz.de`],
      ["more than 254 characters in punycode", `a@${"müüüüüüün.".repeat(20)}de`],
      ["letters in the local part", "müller@münchen.de"],
    ])("%s", (_, typed) => {
      expect(canonical(typed)).toBeNull();
    });
  });
}
