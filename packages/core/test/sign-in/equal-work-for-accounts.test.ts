import { describe, expect, it } from "vitest";
import { pbkdf2 } from "../../src/index.ts";
import { memoryStorage } from "../../src/memory.ts";
import {
  ALICE,
  errorOf,
  recordCalls,
  openAuth,
  insertLegacyUser,
  refusal,
  storedPbkdf2,
  sum,
  watchPbkdf2,
} from "../support.ts";

describe("SI02 the same work for every state of an account", () => {
  const wrongPassword = { email: ALICE.email, password: "a wrong guess" };
  const corrupt = storedPbkdf2(ALICE.password, 100_000).slice(0, -3);

  it.each([
    ["an unknown e-mail", null, {}, ALICE],
    ["a wrong password", storedPbkdf2(ALICE.password, 100_000), {}, wrongPassword],
    ["a wrong password on an older, cheaper hash", storedPbkdf2(ALICE.password, 12_345), {}, wrongPassword],
    ["a corrupt hash", corrupt, {}, ALICE],
    ["an empty hash", "", {}, ALICE],
    ["a hash of an unknown kind", "$md5$i=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA", {}, ALICE],
    ["a disabled account and its password", storedPbkdf2(ALICE.password, 100_000), { disabled: true }, ALICE],
    [
      "a disabled account and a wrong password",
      storedPbkdf2(ALICE.password, 100_000),
      { disabled: true },
      wrongPassword,
    ],
    [
      "a disabled account, a cheaper hash and a wrong password",
      storedPbkdf2(ALICE.password, 12_345),
      { disabled: true },
      wrongPassword,
    ],
    [
      "a disabled account, a cheaper hash and its password",
      storedPbkdf2(ALICE.password, 12_345),
      { disabled: true },
      ALICE,
    ],
  ])("%s costs 100 000 iterations and one read", async (_, stored, fields, input) => {
    const memory = memoryStorage();
    if (stored !== null) await insertLegacyUser(memory, stored, fields);
    const { storage, calls } = recordCalls(memory);
    const { auth } = openAuth({ storage, passwords: pbkdf2() });
    const asked = watchPbkdf2();
    const error = await errorOf(auth.signIn(input));
    expect(error).toMatchObject(
      refusal("invalid_credentials", { message: "Invalid credentials", field: undefined, retryAfter: undefined }),
    );
    expect(sum(asked)).toBe(100_000);
    expect(calls).toEqual(["users.findByEmail"]);
  });
});
