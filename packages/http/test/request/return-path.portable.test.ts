import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readReturnPath } from "@latchkey/http";
import { AWAY } from "../../../../test/support/away.ts";

const ORIGINS = ["https://shop.test", "http://localhost:3000"];

/** Where a browser goes that gets this `Location` from a page of the origin. */
const destination = (path: string, origin: string) => new URL(path, `${origin}/auth/sign-in`);

describe("a return path", () => {
  it("stays as it is if it is a path, and is in ASCII", () => {
    for (const path of [
      "/",
      "/orders",
      "/orders/7?from=a&to=b#last",
      "/a//b",
      "/@user",
      "/x:y",
      "/?next=//evil.example",
    ]) {
      expect(readReturnPath(path)).toBe(path);
    }
    expect(readReturnPath("/ä?ö=ü#ß 1")).toBe("/%C3%A4?%C3%B6=%C3%BC#%C3%9F%201");
    expect(readReturnPath("/a/../b")).toBe("/b");
  });

  it("is nothing if it leaves the origin, is no text, or is longer than an address should be", () => {
    for (const path of AWAY) expect([path, readReturnPath(path)]).toEqual([path, null]);
    for (const value of [null, undefined, 1, {}, ["/x"]]) expect(readReturnPath(value)).toBeNull();
    expect(readReturnPath(`/${"x".repeat(2047)}`)).toHaveLength(2048);
    expect(readReturnPath(`/${"x".repeat(2048)}`)).toBeNull();
  });

  it("never leaves the origin, whatever is asked for, and reads itself as itself", () => {
    const piece = fc.constantFrom(
      "/",
      "//",
      "\\",
      ".",
      "..",
      "%2f",
      "%5c",
      "%2e",
      "@",
      ":",
      "?",
      "#",
      "evil.example",
      "\t",
      "\n",
      "\r",
      " ",
      "a",
      "ä",
      "https:",
      "\u0000",
      "\u2028",
      "\ud800",
    );
    const anything = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join("")),
    );
    fc.assert(
      fc.property(anything, fc.constantFrom(...ORIGINS), fc.boolean(), (text, origin, isPath) => {
        const path = readReturnPath(isPath ? `/${text}` : text);
        if (path === null) return;
        expect(destination(path, origin).origin).toBe(origin);
        expect(path).toMatch(/^\/(?!\/)[\x21-\x5b\x5d-\x7e]*$/);
        expect(readReturnPath(path)).toBe(path);
      }),
      { numRuns: 1000 },
    );
  });
});
