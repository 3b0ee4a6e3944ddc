import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { memoryStorage } from "@latchkey/core/memory";
import { describe, expect, it } from "vitest";
import { openFactors } from "./support/open-factors.ts";

const PROGRAM = "/usr/bin/oathtool";
const isHere = existsSync(PROGRAM);
const missing = isHere ? "" : ", which is NOT INSTALLED HERE: apt-get install oathtool";

/** What the program of the OATH Toolkit shows for a secret, at a moment in milliseconds. */
function oathtool(secret: string, now: number): string {
  const at = `@${Math.floor(now / 1000)}`;
  return execFileSync(PROGRAM, ["--totp", "--base32", "--now", at, "-"], { input: secret, encoding: "utf8" }).trim();
}

describe.skipIf(!isHere)(`codes of oathtool${missing}`, () => {
  it("SF02 turn the second factor on and sign in, at any moment of a step, and once", async () => {
    const app = openFactors(memoryStorage());
    const { token, email, user } = await app.signUp();
    const { uri, ticket } = await app.factors.setUp(token);
    // As an app reads the QR code.
    const secret = new URL(uri).searchParams.get("secret")!;
    const recoveryCodes = await app.factors.confirm(token, { ticket, code: oathtool(secret, app.clock.now()) });
    expect(recoveryCodes).toHaveLength(10);
    for (const seconds of [30, 31, 29, 59, 45, 30, 61]) {
      app.clock.advance(seconds);
      const code = oathtool(secret, app.clock.now());
      const signedIn = app.factors.signIn({ ticket: await app.ticketOf(email), code });
      // 29 seconds later it may be the same code.
      const isNew = await signedIn.then(
        ({ user: { id } }) => id === user.id,
        ({ code: refused }: { code: string }) => refused === "invalid_code" && seconds < 30,
      );
      expect(isNew).toBe(true);
    }
  });
});
