import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { creationOptions, requestOptions } from "../src/lib/ceremony/options.ts";
import { readAssertion, readRegistration } from "../src/lib/ceremony/read-response.ts";
import { checkAssertion, verifyAssertion, verifyRegistration } from "../src/lib/ceremony/verify.ts";
import { passkeySettings } from "../src/lib/options.ts";
import { trimWebAuthn } from "../trim.ts";
import { makePasskey, ORIGIN, RP_ID, type Algorithm, type Answer } from "./support/authenticator.ts";
import { fromBase64url, toBase64url } from "./support/cbor.ts";

interface Ceremony {
  readonly verifyAssertion: typeof verifyAssertion;
  readonly verifyRegistration: typeof verifyRegistration;
}

const folder = mkdtempSync(join(tmpdir(), "latchkey-trimmed-"));
afterAll(() => rmSync(folder, { recursive: true }));

const settings = passkeySettings({ rpId: RP_ID, origins: [ORIGIN] });
const challenge = toBase64url(new Uint8Array(32));
const rp = { id: RP_ID, name: RP_ID };
const options = creationOptions({ rp, challenge, userHandle: challenge, email: "ada@example.com", existing: [] });

/** What comes of a call, so that two can be compared. */
async function outcomeOf(call: () => Promise<unknown>): Promise<unknown> {
  try {
    return await call();
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}

describe("the published files, which leave most of the library out", () => {
  let trimmed: Ceremony;
  beforeAll(async () => {
    const entry = join(import.meta.dirname, "../src/lib/ceremony/verify.ts");
    const { outputFiles } = await build({
      entryPoints: [entry],
      plugins: [trimWebAuthn],
      bundle: true,
      write: false,
      format: "esm",
      target: "es2023",
    });
    const file = join(folder, "verify.mjs");
    writeFileSync(file, outputFiles[0]!.text);
    trimmed = (await import(pathToFileURL(file).href)) as Ceremony;
  });

  it("PK05 verify what the sources verify, hundreds of signatures of each kind", async () => {
    for (const algorithm of [-7, -8, -257] as Algorithm[]) {
      const passkey = await makePasskey(options, { algorithm });
      const registration = readRegistration(passkey.made);
      const made = await trimmed.verifyRegistration(settings, registration);
      expect(made).toEqual(await verifyRegistration(settings, registration));
      for (let counter = 0; counter < (algorithm === -7 ? 400 : 20); counter++) {
        const answer = readAssertion(await passkey.sign(requestOptions(RP_ID, challenge), { counter }));
        const verified = { counter, backedUp: false };
        expect(await trimmed.verifyAssertion(settings, answer, made.publicKey)).toEqual(verified);
        expect(await verifyAssertion(settings, answer, made.publicKey)).toEqual(verified);
      }
    }
  });

  it("PK09 refuse what the sources refuse", async () => {
    const passkey = await makePasskey(options);
    const { publicKey } = await verifyRegistration(settings, readRegistration(passkey.made));
    const signed = await passkey.sign(requestOptions(RP_ID, challenge));
    const damage = fc.record({ at: fc.nat(), bit: fc.nat(7), cut: fc.boolean() });
    const change = (answer: Answer, name: string, { at, bit, cut }: { at: number; bit: number; cut: boolean }) => {
      const bytes = fromBase64url(String(answer.response[name]));
      bytes[at % bytes.length]! ^= 1 << bit;
      const kept = cut ? bytes.subarray(0, at % bytes.length) : bytes;
      return { ...answer, response: { ...answer.response, [name]: toBase64url(kept) } };
    };
    await fc.assert(
      fc.asyncProperty(
        damage,
        fc.constantFrom("authenticatorData", "signature", "clientDataJSON"),
        async (how, name) => {
          const both = [trimmed.verifyAssertion, verifyAssertion].map((verify) =>
            outcomeOf(async () => {
              const answer = readAssertion(change(signed, name, how));
              // The library's parser takes more than DER. This comes before it.
              checkAssertion(answer);
              return verify(settings, answer, publicKey);
            }),
          );
          const [published, sources] = await Promise.all(both);
          expect(published).toEqual(sources);
          expect(published).not.toMatchObject({ counter: expect.any(Number) });
        },
      ),
      { numRuns: 400 },
    );
    await fc.assert(
      fc.asyncProperty(damage, async (how) => {
        const both = [trimmed.verifyRegistration, verifyRegistration].map((verify) =>
          outcomeOf(async () => verify(settings, readRegistration(change(passkey.made, "attestationObject", how)))),
        );
        const [published, sources] = await Promise.all(both);
        expect(published).toEqual(sources);
      }),
      { numRuns: 300 },
    );
  });
});
