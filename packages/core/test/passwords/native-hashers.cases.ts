import { afterEach, describe, expect, it, vi } from "vitest";
import type { PasswordHasher } from "../../src/index.ts";
import { argon2id } from "../../src/argon2id.ts";
import { scrypt } from "../../src/scrypt.ts";

interface Process {
  getBuiltinModule(name: string): object | undefined;
}

const { process } = globalThis as unknown as { process: Process };
const builtIn = process.getBuiltinModule("node:crypto");

/** As in a runtime whose `node:crypto` is this one. */
function inRuntime<T>(crypto: object | undefined, open: () => T): T {
  vi.spyOn(process, "getBuiltinModule").mockReturnValue(crypto);
  try {
    return open();
  } finally {
    vi.restoreAllMocks();
  }
}

const PASSWORD = "pässword 🦊";
const unpadded = (hex: string) =>
  btoa(String.fromCharCode(...(hex.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16)))).replaceAll("=", "");

/** The same on every runtime. @param expected which are native there, if that is known */
export function nativeHasherCases(expected: { readonly scrypt: boolean; readonly argon2id: boolean } | null): void {
  afterEach(() => vi.restoreAllMocks());

  describe("F17 a hasher that the runtime computes natively", () => {
    if (expected !== null) {
      it("is used where there is one", () => {
        expect({ scrypt: scrypt().isNative?.(), argon2id: argon2id().isNative?.() }).toEqual(expected);
      });
    }

    it.each<[string, () => PasswordHasher]>([
      ["scrypt, one lane", () => scrypt({ logN: 14, r: 1, p: 1 })],
      ["scrypt, three lanes", () => scrypt({ logN: 14, r: 1, p: 3 })],
      ["argon2id, one lane", () => argon2id({ memory: 7168, passes: 1 })],
      ["argon2id, four lanes", () => argon2id({ memory: 7168, passes: 2, lanes: 4 })],
      // Where JavaScript takes as long as it does in a worker, the memory that OpenSSL is granted is no matter.
      ...(expected === null
        ? []
        : [["scrypt above 32 MiB", () => scrypt({ logN: 16, r: 8, p: 1 })] as [string, () => PasswordHasher]]),
    ])("writes what JavaScript reads, and reads what JavaScript writes: %s", async (_, open) => {
      const native = inRuntime(builtIn, open);
      const javascript = inRuntime(undefined, open);
      expect(javascript.isNative?.()).toBe(false);
      for (const [writer, reader] of [
        [native, javascript],
        [javascript, native],
      ] as const) {
        const stored = await writer.hash(PASSWORD);
        expect([
          await reader.verify(PASSWORD, stored),
          await reader.verify(`${PASSWORD}!`, stored),
          reader.needsRehash(stored),
        ]).toEqual([true, false, false]);
      }
    });

    it("PW20 passes the published vector of RFC 7914 §12, natively and in JavaScript", async () => {
      const salt = unpadded("536f6469756d43686c6f72696465");
      const hash = unpadded("7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2");
      const stored = `$scrypt$ln=14,r=8,p=1$${salt}$${hash}`;
      for (const crypto of [builtIn, undefined]) {
        expect(await inRuntime(crypto, () => scrypt({ logN: 14, r: 1, p: 1 })).verify("pleaseletmein", stored)).toBe(
          true,
        );
      }
    });

    it("is not used where it computes something else, or is not there", async () => {
      const liar = new Uint8Array(32);
      const lying = {
        scryptSync: () => liar,
        scrypt: () => expect.fail("asked"),
        argon2Sync: () => liar,
        argon2: () => expect.fail("asked"),
      };
      const refusing = {
        scryptSync: () => expect.fail("no"),
        scrypt: () => expect.fail("asked"),
        argon2Sync: () => expect.fail("no"),
        argon2: () => expect.fail("asked"),
      };
      for (const crypto of [lying, refusing, {}, undefined]) {
        for (const open of [() => scrypt({ logN: 14, r: 1, p: 1 }), () => argon2id({ memory: 7168, passes: 1 })]) {
          const hasher = inRuntime(crypto, open);
          expect(hasher.isNative?.()).toBe(false);
          expect(await hasher.verify(PASSWORD, await hasher.hash(PASSWORD))).toBe(true);
        }
      }
    });

    it("that refuses a cost hands over to JavaScript, for what is stored must be answered", async () => {
      type Done = (error: Error) => void;
      const stored = await inRuntime(undefined, () => scrypt({ logN: 14, r: 1, p: 1 })).hash(PASSWORD);
      const refusals = [
        (...given: unknown[]) => (given.at(-1) as Done)(new Error("memory limit exceeded")),
        () => {
          throw new Error("memory limit exceeded");
        },
      ];
      for (const refuse of refusals) {
        const samples = builtIn as { scryptSync?: (...given: unknown[]) => Uint8Array };
        const hasher = inRuntime({ scryptSync: samples.scryptSync, scrypt: refuse }, () =>
          scrypt({ logN: 14, r: 1, p: 1 }),
        );
        expect([await hasher.verify(PASSWORD, stored), await hasher.verify("another", stored)]).toEqual([true, false]);
      }
    });
  });
}
