import { describe, expect, it } from "vitest";
import { createAuth, type Auth } from "../../src/index.ts";
import { memoryStorage } from "../../src/memory.ts";
import { stepUp } from "../../src/step-up.ts";
import { throttle } from "../../src/throttle.ts";
import { freshEmail, openIdentities } from "../identities/open-identities.ts";
import { SECRET } from "../support.ts";
import { stepUpSuite } from "./step-up.suite.ts";

describe("a recent proof", () => stepUpSuite(async () => memoryStorage()));

describe("stepUp()", () => {
  it("stepUp() takes what createAuth made, and nothing like it", () => {
    const auth = createAuth({ storage: memoryStorage(), secret: SECRET });
    expect(() => stepUp({ ...auth })).toThrow(TypeError);
    expect(() => stepUp({} as Auth)).toThrow(/createAuth/);
  });

  it.each([0, -1, 1.5, NaN, Infinity, "300", null])("within takes whole seconds, and not %j", async (within) => {
    const { auth, signUp } = openIdentities(memoryStorage());
    const { token } = await signUp(freshEmail());
    await expect(stepUp(auth).require(token, { within: within as number })).rejects.toThrow(TypeError);
  });

  it("SI08 guesses by a stolen session are throttled", async () => {
    const { auth, signUp } = openIdentities(memoryStorage(), { guards: [throttle({ limit: 3 })] });
    const { token } = await signUp(freshEmail());
    const codes = [];
    for (let time = 0; time < 4; time++)
      codes.push(
        await stepUp(auth)
          .prove(token, { password: "a wrong password" })
          .catch((error: { code: string }) => error.code),
      );
    expect(codes).toEqual([...Array<string>(3).fill("invalid_credentials"), "rate_limited"]);
  });
});
