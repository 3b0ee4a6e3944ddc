import { createHmac } from "node:crypto";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { decodeText, encodeText } from "../../src/lib/encoding/base64url.ts";
import { ALICE } from "../support.ts";
import { key, openAlice, expectNobody } from "./open-alice.ts";

function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}

let alice: Awaited<ReturnType<typeof openAlice>>;

beforeEach(async () => {
  alice = await openAlice();
});

describe("one spelling", () => {
  const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  it("TK09 the unused bits of the last character must be the ones we wrote", async () => {
    const { head, body, signature } = alice;
    expect(signature).toHaveLength(43);
    const last = ALPHABET.indexOf(signature.at(-1)!);
    for (const bits of [1, 2, 3]) {
      const respelt = `${signature.slice(0, -1)}${ALPHABET[last ^ bits]}`;
      expect(Buffer.from(respelt, "base64url")).toEqual(Buffer.from(signature, "base64url"));
      await expectNobody(alice, `${head}.${body}.${respelt}`, `bits ${bits}`);
    }
  });

  it("TK09 no padding, no other alphabet, no whitespace, no further parts", async () => {
    // Twenty tokens, so that '-' and '_' do occur.
    const tokens = [alice.token];
    for (let more = 0; more < 20; more++) tokens.push((await alice.auth.signIn(ALICE)).token);
    expect(tokens.some((token) => token.includes("-")) && tokens.some((token) => token.includes("_"))).toBe(true);
    for (const token of tokens) {
      const [head, body, signature] = token.split(".");
      const spellings = [
        `${token}=`,
        `${token}==`,
        `${head}=.${body}.${signature}`,
        `${head}.${body}=.${signature}`,
        `${head}.${body}==.${signature}`,
        token.replaceAll("-", "+"),
        token.replaceAll("_", "/"),
        token.replaceAll("-", "+").replaceAll("_", "/"),
        token.replaceAll("-", "%2D"),
        token.replaceAll(".", "%2E"),
        ` ${token}`,
        `${token} `,
        `${token}\n`,
        `${token}\r\n`,
        `\ufeff${token}`,
        `${token}\0`,
        `${head}.${body} .${signature}`,
        `${head}\n.${body}.${signature}`,
        `${token}.`,
        `.${token}`,
        `${head}..${body}.${signature}`,
        `${head}.${body}..${signature}`,
        `${token}.${signature}`,
        `${head}.${body}.`,
        `${head}.${body}`,
        `${head}.${body}.${signature}${signature}`,
        token.toLowerCase(),
        token.toUpperCase(),
        `"${token}"`,
        token.normalize().replace("e", "е"),
      ];
      for (const spelling of new Set(spellings))
        if (spelling !== token) await expectNobody(alice, spelling, JSON.stringify(spelling));
    }
    expect(await alice.auth.getUser(alice.token)).not.toBeNull();
  });

  describe("F31 TK09 a payload in another spelling is refused, even with a right signature (RFC 7515 §5.2)", () => {
    /** A token of which only the payload's spelling is odd. */
    const respell = (payload: string) => {
      const input = `${alice.head}.${payload}`;
      return `${input}.${createHmac("sha256", key).update(input).digest("base64url")}`;
    };
    const claims = (more: object = {}) => Buffer.from(JSON.stringify({ ...alice.claims, ...more }));
    /** Of so many bytes more than a multiple of three. */
    const claimsOf = (rest: number) =>
      [0, 1, 2].map((more) => claims({ filler: "x".repeat(more) })).find(({ length }) => length % 3 === rest)!;

    it("with padding", async () => {
      for (const [rest, padding] of [
        [1, "=="],
        [2, "="],
      ] as const) {
        const payload = claimsOf(rest).toString("base64url");
        expect(await alice.auth.verifyToken(respell(payload))).toBe(true);
        for (const end of ["=", "==", padding]) await expectNobody(alice, respell(payload + end), end);
      }
      await expectNobody(alice, respell(`${claimsOf(0).toString("base64url")}=`));
    });

    it("with white space", async () => {
      const payload = claimsOf(0).toString("base64url");
      for (const space of [" ", "\n", "\r\n", "\t", "\f", "\u00a0", "\u2003", "\ufeff"]) {
        for (const at of [0, 4, payload.length])
          await expectNobody(
            alice,
            respell(payload.slice(0, at) + space + payload.slice(at)),
            JSON.stringify([space, at]),
          );
      }
    });

    it("in the other alphabet", async () => {
      const bytes = claims({ filler: "~~~???>>>\u00fe\u00ff\u{1f98a}".repeat(4) });
      const payload = bytes.toString("base64url");
      expect([/[-]/.test(payload), /_/.test(payload)]).toEqual([true, true]);
      expect(await alice.auth.verifyToken(respell(payload))).toBe(true);
      for (const other of [
        payload.replaceAll("-", "+"),
        payload.replaceAll("_", "/"),
        bytes.toString("base64").replaceAll("=", ""),
      ])
        await expectNobody(alice, respell(other), other);
    });

    it("with unused bits that are not zero (RFC 4648 §3.5)", async () => {
      for (const [rest, unused] of [
        [1, 15],
        [2, 3],
      ] as const) {
        const payload = claimsOf(rest).toString("base64url");
        const last = ALPHABET.indexOf(payload.at(-1)!);
        for (let bits = 1; bits <= unused; bits++) {
          const other = payload.slice(0, -1) + ALPHABET[last | bits];
          expect(Buffer.from(other, "base64url")).toEqual(claimsOf(rest));
          await expectNobody(alice, respell(other), `${rest} ${bits}`);
        }
      }
    });

    it("with a lone character at the end", async () => {
      for (const letter of "Aa0_")
        await expectNobody(alice, respell(claimsOf(0).toString("base64url") + letter), letter);
    });

    it("with a BOM, or in other than UTF-8 (RFC 7519 §7.1, RFC 8259 §8.1)", async () => {
      const bom = Buffer.from([0xef, 0xbb, 0xbf]);
      for (const text of [claims(), claims({ name: "Zoë" })]) {
        expect(await alice.auth.verifyToken(respell(text.toString("base64url")))).toBe(true);
        await expectNobody(alice, respell(Buffer.concat([bom, text]).toString("base64url")), "BOM");
      }
      const utf16 = Buffer.from(JSON.stringify(alice.claims), "utf16le");
      await expectNobody(alice, respell(utf16.toString("base64url")), "UTF-16");
      for (const bytes of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xe9]]) {
        const odd = Buffer.concat([
          claims().subarray(0, -1),
          Buffer.from(',"n":"'),
          Buffer.from(bytes),
          Buffer.from('"}'),
        ]);
        await expectNobody(alice, respell(odd.toString("base64url")), String(bytes));
      }
    });

    it("whatever the spelling, what is read back is what was signed", () => {
      fc.assert(
        fc.property(
          fc.string({ unit: "binary" }),
          fc.constantFrom("", "=", "==", " ", "+", "/", "\n", "A", "w"),
          fc.nat(),
          (text, odd, place) => {
            const encoded = encodeText(text);
            expect(decodeText(encoded)).toBe(Buffer.from(encoded, "base64url").toString());
            const at = place % (encoded.length + 1);
            const other = encoded.slice(0, at) + odd + encoded.slice(at);
            const read = attempt(() => decodeText(other));
            if (read !== null) expect(encodeText(read)).toBe(other);
          },
        ),
        { numRuns: 1000 },
      );
    });
  });

  it("TK09 no single character can be changed, removed or added", async () => {
    const { auth, token } = alice;
    const character = fc.oneof(
      fc.constantFrom(...ALPHABET, ".", "=", "+", "/", " "),
      fc.string({ minLength: 1, maxLength: 1, unit: "binary" }),
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 1), character, fc.constantFrom(0, 1), async (at, letter, removed) => {
        const changed = token.slice(0, at) + letter + token.slice(at + removed);
        fc.pre(changed !== token);
        expect(await auth.verifyToken(changed)).toBe(false);
        expect(await auth.verifyToken(token.slice(0, at) + token.slice(at + 1))).toBe(false);
      }),
      { numRuns: 800 },
    );
  });

  it("TK09 no text is a token by chance", async () => {
    const part = fc.stringMatching(/^[\w-]{0,60}$/);
    const text = fc.oneof(
      fc.string(),
      fc.tuple(part, part, part).map((parts) => parts.join(".")),
      part.map((end) => `${alice.head}.${alice.body}.${end}`),
    );
    await fc.assert(
      fc.asyncProperty(text, async (candidate) => {
        expect(await alice.auth.verifyToken(candidate)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it("TK10 above 4096 characters nothing is read, even under a right signature", async () => {
    const room = (4096 - alice.token.length) * 0.75;
    const [fits, tooLong] = await Promise.all(
      [room - 40, room + 40].map((size) => alice.mint({ ...alice.claims, filler: "x".repeat(size) })),
    );
    expect(fits!.length).toBeLessThanOrEqual(4096);
    expect(tooLong!.length).toBeGreaterThan(4096);
    expect(await alice.auth.verifyToken(fits!)).toBe(true);
    await expectNobody(alice, tooLong);
    await expectNobody(alice, `${alice.token}${"x".repeat(5_000_000)}`);
    await expectNobody(alice, ".".repeat(5_000_000));
  });
});
