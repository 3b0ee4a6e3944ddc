import { describe, expect, it } from "vitest";
import { pbkdf2 } from "../../src/index.ts";
import { memoryStorage } from "../../src/memory.ts";
import { ALICE, openAuth, insertLegacyUser, refusal, storedHash, storedPbkdf2, watchPbkdf2 } from "../support.ts";

const { email } = ALICE;

describe("PW17 where deriveBits refuses more than 100 000 iterations", () => {
  it("new hashes stay within, whatever is configured", async () => {
    const asked = watchPbkdf2(100_000);
    const hasher = pbkdf2({ iterations: 210_000 });
    const [first, second] = [await hasher.hash("password"), await hasher.hash("password")];
    for (const stored of [first, second]) {
      expect(stored).toBe(storedPbkdf2("password", 100_000, Buffer.from(stored.split("$")[3]!, "base64")));
      expect(await hasher.verify("password", stored)).toBe(true);
      expect(hasher.needsRehash(stored)).toBe(false);
    }
    expect(asked.filter((count) => count > 100_000)).toEqual([210_000]);
  });

  it("also when the first hashes come together", async () => {
    watchPbkdf2(100_000);
    const hasher = pbkdf2({ iterations: 210_000 });
    for (const stored of await Promise.all([1, 2, 3].map(() => hasher.hash("password")))) {
      expect(stored).toMatch(/i=100000\$/);
      expect(await hasher.verify("password", stored)).toBe(true);
    }
  });

  it("stronger hashes from elsewhere still verify, and are not weakened", async () => {
    watchPbkdf2(100_000);
    const storage = memoryStorage();
    const strong = storedPbkdf2(ALICE.password, 110_000);
    await insertLegacyUser(storage, strong);
    const { auth } = openAuth({ storage, passwords: pbkdf2({ iterations: 110_000 }) });
    await expect(auth.signIn({ email, password: "a wrong guess" })).rejects.toMatchObject(
      refusal("invalid_credentials"),
    );
    await expect(auth.signIn(ALICE)).resolves.toBeDefined();
    expect(await storedHash(storage)).toBe(strong);
  });

  it("a hash of today's strength is never written again, not even by a process that has just started", async () => {
    watchPbkdf2(100_000);
    const storage = memoryStorage();
    const stored = storedPbkdf2(ALICE.password, 100_000);
    await insertLegacyUser(storage, stored);
    for (let start = 0; start < 2; start++) {
      const { auth } = openAuth({ storage, passwords: pbkdf2({ iterations: 210_000 }) });
      for (let time = 0; time < 2; time++) await auth.signIn(ALICE);
    }
    expect(await storedHash(storage)).toBe(stored);
  });

  it("without any native PBKDF2 the hashes are the same", async () => {
    watchPbkdf2(0);
    const stored = await pbkdf2().hash("password");
    expect(stored).toBe(storedPbkdf2("password", 100_000, Buffer.from(stored.split("$")[3]!, "base64")));
  });
});
