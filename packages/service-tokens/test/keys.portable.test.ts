import { createAuth } from "@latchkey/core";
import { memoryStorage } from "@latchkey/core/memory";
import { createServiceKey, serviceTokens } from "@latchkey/service-tokens";
import fc from "fast-check";
import { calculateJwkThumbprint } from "jose";
import { describe, expect, it } from "vitest";
import { API, ORIGIN, publicPart, SECRET } from "./support/server.ts";

const auth = createAuth({ storage: memoryStorage(), secret: SECRET });
const right = { issuer: ORIGIN, audiences: [API] };
const start = (keys: unknown, more: object = {}) => serviceTokens(auth, { ...right, keys, ...more } as never);
const [ec, other, ed] = await Promise.all([createServiceKey(), createServiceKey("ES256"), createServiceKey("EdDSA")]);
const { kid: _, ...unnamed } = ec;

/** Text of the private part that no error may repeat. */
const secrets = [ec, other, ed].map(({ d }) => d!);

describe("the keys of service tokens", () => {
  it("ST01 a new key is a private JWK with its thumbprint as name, ES256 by default", async () => {
    expect([ec.alg, ec.kty, ec.crv, ed.alg, ed.kty, ed.crv]).toEqual([
      "ES256",
      "EC",
      "P-256",
      "EdDSA",
      "OKP",
      "Ed25519",
    ]);
    for (const key of [ec, other, ed]) expect(key.kid).toBe(await calculateJwkThumbprint(publicPart(key) as never));
    expect(other.d).not.toBe(ec.d);
    await expect(createServiceKey("RS256" as never)).rejects.toThrow('takes "ES256" or "EdDSA"');
    await expect(createServiceKey("toString" as never)).rejects.toThrow(TypeError);
  });

  it("ST03 every key is published in its order, by its own name or by its thumbprint", async () => {
    const named = { ...other, kid: "2026-11" };
    const { keys } = await start([unnamed, JSON.stringify(named), ed]).publicKeys();
    expect(keys).toEqual([publicPart(ec), publicPart(named), publicPart(ed)]);
    expect(JSON.stringify(keys)).not.toContain('"d"');
  });

  it.each<[string, unknown, string]>([
    ["no list", ec, "keys must be a list of private JWKs"],
    ["an empty list", [], "keys must be a list of private JWKs"],
    ["a public key", [publicPart(ec)], 'keys[0] is a public key, and cannot sign: give the private one, with "d"'],
    ["a public key after a private one", [ed, publicPart(ec)], "keys[1] is a public key"],
    [
      "an RSA key",
      [{ kty: "RSA", n: "AQAB", e: "AQAB", d: "AQAB" }],
      "keys[0] is an RSA key: service tokens are signed",
    ],
    ["a shared secret", [{ kty: "oct", k: "AQAB" }], "keys[0] is a shared secret, as for HS256"],
    ["another curve", [{ ...ec, crv: "P-384" }], "keys[0] has another type or curve"],
    ["Ed448", [{ ...ed, crv: "Ed448" }], "keys[0] has another type or curve"],
    ["a curve of another type", [{ ...ec, crv: "Ed25519" }], "keys[0] has another type or curve"],
    ["no type", [{ crv: "P-256" }], "keys[0] has another type or curve"],
    ["the algorithm of another key", [{ ...ec, alg: "EdDSA" }], 'keys[0].alg must be "ES256", or left out'],
    ["HS256", [{ ...ec, alg: "HS256" }], 'keys[0].alg must be "ES256"'],
    ["a key to encrypt with", [{ ...ec, use: "enc" }], 'keys[0].use must be "sig"'],
    ["a key to verify with", [{ ...ec, key_ops: ["verify"] }], "keys[0].key_ops must have"],
    ["operations that are no list", [{ ...ec, key_ops: "sign" }], "keys[0].key_ops must have"],
    ["an empty name", [{ ...ec, kid: "" }], "keys[0].kid must be"],
    ["a name with a line break", [{ ...ec, kid: "a\nb" }], "keys[0].kid must be"],
    ["a name that is a number", [{ ...ec, kid: 5 }], "keys[0].kid must be"],
    ["a short part", [{ ...ec, d: ec.d!.slice(1) }], "keys[0].d must be 32 bytes"],
    ["a part that is a number", [{ ...ec, x: 5 }], "keys[0].x must be 32 bytes"],
    ["no y", [{ ...ec, y: undefined }], "keys[0].y must be 32 bytes"],
    ["base64 that is not base64url", [{ ...ec, x: `${"+".repeat(42)}A` }], "keys[0].x must be 32 bytes"],
    ["a second spelling", [{ ...ec, x: `${ec.x!.slice(0, 42)}B` }], "keys[0].x must be 32 bytes"],
    [
      "text that is no JSON",
      ["-----BEGIN PRIVATE KEY-----"],
      "keys[0] must be a private JWK, as an object or as its JSON",
    ],
    ["a list", [[ec]], "keys[0] must be a private JWK"],
    ["a number", [5], "keys[0] must be a private JWK"],
    ["the same key twice", [ec, ec], "keys[0] and keys[1] are the same key"],
    ["the same key under two names", [ec, { ...ec, kid: "other" }], "keys[0] and keys[1] are the same key"],
    ["two keys of one name", [{ ...ec, kid: "a" }, ed, { ...other, kid: "a" }], "keys[0] and keys[2] are the same key"],
  ])("ST01 refused at the start, with what to write instead: %s", (_, keys, sentence) => {
    expect(() => start(keys)).toThrow(sentence);
    try {
      start(keys);
    } catch (error) {
      expect(error).toBeInstanceOf(TypeError);
      for (const secret of secrets) expect((error as Error).message).not.toContain(secret);
    }
  });

  it("ST01 a pair that is none, a point beside the curve and a borrowed name are refused", async () => {
    const beside = { ...ec, y: `${"A".repeat(42)}A` };
    for (const [keys, sentence] of [
      [[{ ...ec, d: other.d }], "keys[0] is no pair of keys"],
      [[ec, { ...ed, d: other.d }], "keys[1] is no pair of keys"],
      [[beside], "keys[0] is no pair of keys"],
      [[unnamed, { ...other, kid: ec.kid }], "the kid of one key is the thumbprint of another"],
    ] as const) {
      await expect(start(keys).publicKeys()).rejects.toThrow(sentence);
    }
  });

  it.each<[object, string]>([
    [{ issuer: "app.example.com" }, "issuer must be an address"],
    [{ issuer: `${ORIGIN}?x` }, "issuer must be an address"],
    [{ issuer: `${ORIGIN}#x` }, "issuer must be an address"],
    [{ issuer: undefined }, "issuer must be an address"],
    [{ audiences: [] }, "audiences must be a list"],
    [{ audiences: API }, "audiences must be a list"],
    [{ audiences: [API, API] }, "audiences must be a list of different services"],
    [{ audiences: [""] }, "audiences must be a list"],
    [{ audiences: new Array(1) }, "audiences must be a list"],
    [{ audiences: ["a b"] }, "audiences must be a list"],
    [{ lifetime: 29 }, "lifetime must be a whole number of seconds from 30 to 3600"],
    [{ lifetime: 3601 }, "lifetime must be"],
    [{ lifetime: 60.5 }, "lifetime must be"],
    [{ lifetime: Number.NaN }, "lifetime must be"],
    [{ claims: {} }, "claims must be a function"],
    [{ now: 5 }, "now must be a function"],
    [{ algorithm: "none" }, 'there is no option "algorithm"'],
  ])("ST02 an option that is not safe is refused: %j", (more, sentence) => {
    expect(() => start([ec], more)).toThrow(sentence);
  });

  it("ST01 whatever stands in the place of a key, it is taken or refused by a TypeError that repeats no secret", () => {
    const member = fc.oneof(fc.string(), fc.constant(ec.d), fc.constant(ec.x), fc.jsonValue());
    const jwk = fc.record(
      {
        kty: fc.constantFrom("EC", "OKP", "RSA", "oct", "ec"),
        crv: fc.constantFrom("P-256", "Ed25519", "secp256k1"),
        x: member,
        y: member,
        d: member,
        kid: fc.oneof(fc.constant(ec.d), fc.string()),
        alg: fc.constantFrom("ES256", "EdDSA", "none"),
      },
      { requiredKeys: [] },
    );
    const given = fc.oneof(
      jwk,
      jwk.map((key) => JSON.stringify(key)),
      fc.jsonValue(),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(given, { maxLength: 3 }), (keys) => {
        try {
          start(keys);
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError);
          expect((error as Error).message).not.toContain(ec.d);
        }
      }),
    );
  });
});
