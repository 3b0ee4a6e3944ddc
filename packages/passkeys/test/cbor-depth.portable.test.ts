import fc from "fast-check";
import { expect, it } from "vitest";
import { requireShallow, requireShallowData } from "../src/lib/ceremony/cbor-depth.ts";
import { cbor, type Cbor } from "./support/cbor.ts";

const REFUSED = { name: "AuthError", code: "invalid_passkey" };
const nested = (depth: number, byte = 0x81) => Uint8Array.of(...new Uint8Array(depth).fill(byte), 0);

/** Values whose arrays and maps are nested at most so deep. */
const values = (depth: number): fc.Arbitrary<Cbor> => {
  const leaf: fc.Arbitrary<Cbor> = fc.oneof(fc.integer({ min: -70_000, max: 70_000 }), fc.string(), fc.uint8Array());
  if (depth === 0) return leaf;
  const inner = values(depth - 1);
  return fc.oneof(
    leaf,
    fc.array(inner),
    fc.array(fc.tuple(fc.string(), inner)).map((pairs) => new Map(pairs)),
  );
};

it("PK09 CBOR of eight levels is let through, and of nine is not", () => {
  fc.assert(fc.property(values(4), (value) => requireShallow(cbor(value))));
  for (const byte of [0x81, 0xc1]) {
    expect(() => requireShallow(nested(8, byte))).not.toThrow();
    expect(() => requireShallow(nested(9, byte))).toThrow(expect.objectContaining(REFUSED));
  }
  // Siblings are no levels.
  expect(() => requireShallow(cbor(Array.from({ length: 500 }, () => [[1]])))).not.toThrow();
});

it("PK09 any bytes are refused or let through, and nothing else is thrown", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      for (const check of [requireShallow, requireShallowData]) {
        try {
          check(bytes);
        } catch (error) {
          expect(error).toMatchObject(REFUSED);
        }
      }
    }),
    { numRuns: 1000 },
  );
});
