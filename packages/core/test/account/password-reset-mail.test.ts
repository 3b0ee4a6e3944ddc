import { inspect } from "node:util";
import { describe, expect, it, vi } from "vitest";
import { memoryStorage } from "../../src/memory.ts";
import { AuthError, type Auth } from "../../src/index.ts";
import { passwordReset } from "../../src/password-reset.ts";
import { intercept, recordCalls } from "../support.ts";
import { openApp, codeOf, fiftyAtOnce, freshEmail, newcomer, NEW_PASSWORD, PASSWORD } from "../test-app.ts";
import { forgetful } from "./forgotten-password.ts";

describe("asking for a mail", () => {
  it("Y34 SI01 SI02 every address gets the same answer, before anything is looked up", async () => {
    const { storage, calls } = recordCalls(memoryStorage());
    const app = openApp(storage);
    const known = await newcomer(app);
    const disabled = await newcomer(app);
    await storage.users.setDisabled(disabled.user.id, true, new Date(app.clock.now()));
    calls.length = 0;
    for (const email of [known.email, known.email.toUpperCase(), freshEmail(), disabled.email]) {
      expect(await app.reset.request({ email })).toBeUndefined();
      expect(calls, email).toEqual([]);
    }
    await app.settle();
    expect(app.mails.map(({ to }) => to)).toEqual([known.email]);
    expect(app.errors).toEqual([]);
  });

  it("Y34 SI02 storage that is down and a mail that fails look the same from outside", async () => {
    const failing = intercept(memoryStorage(), ({ name, proceed }) =>
      name === "tokens.put" ? Promise.reject(new Error("disk full")) : proceed(),
    );
    const app = openApp(failing);
    const { email } = await newcomer(app);
    expect(await app.reset.request({ email })).toBeUndefined();
    await app.settle();
    expect(app.errors).toMatchObject([{ code: "storage_unavailable" }]);

    const sent: Promise<void>[] = [];
    const errors: unknown[] = [];
    const waitUntil = (work: Promise<void>) => void sent.push(work);
    const bounce = new Error("mailbox full");
    const { auth } = openApp(memoryStorage());
    const somebody = freshEmail();
    await auth.signUp({ email: somebody, password: PASSWORD });
    const reset = passwordReset(auth, {
      send: () => Promise.reject(bounce),
      waitUntil,
      onError: (error) => void errors.push(error),
    });
    expect(await reset.request({ email: somebody })).toBeUndefined();
    await Promise.all(sent);
    expect(errors).toEqual([bounce]);
  });

  it("SI13 HT08 a failure is one line on the console, without address or token, and ends nothing", async () => {
    const lines: string[] = [];
    vi.spyOn(console, "error").mockImplementation(
      (...words) => void lines.push(words.map((word) => inspect(word)).join(" ")),
    );
    const sent: Promise<void>[] = [];
    const app = openApp(memoryStorage());
    const { email } = await newcomer(app);
    const tokens: string[] = [];
    const send = ({ user, token }: { user: { email: string }; token: string }) => {
      tokens.push(token);
      throw Object.assign(new Error(`no such mailbox ${user.email}\n${token}`), {
        name: `Bounce\n${user.email}`,
        code: "EBOUNCE",
      });
    };
    await passwordReset(app.auth, { send, waitUntil: (work) => void sent.push(work) }).request({ email });
    await Promise.all(sent);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain("EBOUNCE");
    for (const secret of [email, tokens[0]!, "\\n"]) expect(lines[0]).not.toContain(secret);

    const thrower = {
      send,
      waitUntil: (work: Promise<void>) => void sent.push(work),
      onError: () => {
        throw new Error("and so does the log");
      },
    };
    app.clock.advance(60);
    await passwordReset(app.auth, thrower).request({ email });
    await expect(Promise.all(sent)).resolves.toBeDefined();
  });

  it("Y34 of 50 requests at once one sends a mail; the next goes after the interval", async () => {
    const app = openApp(memoryStorage());
    const { email } = await newcomer(app);
    const other = await newcomer(app);
    const { done } = await fiftyAtOnce(() => app.reset.request({ email }));
    await app.settle();
    expect([done.length, app.mails.length]).toEqual([50, 1]);
    await app.reset.request({ email: other.email });
    app.clock.advance(59);
    await app.reset.request({ email });
    await app.settle();
    expect(app.mails.map(({ to }) => to)).toEqual([email, other.email]);
    app.clock.advance(1);
    await app.reset.request({ email });
    await app.settle();
    expect(app.mails).toHaveLength(3);
  });

  it("F07 each of several mails works, and one that was used voids the others", async () => {
    const app = openApp(memoryStorage());
    const { email, link } = await forgetful(app);
    app.clock.advance(60);
    await app.reset.request({ email });
    const newer = await app.lastToken(email);
    expect(newer).not.toBe(link);
    expect(await codeOf(app.reset.reset({ token: link, password: NEW_PASSWORD }))).toBe("fulfilled");
    expect(await codeOf(app.reset.reset({ token: newer, password: NEW_PASSWORD }))).toBe("invalid_token");
  });

  it("HT07 the mail gets the user, the token and its end, and nothing that a request has named", async () => {
    const app = openApp(memoryStorage());
    const { email, user } = await newcomer(app);
    await app.reset.request({ email }, { address: "evil.example", agent: "evil.example" });
    const token = await app.lastToken(email);
    const expiresAt = new Date(app.clock.now() + 3600_000).toISOString();
    expect(app.mails.map(({ given }) => given)).toEqual([{ user, token, expiresAt }]);
  });

  it("ID03 what is no address is refused, and a hook may refuse an address or a client", async () => {
    const hooks = {
      before: ({ type, client }: { type: string; client: { address: string | null } }) => {
        if (type === "request_password_reset" && client.address === "192.0.2.9") throw new AuthError("refused", "No");
      },
    };
    const app = openApp(memoryStorage(), { hooks });
    const { email } = await newcomer(app);
    for (const odd of ["", "alice", 7, null, `${email}, eve@example.com`])
      expect(await codeOf(app.reset.request({ email: odd as string }))).toBe("invalid_email");
    expect(await codeOf(app.reset.request({ email }, { address: "192.0.2.9", agent: null }))).toBe("refused");
    await app.settle();
    expect(app.mails).toEqual([]);
  });

  it("asks storage four times, behind the answer", async () => {
    const { storage, calls } = recordCalls(memoryStorage());
    const app = openApp(storage);
    const { email } = await newcomer(app);
    calls.length = 0;
    await app.reset.request({ email });
    await app.settle();
    expect(calls).toEqual(["users.findByEmail", "counters.add", "counters.add", "tokens.put"]);
  });
});

describe("options", () => {
  it.each([
    [{}, "send"],
    [{ send: "mail" }, "send"],
    [{ send() {}, baseUrl: "https://example.com" }, "baseUrl"],
    [{ send() {}, lifetime: 59 }, "lifetime"],
    [{ send() {}, lifetime: 86_401 }, "lifetime"],
    [{ send() {}, lifetime: 60.5 }, "lifetime"],
    [{ send() {}, interval: 0 }, "interval"],
    [{ send() {}, interval: Infinity }, "interval"],
    [{ send() {}, waitUntil: true }, "waitUntil"],
    [{ send() {}, onError: "log" }, "onError"],
  ])("%o is a mistake in %s", async (options, name) => {
    const { auth } = openApp(memoryStorage());
    expect(() => passwordReset(auth, options as never)).toThrow(TypeError);
    expect(() => passwordReset(auth, options as never)).toThrow(name);
  });

  it("anything but an auth is a mistake", () => {
    expect(() => passwordReset({} as Auth, { send() {} })).toThrow(TypeError);
  });
});
