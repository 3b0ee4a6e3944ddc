import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isEncodingOf } from "../../src/lib/encoding/base64url.ts";
import { sameBytes } from "../../src/lib/encoding/constant-time.ts";

describe("PW18 comparing reads every character, wherever the difference is", () => {
  const bytes = (letters: string) => Buffer.from(letters.padEnd(43, "x"));

  /** How many bytes a comparison with `right` looks at. */
  function byteReads(right: Buffer): number {
    let count = 0;
    const watched = new Proxy(new Array<number>(43).fill(120), {
      get(target, key) {
        if (typeof key === "string" && /^\d+$/.test(key)) count++;
        return Reflect.get(target, key) as unknown;
      },
    });
    expect(sameBytes(watched as unknown as Uint8Array, right)).toBe(right.equals(bytes("")));
    return count;
  }

  /** How many characters of the encoding of 43 times "x" are looked at, next to the bytes of `right`. */
  function characterReads(right: Buffer): number {
    let count = 0;
    const encoded = bytes("").toString("base64url");
    const watched = new Proxy(new String(encoded), {
      get(target, key) {
        if (key === "charCodeAt") return (at: number) => (count++, target.charCodeAt(at));
        return Reflect.get(target, key) as unknown;
      },
    });
    expect(isEncodingOf(watched as unknown as string, right)).toBe(right.equals(bytes("")));
    return count;
  }

  it.each([
    ["nowhere", bytes("")],
    ["at the start", bytes("y")],
    ["at the end", bytes(`${"x".repeat(42)}y`)],
    ["everywhere", bytes("y".repeat(43))],
  ])("%s", (_, right) => {
    expect([byteReads(right), characterReads(right)]).toEqual([43, 58]);
  });

  it("lengths are no secret", () => {
    expect([sameBytes(Buffer.from("abc"), Buffer.from("ab")), sameBytes(Buffer.alloc(0), Buffer.alloc(0))]).toEqual([
      false,
      true,
    ]);
    expect([
      isEncodingOf("YWJ", Buffer.from("abc")),
      isEncodingOf("YWJj", Buffer.from("ab")),
      isEncodingOf("", Buffer.alloc(0)),
    ]).toEqual([false, false, true]);
  });

  it("the encoding of bytes is one text, and no other", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 40 }),
        fc.uint8Array({ maxLength: 40 }),
        fc.nat(),
        fc.integer({ min: 1, max: 0xffff }),
        (right, wrong, at, change) => {
          const text = Buffer.from(right).toString("base64url");
          expect(isEncodingOf(text, right)).toBe(true);
          expect(isEncodingOf(text, wrong)).toBe(Buffer.from(right).equals(Buffer.from(wrong)));
          if (text === "") return;
          const place = at % text.length;
          const other =
            text.slice(0, place) + String.fromCharCode(text.charCodeAt(place) ^ change) + text.slice(place + 1);
          expect(isEncodingOf(other, right)).toBe(false);
        },
      ),
    );
  });
});
