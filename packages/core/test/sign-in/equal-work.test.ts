import nodeCrypto from "node:crypto";
import { afterEach, describe, expect, it, vi } from "vitest";
import { argon2id } from "../../src/argon2id.ts";
import type { PasswordHasher } from "../../src/index.ts";
import { scrypt } from "../../src/scrypt.ts";
import { errorOf, openAuth, insertLegacyUser, refusal } from "../support.ts";

afterEach(() => vi.restoreAllMocks());

/** How much a hasher made from now on computes: blocks times passes, as both algorithms count their cost. */
function watchWork(): { reset(): void; total(): number } {
  let total = 0;
  const { scrypt: realScrypt, argon2: realArgon2 } = nodeCrypto;
  vi.spyOn(nodeCrypto, "scrypt").mockImplementation(((password, salt, length, options, done) => {
    total += options.N! * options.r! * options.p!;
    realScrypt(password, salt, length, options, done);
  }) as typeof nodeCrypto.scrypt);
  vi.spyOn(nodeCrypto, "argon2").mockImplementation(((algorithm, parameters, done) => {
    total += parameters.memory * parameters.passes;
    realArgon2(algorithm, parameters, done);
  }) as typeof nodeCrypto.argon2);
  return { reset: () => void (total = 0), total: () => total };
}

describe("SI02 a wrong password costs what an unknown address costs, whatever cost the stored hash has", () => {
  it.each<[string, () => PasswordHasher, () => PasswordHasher]>([
    ["scrypt, raised in N", () => scrypt({ logN: 15, r: 8, p: 1 }), () => scrypt({ logN: 14, r: 8, p: 1 })],
    ["scrypt, raised in p", () => scrypt({ logN: 14, r: 4, p: 3 }), () => scrypt({ logN: 14, r: 4, p: 1 })],
    ["scrypt, raised in r", () => scrypt({ logN: 14, r: 8, p: 1 }), () => scrypt({ logN: 14, r: 2, p: 1 })],
    ["scrypt, as it was", () => scrypt({ logN: 14, r: 2, p: 1 }), () => scrypt({ logN: 14, r: 2, p: 1 })],
    [
      "Argon2id, raised in memory",
      () => argon2id({ memory: 9216, passes: 1 }),
      () => argon2id({ memory: 7168, passes: 1 }),
    ],
    [
      "Argon2id, raised in passes",
      () => argon2id({ memory: 7168, passes: 3 }),
      () => argon2id({ memory: 7168, passes: 1 }),
    ],
    [
      "Argon2id, raised by a trifle",
      () => argon2id({ memory: 7169, passes: 1 }),
      () => argon2id({ memory: 7168, passes: 1 }),
    ],
    ["Argon2id, as it was", () => argon2id({ memory: 7168, passes: 1 }), () => argon2id({ memory: 7168, passes: 1 })],
  ])("%s", async (_, now, before) => {
    const work = watchWork();
    const { auth, storage } = openAuth({ passwords: now() });
    await insertLegacyUser(storage, await before().hash("the password"), { email: "known@example.com" });
    const costs: number[] = [];
    for (const email of ["unknown@example.com", "known@example.com"]) {
      work.reset();
      expect(await errorOf(auth.signIn({ email, password: "a wrong one" }))).toMatchObject(
        refusal("invalid_credentials"),
      );
      costs.push(work.total());
    }
    expect(costs[0]).toBeGreaterThan(0);
    expect(costs[1]! / costs[0]!).toBeCloseTo(1, 3);
  });
});
