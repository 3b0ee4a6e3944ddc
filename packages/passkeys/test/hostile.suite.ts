import { AuthError } from "@latchkey/core";
import { memoryStorage } from "@latchkey/core/memory";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { freshEmail, openApplication, refusal } from "./support/application.ts";
import { ORIGIN } from "./support/authenticator.ts";
import { fromBase64url, join, toBase64url, type Cbor } from "./support/cbor.ts";
import { FIELDS, MEGABYTE, openVictim, withField } from "./support/victim.ts";

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
