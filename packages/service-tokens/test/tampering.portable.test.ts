import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { API, open, verdict } from "./support/server.ts";

describe("a token that was changed", () => {
  it("ST02 no change of a character is accepted, and nothing is thrown but the verifier's own error", async () => {
    const server = await open();
    const { token } = await server.services().issue(await server.signUp(), API);
    const verify = server.verifier();
    expect(await verdict(verify, token)).toBe("accepted");
    // The last character has four bits that a lenient reader does not look at.
    const last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (const character of last)
      if (!token.endsWith(character))
        expect(await verdict(verify, token.slice(0, -1) + character)).toMatch(/^(?:malformed|wrong_signature)$/);
    expect(await verdict(verify, `${token}=`)).not.toBe("accepted");
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=";
    const changed = fc
      .tuple(fc.nat(token.length - 1), fc.constantFrom(...alphabet, "", " ", "\0", "é"))
      .map(([at, character]) => token.slice(0, at) + character + token.slice(at + 1));
    const anything = fc.oneof(
      changed,
      fc.string({ unit: "binary", maxLength: 200 }),
      fc.tuple(fc.base64String(), fc.base64String(), fc.base64String()).map((parts) => parts.join(".")),
      fc.jsonValue().map((header) => `${btoa(encodeURIComponent(JSON.stringify(header)))}.${token.split(".")[1]}.x`),
    );
    await fc.assert(
      fc.asyncProperty(anything, async (text) => {
        if (text === token) return;
        expect(await verdict(verify, text)).toMatch(
          /^(?:missing_token|malformed|wrong_type|unknown_key|wrong_signature)$/,
        );
      }),
      { numRuns: 100 },
    );
    expect(server.fetched()).toBeLessThanOrEqual(1);
  });
});
