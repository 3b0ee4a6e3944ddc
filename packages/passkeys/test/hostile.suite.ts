import { AuthError } from "@latchkey/core";
import { memoryStorage } from "@latchkey/core/memory";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { freshEmail, openApplication, refusal } from "./support/application.ts";
import { ORIGIN, type Answer } from "./support/authenticator.ts";
import { cbor, fromBase64url, join, toBase64url, type Cbor } from "./support/cbor.ts";

/** It takes a millisecond on a quiet machine. Reading all of it, or hashing it, would take far longer than this. */
const AT_ONCE_MS = 100;
const MEGABYTE = "A".repeat(1024 * 1024);

/** Somebody with a passkey, and the answers of the browser to a sign-in and to a sign-up. */
async function openVictim() {
  const application = openApplication(memoryStorage());
  const { keys, signUp, make } = application;
  const { passkey, user } = await signUp();
  const signIn = await passkey.sign(await keys.beginSignIn());
  const { made } = await make(await keys.beginSignUp({ email: freshEmail() }));
  return { ...application, passkey, user, signInAnswer: signIn, signUpAnswer: made };
}

/** An answer with one field of its response replaced. */
function withField({ response, ...rest }: Answer, name: string, value: unknown): unknown {
  if (name in rest) return { ...rest, response, [name]: value };
  return { ...rest, response: { ...response, [name]: value } };
}

const FIELDS = {
  signUp: ["id", "rawId", "type", "clientDataJSON", "attestationObject"],
  signIn: ["id", "rawId", "type", "clientDataJSON", "authenticatorData", "signature", "userHandle"],
} as const;

/** Bytes that are changed a little: a bit, a piece too much, or a piece too little. */
const damage = fc.record({ at: fc.nat(), bit: fc.nat(7), kind: fc.constantFrom("flip", "cut", "add", "swap") });

function damaged(bytes: Uint8Array, { at, bit, kind }: { at: number; bit: number; kind: string }): Uint8Array {
  const place = at % bytes.length;
  const [before, after] = [bytes.subarray(0, place), bytes.subarray(place)];
  if (kind === "cut") return before;
  if (kind === "add") return join(before, Uint8Array.of(at & 255, bit), after);
  if (kind === "swap") return join(after, before);
  const flipped = bytes.slice();
  flipped[place]! ^= 1 << bit;
  return flipped;
}

/** How long a refusal takes, in milliseconds: the best of some, because a machine has other work. */
async function timeOf(refused: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 5; round++) {
    const since = performance.now();
    await refused().catch(() => {});
    times.push(performance.now() - since);
  }
  return Math.min(...times);
}

/** What strangers may send instead of an answer of an authenticator. */
export function hostileAnswers(): void {
  describe("answers that no authenticator gives", () => {
    it("PK09 any JSON in the place of an answer, or of one of its fields, is invalid_passkey", async () => {
      const { keys, signInAnswer, signUpAnswer } = await openVictim();
      const invalid = refusal("invalid_passkey", "response");
      await fc.assert(
        fc.asyncProperty(fc.jsonValue(), async (response) => {
          await expect(keys.signIn({ response })).rejects.toMatchObject(invalid);
          await expect(keys.signUp({ response })).rejects.toMatchObject(invalid);
        }),
      );
      const odd: unknown[] = [null, 1, {}, [], "", "=", "a", "a b", "ä", "AA==", "+/", "\u0000", undefined, MEGABYTE];
      for (const value of odd) {
        for (const name of FIELDS.signIn.filter(
          (one) => one !== "userHandle" || (value !== null && value !== undefined),
        ))
          await expect(keys.signIn({ response: withField(signInAnswer, name, value) }), name).rejects.toMatchObject(
            invalid,
          );
        for (const name of FIELDS.signUp)
          await expect(keys.signUp({ response: withField(signUpAnswer, name, value) }), name).rejects.toMatchObject(
            invalid,
          );
      }
    });

    it("PK09 client data that is no JSON, no object, of another type or in a frame is invalid_passkey", async () => {
      const { keys, signInAnswer } = await openVictim();
      const data = JSON.parse(new TextDecoder().decode(fromBase64url(String(signInAnswer.response.clientDataJSON))));
      const texts = [
        "",
        "{",
        "[]",
        "null",
        '"webauthn.get"',
        JSON.stringify({ ...data, type: "webauthn.create" }),
        JSON.stringify({ ...data, type: "payment.get" }),
        JSON.stringify({ ...data, crossOrigin: true }),
        JSON.stringify({ ...data, topOrigin: ORIGIN }),
        JSON.stringify({ ...data, challenge: 1 }),
        JSON.stringify({ ...data, challenge: "a b" }),
      ];
      const encoded = [...texts.map((text) => new TextEncoder().encode(text)), Uint8Array.of(0xff, 0xfe, 0x7b, 0x7d)];
      for (const bytes of encoded)
        await expect(
          keys.signIn({ response: withField(signInAnswer, "clientDataJSON", toBase64url(bytes)) }),
        ).rejects.toMatchObject(refusal("invalid_passkey", "response"));
      const origin = toBase64url(new TextEncoder().encode(JSON.stringify({ ...data, origin: 1 })));
      await expect(keys.signIn({ response: withField(signInAnswer, "clientDataJSON", origin) })).rejects.toMatchObject(
        refusal("invalid_credentials"),
      );
    });

    it("PK09 a damaged sign-in opens nothing, and is never a mistake of the server", async () => {
      const { keys, passkey } = await openVictim();
      const codes = new Set<string>();
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom("clientDataJSON", "authenticatorData", "signature"),
          damage,
          async (name, how) => {
            const answer = await passkey.sign(await keys.beginSignIn());
            const bytes = fromBase64url(String(answer.response[name]));
            const changed = damaged(bytes, how);
            fc.pre(toBase64url(changed) !== answer.response[name]);
            const outcome = await keys
              .signIn({ response: withField(answer, name, toBase64url(changed)) })
              .catch((error: unknown) => error);
            expect(outcome).toBeInstanceOf(AuthError);
            codes.add((outcome as AuthError).code);
          },
        ),
        { numRuns: 300 },
      );
      expect(
        [...codes].filter((code) => !["invalid_passkey", "invalid_credentials", "flow_expired"].includes(code)),
      ).toEqual([]);
    });

    it("PK09 a damaged registration is invalid_passkey or a new user, and never a mistake of the server", async () => {
      const { keys, make } = openApplication(memoryStorage());
      await fc.assert(
        fc.asyncProperty(fc.constantFrom<-7 | -8>(-7, -8), damage, async (algorithm, how) => {
          const { made } = await make(await keys.beginSignUp({ email: freshEmail() }), { algorithm });
          const bytes = damaged(fromBase64url(String(made.response.attestationObject)), how);
          const response = withField(made, "attestationObject", toBase64url(bytes));
          const outcome = await keys.signUp({ response }).catch((error: unknown) => error);
          if (outcome instanceof Error) expect(outcome).toMatchObject(refusal("invalid_passkey", "response"));
        }),
        { numRuns: 300 },
      );
    });

    it("PK09 bytes that are no CBOR, or CBOR of another kind, deep or endless, are refused at once", async () => {
      const { keys, signUpAnswer } = await openVictim();
      const send = (bytes: Uint8Array) =>
        keys.signUp({ response: withField(signUpAnswer, "attestationObject", toBase64url(bytes)) });
      const invalid = refusal("invalid_passkey", "response");
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 400 }), async (bytes) => {
          await expect(send(bytes)).rejects.toMatchObject(invalid);
        }),
        { numRuns: 300 },
      );
      const object = (authData: Cbor) =>
        cbor(
          new Map<string, Cbor>([
            ["fmt", "none"],
            ["attStmt", new Map()],
            ["authData", authData],
          ]),
        );
      const hostile = [
        new Uint8Array(6000).fill(0x81),
        new Uint8Array(6000).fill(0xa1),
        new Uint8Array(6000).fill(0xd8),
        Uint8Array.of(0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
        Uint8Array.of(0xbb, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff),
        Uint8Array.of(0x5b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
        Uint8Array.of(0xbf, 0xff),
        object("text"),
        object(1),
        object(new Uint8Array(36)),
        object(new Uint8Array(37)),
        object(new Uint8Array(200).fill(0xff)),
        cbor(new Map()),
        cbor([]),
      ];
      for (const bytes of hostile) {
        await expect(send(bytes)).rejects.toMatchObject(invalid);
        expect(await timeOf(() => send(bytes))).toBeLessThan(AT_ONCE_MS);
      }
    });

    it("PK09 a signature that is no DER is refused before a key is looked for, whoever's it is", async () => {
      const { keys, signInAnswer } = await openVictim();
      const stranger = { ...signInAnswer, id: toBase64url(new Uint8Array(32)), rawId: toBase64url(new Uint8Array(32)) };
      const broken = [
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
      for (const bytes of broken)
        for (const answer of [signInAnswer, stranger]) {
          const response = withField(answer as Answer, "signature", toBase64url(bytes));
          await expect(keys.signIn({ response })).rejects.toMatchObject(refusal("invalid_passkey", "response"));
        }
      for (const answer of [signInAnswer, stranger])
        for (const length of [64, 256]) {
          const response = withField(answer as Answer, "signature", toBase64url(new Uint8Array(length)));
          await expect(keys.signIn({ response })).rejects.toMatchObject(refusal("invalid_credentials"));
        }
    });

    it("PK09 a megabyte in any field is refused in a millisecond", async () => {
      const { keys, signInAnswer, signUpAnswer } = await openVictim();
      for (const name of FIELDS.signIn)
        expect(
          await timeOf(() => keys.signIn({ response: withField(signInAnswer, name, MEGABYTE) })),
          name,
        ).toBeLessThan(AT_ONCE_MS);
      for (const name of FIELDS.signUp)
        expect(
          await timeOf(() => keys.signUp({ response: withField(signUpAnswer, name, MEGABYTE) })),
          name,
        ).toBeLessThan(AT_ONCE_MS);
      const transports = Array.from({ length: 100_000 }, () => MEGABYTE);
      const many = withField(signUpAnswer, "transports", transports);
      const { passkeys } = await keys.list((await keys.signUp({ response: many })).token);
      expect(passkeys).toMatchObject([{ transports: [] }]);
    });

    it("PK09 names that are none are invalid_input", async () => {
      const { keys, make } = openApplication(memoryStorage());
      for (const name of ["", " ", "a".repeat(65), "a\nb", "\u0000", "\ud800", MEGABYTE, 1, null] as string[]) {
        const { made } = await make(await keys.beginSignUp({ email: freshEmail() }));
        await expect(keys.signUp({ response: made, name: name ?? 0 })).rejects.toMatchObject(
          refusal("invalid_input", "name"),
        );
      }
    });

    it("PK05 a key of another algorithm, curve or length than asked for is refused", async () => {
      const { keys, make } = openApplication(memoryStorage());
      const set =
        (...pairs: [number, Cbor][]) =>
        (key: Map<number, Cbor>) =>
          new Map([...key, ...pairs]);
      const without = (label: number) => (key: Map<number, Cbor>) => new Map([...key].filter(([one]) => one !== label));
      const wrong = [
        { key: set([3, -35]) },
        { key: set([3, -48]) },
        { key: set([3, -37]) },
        { key: set([3, -8]) },
        { key: set([-1, 2]) },
        { key: set([-1, 8]) },
        { key: set([1, 3]) },
        { key: set([-2, new Uint8Array(31)]) },
        { key: set([-2, new Uint8Array(32)]) },
        { key: without(-3) },
        { key: without(3) },
        { algorithm: -8, key: set([-2, new Uint8Array(31)]) },
        { algorithm: -8, key: set([-1, 4]) },
        { algorithm: -257, key: set([-1, new Uint8Array(128).fill(0xff)]) },
        { algorithm: -257, key: set([-1, new Uint8Array(513).fill(0xff)]) },
      ] as const;
      for (const [at, tricks] of wrong.entries()) {
        const { made } = await make(await keys.beginSignUp({ email: freshEmail() }), tricks as object);
        await expect(keys.signUp({ response: made }), String(at)).rejects.toMatchObject(refusal("invalid_passkey"));
      }
      for (const size of [15, 1024])
        await expect(
          make(await keys.beginSignUp({ email: freshEmail() }), { id: new Uint8Array(size).fill(7) }).then(({ made }) =>
            keys.signUp({ response: made }),
          ),
        ).rejects.toMatchObject(refusal("invalid_passkey"));
    });

    it("PK05 statements of attestation are dropped unread, as a browser drops them", async () => {
      const { keys, make, signIn } = openApplication(memoryStorage());
      const statement = new Map<string, Cbor>([
        ["alg", -7],
        ["sig", new Uint8Array(70)],
        ["x5c", [new Uint8Array(3000).fill(0x30)]],
      ]);
      for (const format of ["packed", "tpm", "android-key", "apple", "fido-u2f", "android-safetynet", "unheard-of"]) {
        const passkey = await make(await keys.beginSignUp({ email: freshEmail() }), {
          attestation: [format, statement],
        });
        const { user } = await keys.signUp({ response: passkey.made });
        expect((await signIn(passkey)).user.id).toBe(user.id);
      }
    });
  });
}
