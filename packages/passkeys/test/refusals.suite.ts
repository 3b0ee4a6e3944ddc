import { memoryStorage } from "@latchkey/core/memory";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { watchedStorage, type Work } from "../../../test/support/work.ts";
import { refusal } from "./support/application.ts";
import type { Answer } from "./support/authenticator.ts";
import { cbor, toBase64url, type Cbor } from "./support/cbor.ts";
import { FIELDS, MEGABYTE, openVictim, withField } from "./support/victim.ts";

/** As `openVictim`, with an eye on what a refusal costs. */
async function openWatched() {
  const { storage, watch } = watchedStorage(memoryStorage());
  return { ...(await openVictim(storage)), watch };
}

const INVALID = refusal("invalid_passkey", "response");
/** So often each character and byte of an answer may be looked at: its form, decoding and parsing. */
const LOOKS = 12;

/** Nothing was asked of the storage or of a key, and no more read than is in the answer. */
function expectNoWork({ storage, crypto, read }: Work, size: number, about = ""): void {
  expect([storage, crypto], about).toEqual([[], []]);
  expect(read, about).toBeLessThanOrEqual(LOOKS * size);
}

/** The characters of an answer. */
const sizeOf = (answer: unknown): number => JSON.stringify(answer).length;

/** What a refusal may cost, whatever is sent. */
export function refusals(): void {
  describe("what a refusal costs", () => {
    it("PK09 a megabyte in any field is refused unread: no storage, no hash, no key, no character of it", async () => {
      const { keys, watch, signInAnswer, signUpAnswer } = await openWatched();
      for (const name of FIELDS.signIn) {
        const sent = withField(signInAnswer, name, MEGABYTE);
        const { error, work } = await watch(() => keys.signIn({ response: sent }));
        expect(error, name).toMatchObject(INVALID);
        expectNoWork(work, sizeOf(signInAnswer), name);
      }
      for (const name of FIELDS.signUp) {
        const sent = withField(signUpAnswer, name, MEGABYTE);
        const { error, work } = await watch(() => keys.signUp({ response: sent }));
        expect(error, name).toMatchObject(INVALID);
        expectNoWork(work, sizeOf(signUpAnswer), name);
      }
    });

    it("PK09 of a list of transports no more is looked at than there are", async () => {
      const { keys, signUpAnswer } = await openWatched();
      const looked = new Set<string>();
      const many = Array.from({ length: 100_000 }, () => MEGABYTE);
      const transports = new Proxy(many, {
        get(target, name) {
          if (typeof name === "string" && /^\d+$/.test(name)) looked.add(name);
          return Reflect.get(target, name) as unknown;
        },
      });
      const { token } = await keys.signUp({ response: withField(signUpAnswer, "transports", transports) });
      expect(looked.size).toBeLessThan(20);
      expect((await keys.list(token)).passkeys).toMatchObject([{ transports: [] }]);
    });

    it("PK09 what is no base64url is refused unread, in any field", async () => {
      const { keys, watch, signInAnswer, signUpAnswer } = await openWatched();
      for (const text of [
        "",
        "a",
        "a b",
        "AA==",
        "+/+/",
        "\u0000\u0000",
        "ä".repeat(8000),
        "AAAA AAAA",
        "A".repeat(8193),
      ]) {
        for (const name of ["clientDataJSON", "authenticatorData", "signature"]) {
          const sent = withField(signInAnswer, name, text);
          const { error, work } = await watch(() => keys.signIn({ response: sent }));
          expect(error, name).toMatchObject(INVALID);
          expectNoWork(work, sizeOf(sent), name);
        }
        const sent = withField(signUpAnswer, "attestationObject", text);
        const { error, work } = await watch(() => keys.signUp({ response: sent }));
        expect(error).toMatchObject(INVALID);
        expectNoWork(work, sizeOf(sent));
      }
    });

    it("PK09 bytes that are no CBOR, or CBOR of another kind, deep or endless, cost a few looks at each", async () => {
      const { keys, watch, signUpAnswer } = await openWatched();
      const refused = async (bytes: Uint8Array): Promise<Work> => {
        const response = withField(signUpAnswer, "attestationObject", toBase64url(bytes));
        const { error, work } = await watch(() => keys.signUp({ response }));
        expect(error).toMatchObject(INVALID);
        expect(work.read).toBeLessThanOrEqual(LOOKS * sizeOf(response));
        return work;
      };
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 400 }), async (bytes) => {
          expectNoWork(await refused(bytes), Infinity);
        }),
        { numRuns: 300 },
      );
      for (const bytes of NO_OBJECTS) expectNoWork(await refused(bytes), Infinity);
      for (const authData of NO_DATA) {
        const { storage, crypto } = await refused(attestation(authData));
        expect([storage, crypto.filter((name) => name !== "digest")]).toEqual([[], []]);
      }
    });

    it("PK09 extensions that are nested too deep are refused before a key is looked for", async () => {
      const { keys, watch, signInAnswer } = await openWatched();
      for (const [depth, code] of [
        [8, "invalid_credentials"],
        [9, "invalid_passkey"],
      ] as const) {
        const extensions = Uint8Array.of(...new Uint8Array(depth).fill(0x81), 0);
        const response = withField(signInAnswer, "authenticatorData", toBase64url(dataWith(0x80, extensions)));
        const { error, work } = await watch(() => keys.signIn({ response }));
        expect(error).toMatchObject(refusal(code));
        expect(work.storage.includes("passkeys.find")).toBe(depth === 8);
      }
    });

    it("PK09 so are those of a new key, and the statement of its attestation, though nobody reads it", async () => {
      const { keys, watch, signUpAnswer } = await openWatched();
      const object = Buffer.from(signUpAnswer.response["attestationObject"] as string, "base64url");
      const at = object.indexOf("attStmt") + "attStmt".length;
      expect(object[at]).toBe(0xa0);
      const withStatement = (depth: number) => {
        const statement = Buffer.from([0xa1, 0x61, 0x78, ...new Uint8Array(depth).fill(0x81), 0]);
        const bytes = Buffer.concat([object.subarray(0, at), statement, object.subarray(at + 1)]);
        return withField(signUpAnswer, "attestationObject", toBase64url(bytes));
      };
      const { error, work } = await watch(() => keys.signUp({ response: withStatement(7) }));
      expect(error).toMatchObject(INVALID);
      expectNoWork(work, Infinity);
      const withExtensions = (depth: number) => {
        const authData = object.subarray(object.indexOf("authData") + "authData".length + 2);
        const extensions = [0xa1, 0x61, 0x78, ...new Uint8Array(depth).fill(0x81), 0];
        const data = Uint8Array.of(...authData, ...extensions);
        data[32]! |= 0x80;
        return withField(signUpAnswer, "attestationObject", toBase64url(attestation(data)));
      };
      const deep = await watch(() => keys.signUp({ response: withExtensions(8) }));
      expect(deep.error).toMatchObject(INVALID);
      expectNoWork(deep.work, Infinity);
      await keys.signUp({ response: withExtensions(7) });
      // Another storage, which knows nothing of this passkey.
      await (await openWatched()).keys.signUp({ response: withStatement(6) });
    });

    it("PK09 a signature that is no DER is refused before a key is looked for, whoever's it is", async () => {
      const { keys, watch, signInAnswer } = await openWatched();
      const nobody = toBase64url(new Uint8Array(32));
      const stranger = { ...signInAnswer, id: nobody, rawId: nobody };
      const send = (answer: unknown, bytes: Uint8Array) => {
        const response = withField(answer as Answer, "signature", toBase64url(bytes));
        return watch(() => keys.signIn({ response }));
      };
      for (const answer of [signInAnswer, stranger]) {
        for (const bytes of NO_SIGNATURES) {
          const { error, work } = await send(answer, bytes);
          expect(error).toMatchObject(INVALID);
          expectNoWork(work, sizeOf(answer) + 1024);
        }
        for (const length of [64, 256]) {
          const { error, work } = await send(answer, new Uint8Array(length));
          expect(error).toMatchObject(refusal("invalid_credentials"));
          expect(work.storage).toContain("passkeys.find");
        }
      }
    });
  });
}

const attestation = (authData: Cbor): Uint8Array =>
  cbor(
    new Map<string, Cbor>([
      ["fmt", "none"],
      ["attStmt", new Map()],
      ["authData", authData],
    ]),
  );

/** CBOR that is no attestation object, or none at all. */
const NO_OBJECTS = [
  new Uint8Array(6000).fill(0x81),
  new Uint8Array(6000).fill(0xa1),
  new Uint8Array(6000).fill(0xd8),
  Uint8Array.of(0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
  Uint8Array.of(0xbb, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff),
  Uint8Array.of(0x5b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
  Uint8Array.of(0xbf, 0xff),
  cbor(new Map()),
  cbor([]),
  attestation("text"),
  attestation(1),
  attestation(new Uint8Array(36)),
];
/** Data of an authenticator that say nothing. Their hash of the `rpId` is compared, which is a hash of ours. */
const NO_DATA = [
  new Uint8Array(37),
  new Uint8Array(200).fill(0xff),
  // Extensions, and then a key, that are nested without an end.
  dataWith(0x80, new Uint8Array(5000).fill(0x81)),
  dataWith(0x40, Uint8Array.of(...new Uint8Array(18), ...new Uint8Array(5000).fill(0x81))),
];

/** Data of an authenticator with a flag, and what comes behind its counter. */
function dataWith(flag: number, more: Uint8Array): Uint8Array {
  const data = new Uint8Array(37 + more.length);
  data[32] = flag;
  data.set(more, 37);
  return data;
}
const NO_SIGNATURES = [
  Uint8Array.of(0x30, 0),
  Uint8Array.of(0x30, 6, 2, 1, 1, 2, 1),
  Uint8Array.of(0x30, 6, 2, 1, 0x81, 2, 1, 1),
  Uint8Array.of(0x30, 7, 2, 2, 0, 1, 2, 1, 1),
  Uint8Array.of(0x30, 6, 2, 1, 1, 2, 1, 1, 0),
  Uint8Array.of(0x30, 0x80, 2, 1, 1, 2, 1, 1, 0, 0),
  Uint8Array.of(0x31, 6, 2, 1, 1, 2, 1, 1),
  new Uint8Array(255),
  new Uint8Array(513),
];
