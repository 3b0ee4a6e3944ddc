import { describe, expect, it } from "vitest";
import { emailChange } from "../../src/email-change.ts";
import { AuthError } from "../../src/index.ts";
import { throttle } from "../../src/throttle.ts";
import { between, listening } from "../support.ts";
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

/** Somebody new on the way to another address. */
async function mover(life: Life, email = freshEmail()) {
  const person = await newcomer(life);
  await life.change.request(person.token, { email, currentPassword: PASSWORD });
  return { ...person, newEmail: email, link: await life.last(email) };
}

export function emailChangeStories(open: OpenStorage): void {
  describe("changing the address", () => {
    it("Y38 is confirmed at the new address, and the old one is told", async () => {
      const life = begin(await open());
      const { email, user, token: sessionToken, newEmail, link } = await mover(life);
      const expiresAt = new Date(life.clock.now() + 3600_000).toISOString();
      expect(life.mails.map(({ kind, to, given }) => [kind, to, given])).toEqual([
        ["change", newEmail, { user, email: newEmail, token: link, expiresAt }],
      ]);
      expect(await life.auth.getUser(sessionToken)).toMatchObject({ email, emailVerified: false });

      life.clock.advance(30);
      const changed = await life.change.confirm({ token: link, sessionToken });
      await life.settle();
      expect(changed).toEqual({
        ...user,
        email: newEmail,
        emailVerified: true,
        updatedAt: new Date(life.clock.now()).toISOString(),
      });
      expect(await life.auth.getUser(sessionToken)).toEqual(changed);
      expect(life.mails.slice(1).map(({ kind, to, given }) => [kind, to, given])).toEqual([
        ["notice", email, { user: changed, previousEmail: email }],
      ]);
      expect(await code(life.auth.signIn({ email, password: PASSWORD }))).toBe("invalid_credentials");
      expect(await code(life.auth.signIn({ email: newEmail.toUpperCase(), password: PASSWORD }))).toBe("fulfilled");
    });

    it("Y38 needs the current password, and guesses count as at any door", async () => {
      const life = begin(await open(), { guards: [throttle({ limit: 2 })] });
      const { email, token } = await newcomer(life);
      const request = (currentPassword: string) =>
        code(life.change.request(token, { email: freshEmail(), currentPassword }));
      for (const guess of ["a first guess", "a second guess"]) expect(await request(guess)).toBe("invalid_credentials");
      expect(await request(PASSWORD)).toBe("rate_limited");
      // Those of somebody with a session have a count of their own (F07).
      expect(await code(life.auth.signIn({ email, password: PASSWORD }))).toBe("fulfilled");
      await life.settle();
      expect(life.mails).toEqual([]);
    });

    it("Y38 a taken address is not told at the request, where nobody looks; who has it hears so at the end", async () => {
      const { storage, calls } = listening(await open());
      const life = begin(storage);
      const [alice, bob, carol] = [await newcomer(life), await newcomer(life), await newcomer(life)];
      const callsFor = async (token: string, email: string) => {
        calls.length = 0;
        expect(await life.change.request(token, { email, currentPassword: PASSWORD })).toBeUndefined();
        await life.settle();
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
      const input = { token: await life.last(bob.email), sessionToken: alice.token };
      expect(await code(life.change.confirm(input))).toBe("user_exists");
      await life.settle();
      expect(await life.auth.getUser(alice.token)).toMatchObject({ email: alice.email, emailVerified: false });
      expect(await life.auth.getUser(bob.token)).toMatchObject({ email: bob.email, emailVerified: false });
      expect(life.mails.filter(({ kind }) => kind === "notice")).toEqual([]);
    });

    it("Y38 a stranger at a mistyped address gets nothing", async () => {
      const life = begin(await open());
      const { email, user, token: owner, link } = await mover(life);
      const stranger = await newcomer(life, "the password of a stranger");
      expect(await code(life.change.confirm({ token: link }))).toBe("unauthenticated");
      expect(await code(life.change.confirm({ token: link, sessionToken: stranger.token }))).toBe("unauthenticated");
      expect(await code(life.change.confirm({ token: link, password: stranger.password }))).toBe("invalid_credentials");
      expect(await life.auth.getUser(owner)).toMatchObject({ id: user.id, email });
      expect((await life.change.confirm({ token: link, password: PASSWORD })).id).toBe(user.id);
    });

    it("Y38 of 50 with the same token one succeeds, and one notice goes out", async () => {
      const life = begin(await open());
      const { token: sessionToken, link } = await mover(life);
      const { done, codes } = await fifty(() => life.change.confirm({ token: link, sessionToken }));
      await life.settle();
      expect([done.length, codes]).toEqual([1, Array(49).fill("invalid_token")]);
      expect(life.mails.filter(({ kind }) => kind === "notice")).toHaveLength(1);
    });

    it("ID13 of four accounts that want one address, one gets it", async () => {
      const life = begin(await open());
      const email = freshEmail();
      const movers = [];
      for (const wait of [60, 300, 1800, 0]) {
        movers.push(await mover(life, email));
        life.clock.advance(wait);
      }
      const answers = await Promise.all(
        movers.map(({ token, link }) => code(life.change.confirm({ token: link, sessionToken: token }))),
      );
      expect(answers.toSorted()).toEqual(["fulfilled", ...Array(3).fill("user_exists")]);
      expect((await life.auth.signIn({ email, password: PASSWORD })).user.email).toBe(email);
    });

    it("Y34 links that went to the old address are void", async () => {
      const life = begin(await open());
      const { email, token: sessionToken, link } = await mover(life);
      await life.reset.request({ email });
      const toReset = await life.last(email);
      await life.verification.request(sessionToken);
      const toVerify = await life.last(email);
      await life.change.confirm({ token: link, sessionToken });
      expect(await code(life.reset.reset({ token: toReset, password: NEXT }))).toBe("invalid_token");
      expect(await code(life.verification.verify({ token: toVerify, sessionToken }))).toBe("invalid_token");
    });

    it("Y38 each of several requests counts until one is used, and there is one an interval", async () => {
      const life = begin(await open());
      const { token: sessionToken, link } = await mover(life);
      const other = freshEmail();
      const request = () => life.change.request(sessionToken, { email: other, currentPassword: PASSWORD });
      expect(await code(request())).toBe("rate_limited");
      life.clock.advance(60);
      await request();
      expect((await life.change.confirm({ token: await life.last(other), sessionToken })).email).toBe(other);
      expect(await code(life.change.confirm({ token: link, sessionToken }))).toBe("invalid_token");
    });

    it("ID01 ID03 wants an address, and another than now", async () => {
      const life = begin(await open());
      const { email, token } = await newcomer(life);
      for (const odd of ["", "alice", 7, null, email, email.toUpperCase(), `${freshEmail()}\r\nBcc: eve@example.com`]) {
        expect(await code(life.change.request(token, { email: odd as string, currentPassword: PASSWORD }))).toBe(
          "invalid_email",
        );
      }
    });

    it("SE05 a disabled or deleted user changes nothing any more", async () => {
      const life = begin(await open());
      const [disabled, gone] = [await mover(life), await mover(life)];
      await life.storage.users.setDisabled(disabled.user.id, true, new Date(life.clock.now()));
      await life.storage.users.delete(gone.user.id);
      for (const { link, token: sessionToken } of [disabled, gone]) {
        expect(await code(life.change.confirm({ token: link, sessionToken }))).toBe("unauthenticated");
        expect(await code(life.change.confirm({ token: link, password: PASSWORD }))).toBe("invalid_token");
      }
    });

    it("D11 an answer that is lost after the change does not say that the address is taken", async () => {
      let isLossy = false;
      const life = begin(
        between(await open(), async ({ name, proceed }) => {
          const answer = await proceed();
          if (isLossy && name === "users.changeEmail") throw new Error("connection reset");
          return answer;
        }),
      );
      const { token: sessionToken, newEmail, link } = await mover(life);
      isLossy = true;
      expect((await life.change.confirm({ token: link, sessionToken })).email).toBe(newEmail);
    });

    it("D11 a database that refuses one of two who want an address at once does not make it 503", async () => {
      const life = begin(
        between(await open(), ({ name, proceed }) =>
          name === "users.changeEmail" ? Promise.reject(new Error("unique violation")) : proceed(),
        ),
      );
      const { email: taken } = await newcomer(life);
      const { token: sessionToken, email, link } = await mover(life, taken);
      expect(await code(life.change.confirm({ token: link, sessionToken }))).toBe("user_exists");
      expect(await life.auth.getUser(sessionToken)).toMatchObject({ email });
    });

    it("D11 one that did not happen leaves the token good", async () => {
      const trouble = new Set(["users.changeEmail"]);
      const life = begin(
        between(await open(), ({ name, proceed }) =>
          trouble.has(name) ? Promise.reject(new Error("down")) : proceed(),
        ),
      );
      const { token: sessionToken, newEmail, link } = await mover(life);
      expect(await code(life.change.confirm({ token: link, sessionToken }))).toBe("storage_unavailable");
      trouble.clear();
      expect((await life.change.confirm({ token: link, sessionToken })).email).toBe(newEmail);
    });

    it("Y44 hooks may refuse both steps and hear of both, without an address or a secret; keys and sessions live on", async () => {
      const closed = new Set(["request_email_change", "change_email"]);
      const hooks = {
        before: ({ type }: { type: string }) => {
          if (closed.has(type)) throw new AuthError("refused", "No");
        },
      };
      const life = begin(await open(), { hooks });
      const { email, user, token: sessionToken } = await newcomer(life);
      await addKey(life, user.id);
      const newEmail = freshEmail();
      const request = () => life.change.request(sessionToken, { email: newEmail, currentPassword: PASSWORD });
      expect(await code(request())).toBe("refused");
      closed.delete("request_email_change");
      await request();
      const token = await life.last(newEmail);
      expect(await code(life.change.confirm({ token, sessionToken }))).toBe("refused");
      closed.clear();
      await life.change.confirm({ token, sessionToken });
      expect(life.events.map(({ type }) => type).slice(2)).toEqual(["email.change_requested", "email.changed"]);
      for (const secret of [email, newEmail, token, PASSWORD])
        expect(JSON.stringify(life.events)).not.toContain(secret);
      expect(await life.storage.apiKeys.list(user.id)).toHaveLength(1);
    });

    it("a notice that fails does not undo the change", async () => {
      const life = begin(await open());
      const { user, email, token } = await newcomer(life);
      const sent: Promise<void>[] = [];
      const errors: unknown[] = [];
      let link = "";
      const bounce = new Error("no such mailbox");
      const change = emailChange(life.auth, {
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
      expect([errors, (await life.auth.getUser(token))?.email === email]).toEqual([[bounce], false]);
    });

    it.each([
      [{}],
      [{ send() {} }],
      [{ notify() {} }],
      [{ send() {}, notify() {}, lifetime: 0 }],
      [{ send() {}, notify() {}, host: "x" }],
    ])("%o is a mistake", async (options) => {
      const { auth } = begin(await open());
      expect(() => emailChange(auth, options as never)).toThrow(TypeError);
    });
  });
}
