import { inspect } from "node:util";
import { describe, expect, it, vi } from "vitest";
import { AuthError, type Auth } from "../../src/index.ts";
import { passwordReset } from "../../src/password-reset.ts";
import { requireVerifiedEmail } from "../../src/require-verified-email.ts";
import { fastHasher } from "../../src/testing.ts";
import { throttle } from "../../src/throttle.ts";
import { between, counting, listening } from "../support.ts";
import {
  addKey,
  begin,
  code,
  fifty,
  freshEmail,
  newcomer,
  NEXT,
  PASSWORD,
  type Life,
  type OpenStorage,
} from "../account-story.suite.ts";

/** Somebody new, and a token to reset the password with. */
async function forgetful(life: Life) {
  const person = await newcomer(life);
  await life.reset.request({ email: person.email });
  return { ...person, link: await life.last(person.email) };
}

export function passwordResetStories(open: OpenStorage): void {
  describe("asking for a mail", () => {
    it("Y34 SI01 SI02 every address gets the same answer, before anything is looked up", async () => {
      const { storage, calls } = listening(await open());
      const life = begin(storage);
      const known = await newcomer(life);
      const disabled = await newcomer(life);
      await storage.users.setDisabled(disabled.user.id, true, new Date(life.clock.now()));
      calls.length = 0;
      for (const email of [known.email, known.email.toUpperCase(), freshEmail(), disabled.email]) {
        expect(await life.reset.request({ email })).toBeUndefined();
        expect(calls, email).toEqual([]);
      }
      await life.settle();
      expect(life.mails.map(({ to }) => to)).toEqual([known.email]);
      expect(life.errors).toEqual([]);
    });

    it("Y34 SI02 storage that is down and a mail that fails look the same from outside", async () => {
      const failing = between(await open(), ({ name, proceed }) =>
        name === "tokens.put" ? Promise.reject(new Error("disk full")) : proceed(),
      );
      const life = begin(failing);
      const { email } = await newcomer(life);
      expect(await life.reset.request({ email })).toBeUndefined();
      await life.settle();
      expect(life.errors).toMatchObject([{ code: "storage_unavailable" }]);

      const sent: Promise<void>[] = [];
      const errors: unknown[] = [];
      const waitUntil = (work: Promise<void>) => void sent.push(work);
      const bounce = new Error("mailbox full");
      const { auth } = begin(await open());
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
      const life = begin(await open());
      const { email } = await newcomer(life);
      const tokens: string[] = [];
      const send = ({ user, token }: { user: { email: string }; token: string }) => {
        tokens.push(token);
        throw Object.assign(new Error(`no such mailbox ${user.email}\n${token}`), {
          name: `Bounce\n${user.email}`,
          code: "EBOUNCE",
        });
      };
      await passwordReset(life.auth, { send, waitUntil: (work) => void sent.push(work) }).request({ email });
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
      life.clock.advance(60);
      await passwordReset(life.auth, thrower).request({ email });
      await expect(Promise.all(sent)).resolves.toBeDefined();
    });

    it("Y34 of 50 requests at once one sends a mail; the next goes after the interval", async () => {
      const life = begin(await open());
      const { email } = await newcomer(life);
      const other = await newcomer(life);
      const { done } = await fifty(() => life.reset.request({ email }));
      await life.settle();
      expect([done.length, life.mails.length]).toEqual([50, 1]);
      await life.reset.request({ email: other.email });
      life.clock.advance(59);
      await life.reset.request({ email });
      await life.settle();
      expect(life.mails.map(({ to }) => to)).toEqual([email, other.email]);
      life.clock.advance(1);
      await life.reset.request({ email });
      await life.settle();
      expect(life.mails).toHaveLength(3);
    });

    it("F07 each of several mails works, and one that was used voids the others", async () => {
      const life = begin(await open());
      const { email, link } = await forgetful(life);
      life.clock.advance(60);
      await life.reset.request({ email });
      const newer = await life.last(email);
      expect(newer).not.toBe(link);
      expect(await code(life.reset.reset({ token: link, password: NEXT }))).toBe("fulfilled");
      expect(await code(life.reset.reset({ token: newer, password: NEXT }))).toBe("invalid_token");
    });

    it("HT07 the mail gets the user, the token and its end, and nothing that a request has named", async () => {
      const life = begin(await open());
      const { email, user } = await newcomer(life);
      await life.reset.request({ email }, { address: "evil.example", agent: "evil.example" });
      const token = await life.last(email);
      const expiresAt = new Date(life.clock.now() + 3600_000).toISOString();
      expect(life.mails.map(({ given }) => given)).toEqual([{ user, token, expiresAt }]);
    });

    it("ID03 what is no address is refused, and a hook may refuse an address or a client", async () => {
      const hooks = {
        before: ({ type, client }: { type: string; client: { address: string | null } }) => {
          if (type === "request_password_reset" && client.address === "192.0.2.9") throw new AuthError("refused", "No");
        },
      };
      const life = begin(await open(), { hooks });
      const { email } = await newcomer(life);
      for (const odd of ["", "alice", 7, null, `${email}, eve@example.com`])
        expect(await code(life.reset.request({ email: odd as string }))).toBe("invalid_email");
      expect(await code(life.reset.request({ email }, { address: "192.0.2.9", agent: null }))).toBe("refused");
      await life.settle();
      expect(life.mails).toEqual([]);
    });

    it("asks storage four times, behind the answer", async () => {
      const { storage, calls } = listening(await open());
      const life = begin(storage);
      const { email } = await newcomer(life);
      calls.length = 0;
      await life.reset.request({ email });
      await life.settle();
      expect(calls).toEqual(["users.findByEmail", "counters.add", "counters.add", "tokens.put"]);
    });
  });

  describe("resetting the password", () => {
    it("Y35 SE06 sets the password, ends every session, verifies the address and signs in", async () => {
      const life = begin(await open());
      const { email, user, token, link } = await forgetful(life);
      const client = { address: "192.0.2.1", agent: "Firefox" };
      const signedIn = await life.reset.reset({ token: link, password: NEXT }, client);
      expect(signedIn.user).toMatchObject({ id: user.id, email, emailVerified: true });
      expect(await life.auth.getUser(signedIn.token)).toEqual(signedIn.user);
      expect(await life.auth.getUser(token)).toBeNull();
      expect(await code(life.auth.signIn({ email, password: PASSWORD }))).toBe("invalid_credentials");
      expect(await code(life.auth.signIn({ email, password: NEXT }))).toBe("fulfilled");
    });

    it("Y35 of 50 who have the same token one succeeds, with one session", async () => {
      const life = begin(await open());
      const { email, user, link } = await forgetful(life);
      const { done, codes } = await fifty((index) =>
        life.reset.reset({ token: link, password: `password number ${index}` }),
      );
      expect([done.length, codes]).toEqual([1, Array(49).fill("invalid_token")]);
      expect(await life.storage.sessions.list(user.id, new Date(life.clock.now()))).toMatchObject([
        { id: done[0]!.session.id },
      ]);
      const { done: doors } = await fifty((index) => life.auth.signIn({ email, password: `password number ${index}` }));
      expect(doors).toHaveLength(1);
      expect(await code(life.reset.reset({ token: link, password: NEXT }))).toBe("invalid_token");
    });

    it("PW01 PW02 PW08 PW09 PW10 a password that the policy refuses does not cost the token", async () => {
      const life = begin(await open(), { passwordPolicy: { common: new Set(["football"]) } });
      const { email, link: token } = await forgetful(life);
      const refused = (password: unknown) => code(life.reset.reset({ token, password: password as string }));
      expect(await refused("seven77")).toBe("password_too_short");
      expect(await refused("x".repeat(2 ** 20))).toBe("password_too_long");
      expect(await refused("unpaired \ud800")).toBe("invalid_password");
      expect(await refused(undefined)).toBe("invalid_password");
      expect(await refused("FootBall")).toBe("password_too_common");
      expect(await refused(email.toUpperCase())).toBe("password_too_common");
      expect(await refused(email.split("@")[0])).toBe("password_too_common");
      expect(await refused(NEXT)).toBe("fulfilled");
    });

    it("Y35 whatever else fails before the change does not cost the token either", async () => {
      const trouble = new Set<string>();
      const storage = between(await open(), ({ name, proceed }) =>
        trouble.has(name) ? Promise.reject(new Error("down")) : proceed(),
      );
      const hasher = fastHasher();
      const hash = (password: string) =>
        trouble.has("hash") ? Promise.reject(new AuthError("overloaded", "busy")) : hasher.hash(password);
      const hooks = {
        before: () => {
          if (trouble.has("hook")) throw new AuthError("refused", "No");
        },
      };
      const life = begin(storage, { passwords: { ...hasher, hash }, hooks });
      const { link: token, token: session } = await forgetful(life);
      for (const [what, answer] of [
        ["hash", "overloaded"],
        ["hook", "refused"],
        ["tokens.take", "storage_unavailable"],
        ["users.find", "storage_unavailable"],
        ["counters.reset", "storage_unavailable"],
        ["users.setPassword", "storage_unavailable"],
      ] as const) {
        trouble.add(what);
        expect(await code(life.reset.reset({ token, password: NEXT })), what).toBe(answer);
        trouble.clear();
        expect(await life.auth.getUser(session), what).not.toBeNull();
      }
      expect(await code(life.reset.reset({ token, password: NEXT }))).toBe("fulfilled");
    });

    it("D11 an answer that is lost after the change does not say that it failed, nor leave the token good", async () => {
      let lost = "";
      const storage = between(await open(), async ({ name, proceed }) => {
        const answer = await proceed();
        if (name === lost || (lost === "both" && ["users.setPassword", "sessions.find"].includes(name)))
          throw new Error("connection reset");
        return answer;
      });
      const life = begin(storage);
      const first = await forgetful(life);
      lost = "users.setPassword";
      const signedIn = await life.reset.reset({ token: first.link, password: NEXT });
      lost = "";
      expect(await life.auth.getUser(signedIn.token)).not.toBeNull();

      const second = await forgetful(life);
      lost = "both";
      expect(await code(life.reset.reset({ token: second.link, password: NEXT }))).toBe("storage_unavailable");
      lost = "";
      expect(await code(life.reset.reset({ token: second.link, password: "one more password" }))).toBe("invalid_token");
    });

    it("Y35 lifts the lock of the account", async () => {
      const life = begin(await open(), { guards: [throttle({ limit: 3 })] });
      const { email, link } = await forgetful(life);
      for (let guess = 0; guess < 6; guess++)
        await code(life.auth.signIn({ email, password: `guess number ${guess}` }));
      expect(await code(life.auth.signIn({ email, password: PASSWORD }))).toBe("rate_limited");
      await life.reset.reset({ token: link, password: NEXT });
      expect(await code(life.auth.signIn({ email, password: NEXT }))).toBe("fulfilled");
    });

    it("Y36 a reset is a proof of the mailbox: it opens a door that wants one", async () => {
      const life = begin(await open(), { guards: [requireVerifiedEmail()] });
      const { email, link } = await forgetful(life);
      expect(await code(life.auth.signIn({ email, password: PASSWORD }))).toBe("email_not_verified");
      await life.reset.reset({ token: link, password: NEXT });
      expect(await code(life.auth.signIn({ email, password: NEXT }))).toBe("fulfilled");
    });

    it("SE06 the real owner takes an account over with nothing left in it of who made it", async () => {
      const life = begin(await open());
      const { storage, reset, verification, change } = life;
      const mallory = await forgetful(life);
      const ownAddress = freshEmail();
      await change.request(mallory.token, { email: ownAddress, currentPassword: PASSWORD });
      const planted = await life.last(ownAddress);
      await verification.request(mallory.token);
      const confirmation = await life.last(mallory.email);
      for (let key = 0; key < 3; key++) await addKey(life, mallory.user.id);
      const second = await life.auth.signIn(mallory);

      const owner = await reset.reset({ token: mallory.link, password: NEXT });
      expect(await storage.apiKeys.list(mallory.user.id)).toEqual([]);
      for (const token of [mallory.token, second.token]) expect(await life.auth.getUser(token)).toBeNull();
      for (const sessionToken of [mallory.token, second.token]) {
        expect(await code(change.confirm({ token: planted, sessionToken }))).toBe("unauthenticated");
        expect(await code(verification.verify({ token: confirmation, sessionToken }))).toBe("unauthenticated");
      }
      expect(await code(change.confirm({ token: planted, password: PASSWORD }))).toBe("invalid_credentials");
      expect(await code(life.auth.signIn(mallory))).toBe("invalid_credentials");
      expect(await life.auth.getUser(owner.token)).toMatchObject({ email: mallory.email, emailVerified: true });
    });

    it("SE06 not even with a key that is made while it happens", async () => {
      const life: Life = begin(
        between(await open(), async ({ name, parameters, proceed }) => {
          if (name === "users.setPassword") await addKey(life, parameters[0] as string);
          return proceed();
        }),
      );
      const { user, link } = await forgetful(life);
      await life.reset.reset({ token: link, password: NEXT });
      expect(await life.storage.apiKeys.list(user.id)).toEqual([]);
    });

    it("SE05 Y40 Y47 a token of somebody who is disabled or gone is none", async () => {
      const life = begin(await open());
      const [disabled, gone] = [await forgetful(life), await forgetful(life)];
      await life.storage.users.setDisabled(disabled.user.id, true, new Date(life.clock.now()));
      await life.storage.users.delete(gone.user.id);
      for (const { link } of [disabled, gone])
        expect(await code(life.reset.reset({ token: link, password: NEXT }))).toBe("invalid_token");
    });

    it("Y38 a token that went to an address that is not the account's any more is none", async () => {
      const life = begin(await open());
      const { user, email, link } = await forgetful(life);
      await life.storage.users.changeEmail(user.id, { from: email, to: freshEmail(), at: new Date(life.clock.now()) });
      expect(await code(life.reset.reset({ token: link, password: NEXT }))).toBe("invalid_token");
    });

    it("Y44 SI13 events say what happened to whom, without a secret or an address", async () => {
      const life = begin(await open());
      const { email, user, link } = await forgetful(life);
      await addKey(life, user.id);
      const { token } = await life.reset.reset({ token: link, password: NEXT });
      const types = life.events.map(({ type }) => type).slice(2);
      expect(types).toEqual([
        "password.reset_requested",
        "password.reset",
        "email.verified",
        "api_key.deleted",
        "sessions.ended",
        "session.opened",
      ]);
      expect(life.events.every(({ userId }) => userId === user.id)).toBe(true);
      for (const secret of [link, token, NEXT, PASSWORD, email])
        expect(JSON.stringify(life.events)).not.toContain(secret);
    });

    it("SI10 a token that is none reaches no hasher", async () => {
      const { hasher, work } = counting(fastHasher());
      const life = begin(await open(), { passwords: hasher });
      expect(await code(life.reset.reset({ token: "x".repeat(43), password: NEXT }))).toBe("invalid_token");
      expect(work()).toBe(0);
    });

    it("asks storage six times", async () => {
      const { storage, calls } = listening(await open());
      const life = begin(storage);
      const { email, link } = await forgetful(life);
      calls.length = 0;
      await life.reset.reset({ token: link, password: NEXT });
      expect(calls).toEqual(["tokens.take", "users.find", ...Array(3).fill("counters.reset"), "users.setPassword"]);
      life.clock.advance(60);
      await life.reset.request({ email });
      const next = await life.last(email);
      calls.length = 0;
      await life.reset.reset({ token: next, password: PASSWORD });
      expect(calls).toEqual(["tokens.take", "users.find", ...Array(3).fill("counters.reset"), "users.setPassword"]);
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
      const { auth } = begin(await open());
      expect(() => passwordReset(auth, options as never)).toThrow(TypeError);
      expect(() => passwordReset(auth, options as never)).toThrow(name);
    });

    it("anything but an auth is a mistake", () => {
      expect(() => passwordReset({} as Auth, { send() {} })).toThrow(TypeError);
    });
  });
}
