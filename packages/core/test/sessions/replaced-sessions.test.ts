import { describe, expect, it } from "vitest";
import { createAuth } from "../../src/index.ts";
import { memoryStorage } from "../../src/memory.ts";
import { passwordReset } from "../../src/password-reset.ts";
import { fastHasher } from "../../src/testing.ts";
import { throttle } from "../../src/throttle.ts";
import { usernames } from "../../src/usernames.ts";
import { ALICE, errorOf, recordCalls, openAuth, SECRET } from "../support.ts";

const WRONG = "not her password";
const NAMES = { email: "alice@example.com", username: "alice" };

describe("F18 the session that a new one replaces", () => {
  it("ends with a sign-in by either name, a sign-up or a reset of the password, and not when one fails", async () => {
    const { auth } = openAuth();
    const names = usernames(auth);
    const mails: { token: string }[] = [];
    const reset = passwordReset(auth, { send: (mail) => void mails.push(mail) });
    const { user } = await names.signUp({ ...NAMES, password: ALICE.password });
    await reset.request(ALICE);
    while (mails.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const ways = [
      (replaces: string[]) => auth.signIn(ALICE, undefined, { replaces }),
      (replaces: string[]) => names.signIn({ username: "alice", password: ALICE.password }, undefined, { replaces }),
      (replaces: string[]) =>
        auth.signUp({ ...ALICE, email: `${crypto.randomUUID()}@example.com` }, undefined, { replaces }),
      (replaces: string[]) =>
        names.signUp({ ...ALICE, email: `${crypto.randomUUID()}@example.com`, username: "bob" }, undefined, {
          replaces,
        }),
      (replaces: string[]) =>
        reset.reset({ token: mails[0]!.token, password: ALICE.password }, undefined, { replaces }),
    ];
    for (const way of ways) {
      const old = await auth.signUp({ ...ALICE, email: `${crypto.randomUUID()}@example.com` });
      const other = await auth.signIn({ email: old.user.email, password: ALICE.password });
      const opened = await way(["gibberish", old.token]);
      expect([
        await auth.getUser(old.token),
        (await auth.getUser(other.token)) !== null,
        (await auth.getUser(opened.token)) !== null,
      ]).toEqual([null, true, true]);
      await expect(
        way([other.token, old.token])
          .then(() => Promise.reject(new Error("again")))
          .catch(() => "over"),
      ).resolves.toBe("over");
    }
    const { token } = await auth.signIn(ALICE);
    await errorOf(auth.signIn({ ...ALICE, password: WRONG }, undefined, { replaces: [token] }));
    await errorOf(auth.signUp(ALICE, undefined, { replaces: [token] }));
    expect(await auth.getUser(token)).toMatchObject({ id: user.id });
  });

  it("is told of, and one of another pool or with another's signature lives on", async () => {
    const storage = memoryStorage();
    const heard: string[] = [];
    const { auth, clock } = openAuth({
      storage,
      hooks: { after: ({ type, sessionId }) => void heard.push(`${type} ${sessionId}`) },
    });
    const admins = createAuth({ storage, secret: SECRET, pool: "admins", passwords: fastHasher(), now: clock.now });
    const forged = createAuth({ storage, secret: `${SECRET} of another`, passwords: fastHasher(), now: clock.now });
    await auth.signUp(ALICE);
    const [root, old] = [await admins.signUp(ALICE), await auth.signIn(ALICE)];
    const foreign = await forged.signIn(ALICE);
    heard.length = 0;
    const { session } = await auth.signIn(ALICE, undefined, { replaces: [root.token, foreign.token, old.token] });
    expect(heard).toEqual([`session.opened ${session.id}`, `session.ended ${old.session.id}`]);
    expect([await admins.getUser(root.token), await forged.getUser(foreign.token)].every((user) => user !== null)).toBe(
      true,
    );
  });

  it("a sign-in without one asks storage for nothing more", async () => {
    const { storage, calls } = recordCalls(memoryStorage());
    const { auth } = openAuth({ storage, guards: [throttle()] });
    await auth.signUp(ALICE);
    calls.length = 0;
    await auth.signIn(ALICE, undefined, { replaces: [] });
    expect(calls).toEqual(["users.findByEmail", "counters.add", "sessions.insert"]);
  });
});
