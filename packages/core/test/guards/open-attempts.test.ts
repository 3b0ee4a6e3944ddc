import { describe, expect, it } from "vitest";
import { createAuth, type AuthError } from "../../src/index.ts";
import { memoryStorage } from "../../src/memory.ts";
import { fastHasher, testClock } from "../../src/testing.ts";
import { throttle } from "../../src/throttle.ts";
import { ALICE, errorOf, recordCalls, openAuth, refusal, SECRET } from "../support.ts";

const WRONG = "not her password";

describe("F28 attempts under way are no failures", () => {
  /** Attempts over many processes at once, as storage sees them: none waits for another. */
  async function atOnce(passwords: readonly string[], limit = 5) {
    const storage = memoryStorage();
    const clock = testClock();
    const gate = Promise.withResolvers<void>();
    const fast = fastHasher();
    let hashed = 0;
    const held = {
      ...fast,
      verify: async (password: string, stored: string) => (hashed++, await gate.promise, fast.verify(password, stored)),
    };
    const one = { oneAtATime: false };
    const auth = createAuth({
      storage,
      secret: SECRET,
      passwords: held,
      guards: [{ ...throttle({ limit }), ...one }],
      now: clock.now,
    });
    await auth.signUp(ALICE);
    const answers = passwords.map((password) =>
      auth.signIn({ ...ALICE, password }).then(
        () => "in",
        ({ code, retryAfter }: AuthError) => ({ code, retryAfter }),
      ),
    );
    const elsewhere = createAuth({
      storage,
      secret: SECRET,
      passwords: fast,
      guards: [throttle({ limit })],
      now: clock.now,
    });
    return { auth, elsewhere, clock, answers, open: gate.resolve, hashed: () => hashed };
  }

  it("a right password that others under way keep out waits for seconds, not for the window, and gets in", async () => {
    const limit = 1;
    const { auth, clock, answers, open } = await atOnce([ALICE.password, ALICE.password], limit);
    expect(await Promise.race(answers)).toEqual({ code: "rate_limited", retryAfter: 30 });
    open();
    expect(await answers[0]).toBe("in");
    clock.advance(30);
    await expect(auth.signIn(ALICE)).resolves.toBeDefined();
  });

  it("a wrong password keeps its count for the whole window, and an attempt that never ends for 30 s", async () => {
    const life = await atOnce([WRONG], 1);
    life.open();
    await Promise.all(life.answers);
    expect(await errorOf(life.auth.signIn(ALICE))).toMatchObject(refusal("rate_limited", { retryAfter: 600 }));
    life.clock.advance(599);
    expect(await errorOf(life.auth.signIn(ALICE))).toMatchObject(refusal("rate_limited", { retryAfter: 1 }));

    const lost = await atOnce([WRONG], 1);
    expect(await errorOf(lost.auth.signIn(ALICE))).toMatchObject(refusal("rate_limited", { retryAfter: 30 }));
    lost.clock.advance(30);
    await expect(lost.elsewhere.signIn(ALICE)).resolves.toBeDefined();
    lost.open();
  });

  it("when the count of a wrong password cannot be confirmed, nobody hears that it was wrong", async () => {
    const { storage } = recordCalls(memoryStorage());
    const failing = {
      ...storage,
      counters: { ...memoryStorage().counters, extend: () => Promise.reject(new Error("down")) },
    };
    const { auth } = openAuth({ storage: failing, guards: [throttle()] });
    await auth.signUp(ALICE);
    await expect(auth.signIn({ ...ALICE, password: WRONG })).rejects.toMatchObject(refusal("storage_unavailable"));
  });
});
