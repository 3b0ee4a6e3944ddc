import { describe, expect, it } from "vitest";
import { memoryStorage } from "../../src/memory.ts";
import { emailChange } from "../../src/email-change.ts";
import { AuthError } from "../../src/index.ts";
import { throttle } from "../../src/throttle.ts";
import { intercept, recordCalls } from "../support.ts";
import {
  addApiKey,
  openApp,
  codeOf,
  fiftyAtOnce,
  freshEmail,
  newcomer,
  NEW_PASSWORD,
  PASSWORD,
  type TestApp,
} from "../test-app.ts";

/** Somebody new on the way to another address. */
async function mover(app: TestApp, email = freshEmail()) {
  const person = await newcomer(app);
  await app.change.request(person.token, { email, currentPassword: PASSWORD });
  return { ...person, newEmail: email, link: await app.lastToken(email) };
}

describe("changing the address", () => {
  it("Y38 is confirmed at the new address, and the old one is told", async () => {
    const app = openApp(memoryStorage());
    const { email, user, token: sessionToken, newEmail, link } = await mover(app);
    const expiresAt = new Date(app.clock.now() + 3600_000).toISOString();
    expect(app.mails.map(({ kind, to, given }) => [kind, to, given])).toEqual([
      ["change", newEmail, { user, email: newEmail, token: link, expiresAt }],
    ]);
    expect(await app.auth.getUser(sessionToken)).toMatchObject({ email, emailVerified: false });

    app.clock.advance(30);
    const changed = await app.change.confirm({ token: link, sessionToken });
    await app.settle();
    expect(changed).toEqual({
      ...user,
      email: newEmail,
      emailVerified: true,
      updatedAt: new Date(app.clock.now()).toISOString(),
    });
    expect(await app.auth.getUser(sessionToken)).toEqual(changed);
    expect(app.mails.slice(1).map(({ kind, to, given }) => [kind, to, given])).toEqual([
      ["notice", email, { user: changed, previousEmail: email }],
    ]);
    expect(await codeOf(app.auth.signIn({ email, password: PASSWORD }))).toBe("invalid_credentials");
    expect(await codeOf(app.auth.signIn({ email: newEmail.toUpperCase(), password: PASSWORD }))).toBe("fulfilled");
  });

  it("Y38 needs the current password, and guesses count as at any door", async () => {
    const app = openApp(memoryStorage(), { guards: [throttle({ limit: 2 })] });
    const { email, token } = await newcomer(app);
    const request = (currentPassword: string) =>
      codeOf(app.change.request(token, { email: freshEmail(), currentPassword }));
    for (const guess of ["a first guess", "a second guess"]) expect(await request(guess)).toBe("invalid_credentials");
    expect(await request(PASSWORD)).toBe("rate_limited");
    // Those of somebody with a session have a count of their own (F07).
    expect(await codeOf(app.auth.signIn({ email, password: PASSWORD }))).toBe("fulfilled");
    await app.settle();
    expect(app.mails).toEqual([]);
  });

  it("Y38 a taken address is not told at the request; who can confirm it hears so at the end", async () => {
    const { storage, calls } = recordCalls(memoryStorage());
    const app = openApp(storage);
    const [alice, bob, carol] = [await newcomer(app), await newcomer(app), await newcomer(app)];
    const callsFor = async (token: string, email: string) => {
      calls.length = 0;
      expect(await app.change.request(token, { email, currentPassword: PASSWORD })).toBeUndefined();
      await app.settle();
      return [...calls];
    };
    expect(await callsFor(alice.token, bob.email)).toEqual(await callsFor(carol.token, freshEmail()));
    // Two counters of the account, two of the address; and the user once more, right before the mail.
    expect(calls).toEqual([
      "sessions.find",
      "users.find",
      ...Array(4).fill("counters.add"),
      "tokens.put",
      "users.find",
    ]);
    const input = { token: await app.lastToken(bob.email), sessionToken: alice.token };
    expect(await codeOf(app.change.confirm(input))).toBe("user_exists");
    await app.settle();
    expect(await app.auth.getUser(alice.token)).toMatchObject({ email: alice.email, emailVerified: false });
    expect(await app.auth.getUser(bob.token)).toMatchObject({ email: bob.email, emailVerified: false });
    expect(app.mails.filter(({ kind }) => kind === "notice")).toEqual([]);
  });

  it("Y38 a stranger at a mistyped address gets nothing", async () => {
    const app = openApp(memoryStorage());
    const { email, user, token: owner, link } = await mover(app);
    const stranger = await newcomer(app, "the password of a stranger");
    expect(await codeOf(app.change.confirm({ token: link }))).toBe("unauthenticated");
    expect(await codeOf(app.change.confirm({ token: link, sessionToken: stranger.token }))).toBe("unauthenticated");
    expect(await codeOf(app.change.confirm({ token: link, password: stranger.password }))).toBe("invalid_credentials");
    expect(await app.auth.getUser(owner)).toMatchObject({ id: user.id, email });
    expect((await app.change.confirm({ token: link, password: PASSWORD })).id).toBe(user.id);
  });

  it("Y38 of 50 with the same token one succeeds, and one notice goes out", async () => {
    const app = openApp(memoryStorage());
    const { token: sessionToken, link } = await mover(app);
    const { done, codes } = await fiftyAtOnce(() => app.change.confirm({ token: link, sessionToken }));
    await app.settle();
    expect([done.length, codes]).toEqual([1, Array(49).fill("invalid_token")]);
    expect(app.mails.filter(({ kind }) => kind === "notice")).toHaveLength(1);
  });

  it("ID13 of four accounts that want one address, one gets it", async () => {
    const app = openApp(memoryStorage());
    const email = freshEmail();
    const movers = [];
    for (const wait of [60, 300, 1800, 0]) {
      movers.push(await mover(app, email));
      app.clock.advance(wait);
    }
    const answers = await Promise.all(
      movers.map(({ token, link }) => codeOf(app.change.confirm({ token: link, sessionToken: token }))),
    );
    expect(answers.toSorted()).toEqual(["fulfilled", ...Array(3).fill("user_exists")]);
    expect((await app.auth.signIn({ email, password: PASSWORD })).user.email).toBe(email);
  });

  it("Y34 links that went to the old address are void", async () => {
    const app = openApp(memoryStorage());
    const { email, token: sessionToken, link } = await mover(app);
    await app.reset.request({ email });
    const toReset = await app.lastToken(email);
    await app.verification.request(sessionToken);
    const toVerify = await app.lastToken(email);
    await app.change.confirm({ token: link, sessionToken });
    expect(await codeOf(app.reset.reset({ token: toReset, password: NEW_PASSWORD }))).toBe("invalid_token");
    expect(await codeOf(app.verification.verify({ token: toVerify, sessionToken }))).toBe("invalid_token");
  });

  it("Y38 each of several requests counts until one is used, and there is one an interval", async () => {
    const app = openApp(memoryStorage());
    const { token: sessionToken, link } = await mover(app);
    const other = freshEmail();
    const request = () => app.change.request(sessionToken, { email: other, currentPassword: PASSWORD });
    expect(await codeOf(request())).toBe("rate_limited");
    app.clock.advance(60);
    await request();
    expect((await app.change.confirm({ token: await app.lastToken(other), sessionToken })).email).toBe(other);
    expect(await codeOf(app.change.confirm({ token: link, sessionToken }))).toBe("invalid_token");
  });

  it("ID01 ID03 wants an address, and another than now", async () => {
    const app = openApp(memoryStorage());
    const { email, token } = await newcomer(app);
    for (const odd of ["", "alice", 7, null, email, email.toUpperCase(), `${freshEmail()}\r\nBcc: eve@example.com`]) {
      expect(await codeOf(app.change.request(token, { email: odd as string, currentPassword: PASSWORD }))).toBe(
        "invalid_email",
      );
    }
  });

  it("SE05 a disabled or deleted user changes nothing any more", async () => {
    const app = openApp(memoryStorage());
    const [disabled, gone] = [await mover(app), await mover(app)];
    await app.storage.users.setDisabled(disabled.user.id, true, new Date(app.clock.now()));
    await app.storage.users.delete(gone.user.id);
    for (const { link, token: sessionToken } of [disabled, gone]) {
      expect(await codeOf(app.change.confirm({ token: link, sessionToken }))).toBe("unauthenticated");
      expect(await codeOf(app.change.confirm({ token: link, password: PASSWORD }))).toBe("invalid_token");
    }
  });

  it("D11 an answer that is lost after the change does not say that the address is taken", async () => {
    let isLossy = false;
    const app = openApp(
      intercept(memoryStorage(), async ({ name, proceed }) => {
        const answer = await proceed();
        if (isLossy && name === "users.changeEmail") throw new Error("connection reset");
        return answer;
      }),
    );
    const { token: sessionToken, newEmail, link } = await mover(app);
    isLossy = true;
    expect((await app.change.confirm({ token: link, sessionToken })).email).toBe(newEmail);
  });

  it("D11 a database that refuses one of two who want an address at once does not make it 503", async () => {
    const app = openApp(
      intercept(memoryStorage(), ({ name, proceed }) =>
        name === "users.changeEmail" ? Promise.reject(new Error("unique violation")) : proceed(),
      ),
    );
    const { email: taken } = await newcomer(app);
    const { token: sessionToken, email, link } = await mover(app, taken);
    expect(await codeOf(app.change.confirm({ token: link, sessionToken }))).toBe("user_exists");
    expect(await app.auth.getUser(sessionToken)).toMatchObject({ email });
  });

  it("D11 one that did not happen leaves the token good", async () => {
    const trouble = new Set(["users.changeEmail"]);
    const app = openApp(
      intercept(memoryStorage(), ({ name, proceed }) =>
        trouble.has(name) ? Promise.reject(new Error("down")) : proceed(),
      ),
    );
    const { token: sessionToken, newEmail, link } = await mover(app);
    expect(await codeOf(app.change.confirm({ token: link, sessionToken }))).toBe("storage_unavailable");
    trouble.clear();
    expect((await app.change.confirm({ token: link, sessionToken })).email).toBe(newEmail);
  });

  it("Y44 hooks may refuse and hear of both steps, without a secret; keys and sessions live on", async () => {
    const closed = new Set(["request_email_change", "change_email"]);
    const hooks = {
      before: ({ type }: { type: string }) => {
        if (closed.has(type)) throw new AuthError("refused", "No");
      },
    };
    const app = openApp(memoryStorage(), { hooks });
    const { email, user, token: sessionToken } = await newcomer(app);
    await addApiKey(app, user.id);
    const newEmail = freshEmail();
    const request = () => app.change.request(sessionToken, { email: newEmail, currentPassword: PASSWORD });
    expect(await codeOf(request())).toBe("refused");
    closed.delete("request_email_change");
    await request();
    const token = await app.lastToken(newEmail);
    expect(await codeOf(app.change.confirm({ token, sessionToken }))).toBe("refused");
    closed.clear();
    await app.change.confirm({ token, sessionToken });
    expect(app.events.map(({ type }) => type).slice(2)).toEqual(["email.change_requested", "email.changed"]);
    for (const secret of [email, newEmail, token, PASSWORD]) expect(JSON.stringify(app.events)).not.toContain(secret);
    expect(await app.storage.apiKeys.list(user.id)).toHaveLength(1);
  });

  it("a notice that fails does not undo the change", async () => {
    const app = openApp(memoryStorage());
    const { user, email, token } = await newcomer(app);
    const sent: Promise<void>[] = [];
    const errors: unknown[] = [];
    let link = "";
    const bounce = new Error("no such mailbox");
    const change = emailChange(app.auth, {
      send: (mail) => void (link = mail.token),
      notify: () => {
        throw bounce;
      },
      waitUntil: (work) => void sent.push(work),
      onError: (error) => void errors.push(error),
    });
    await change.request(token, { email: freshEmail(), currentPassword: PASSWORD });
    await Promise.all(sent);
    expect(await change.confirm({ token: link, sessionToken: token })).toMatchObject({
      id: user.id,
      emailVerified: true,
    });
    await Promise.all(sent);
    expect([errors, (await app.auth.getUser(token))?.email === email]).toEqual([[bounce], false]);
  });

  it.each([
    [{}],
    [{ send() {} }],
    [{ notify() {} }],
    [{ send() {}, notify() {}, lifetime: 0 }],
    [{ send() {}, notify() {}, host: "x" }],
  ])("%o is a mistake", async (options) => {
    const { auth } = openApp(memoryStorage());
    expect(() => emailChange(auth, options as never)).toThrow(TypeError);
  });
});
