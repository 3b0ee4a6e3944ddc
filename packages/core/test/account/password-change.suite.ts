import { describe, expect, it } from "vitest";
import { AuthError } from "../../src/index.ts";
import { requireVerifiedEmail } from "../../src/require-verified-email.ts";
import { fastHasher } from "../../src/testing.ts";
import { throttle } from "../../src/throttle.ts";
import { between, counting, listening } from "../support.ts";
import {
  begin,
  code,
  fifty,
  freshEmail,
  newcomer,
  NEXT,
  outcomes,
  PASSWORD,
  type OpenStorage,
} from "../account-story.suite.ts";

const INPUT = { currentPassword: PASSWORD, newPassword: NEXT };

export function passwordChangeStories(open: OpenStorage): void {
  describe("changing the password", () => {
    it("Y37 SE06 needs the current one, ends every other session and opens a new one", async () => {
      const life = begin(await open());
      const { auth, changer } = life;
      const { email, user, token, session } = await newcomer(life);
      const elsewhere = await auth.signIn({ email, password: PASSWORD });
      const client = { address: "192.0.2.1", agent: "Firefox" };
      life.clock.advance(60);
      const changed = await changer.change(token, INPUT, client);

      expect(changed.session.id).not.toBe(session.id);
      expect(changed.user).toEqual({ ...user, updatedAt: new Date(life.clock.now()).toISOString() });
      expect(await auth.getUser(changed.token)).toEqual(changed.user);
      expect([await auth.getUser(token), await auth.getUser(elsewhere.token)]).toEqual([null, null]);
      expect(await code(auth.signIn({ email, password: PASSWORD }))).toBe("invalid_credentials");
      expect(await code(auth.signIn({ email, password: NEXT }))).toBe("fulfilled");
      expect(await life.storage.sessions.find(changed.session.id)).toMatchObject({ session: client });
    });

    it("Y37 a wrong current password changes nothing", async () => {
      const life = begin(await open());
      const { email, token } = await newcomer(life);
      expect(await code(life.changer.change(token, { ...INPUT, currentPassword: `${PASSWORD} ` }))).toBe(
        "invalid_credentials",
      );
      expect(await life.auth.getUser(token)).not.toBeNull();
      expect(await code(life.auth.signIn({ email, password: PASSWORD }))).toBe("fulfilled");
    });

    it("Y37 without a live session nobody gets as far as the hasher", async () => {
      const { hasher, work } = counting(fastHasher());
      const life = begin(await open(), { passwords: hasher });
      const { token, user } = await newcomer(life);
      await life.auth.signOut(token);
      const before = work();
      for (const dead of [token, "", user.id, `${token}x`])
        expect(await code(life.changer.change(dead, INPUT))).toBe("unauthenticated");
      expect(work()).toBe(before);
    });

    it("PW01 PW02 PW08 PW10 the policy decides before anything is hashed, and names the field", async () => {
      const { hasher, work } = counting(fastHasher());
      const life = begin(await open(), { passwords: hasher });
      const { email, token } = await newcomer(life);
      const before = work();
      const refused = async (input: object) =>
        life.changer.change(token, { ...INPUT, ...input }).catch(({ code, field }: AuthError) => [code, field]);
      expect(await refused({ newPassword: "seven77" })).toEqual(["password_too_short", "newPassword"]);
      expect(await refused({ newPassword: "x".repeat(2 ** 20) })).toEqual(["password_too_long", "newPassword"]);
      expect(await refused({ newPassword: "unpaired \ud800" })).toEqual(["invalid_password", "newPassword"]);
      expect(await refused({ newPassword: email.toUpperCase() })).toEqual(["password_too_common", "newPassword"]);
      expect(await refused({ currentPassword: 7 })).toEqual(["invalid_password", "currentPassword"]);
      expect(await refused({ newPassword: PASSWORD })).toEqual(["invalid_password", "newPassword"]);
      expect(work()).toBe(before);
      expect(await life.auth.getUser(token)).not.toBeNull();
    });

    it("SE06 of 50 changes at once one succeeds, and one session is left", async () => {
      const life = begin(await open());
      const { email, user, token } = await newcomer(life);
      const { done, codes } = await fifty((index) =>
        life.changer.change(token, { ...INPUT, newPassword: `password number ${index}` }),
      );
      expect(done).toHaveLength(1);
      expect(codes.filter((one) => !["invalid_credentials", "unauthenticated"].includes(one))).toEqual([]);
      expect(await life.storage.sessions.list(user.id, new Date(life.clock.now()))).toMatchObject([
        { id: done[0]!.session.id },
      ]);
      expect(await life.auth.getUser(done[0]!.token)).not.toBeNull();
      const { done: doors } = await fifty((index) => life.auth.signIn({ email, password: `password number ${index}` }));
      expect(doors).toHaveLength(1);
    });

    it("SE06 a sign-in with the old password that is under way holds no live session", async () => {
      const life = begin(await open());
      const { email, token } = await newcomer(life);
      const signIns = Array.from({ length: 20 }, () => life.auth.signIn({ email, password: PASSWORD }));
      await life.changer.change(token, INPUT);
      const { done } = await outcomes(signIns);
      for (const { token } of done) expect(await life.auth.getUser(token)).toBeNull();
    });

    it("Y34 a link to reset the password that is on its way is void after a change", async () => {
      const life = begin(await open());
      const { email, token } = await newcomer(life);
      await life.reset.request({ email });
      const link = await life.last(email);
      await life.changer.change(token, INPUT);
      expect(await code(life.reset.reset({ token: link, password: "one more password" }))).toBe("invalid_token");
      expect(await code(life.auth.signIn({ email, password: NEXT }))).toBe("fulfilled");
    });

    it("SI08 F07 guesses at the current password are limited by themselves, and guesses at the door keep no owner from changing it", async () => {
      const { hasher, work } = counting(fastHasher());
      const life = begin(await open(), { passwords: hasher, guards: [throttle({ limit: 5 })] });
      const { email, token } = await newcomer(life);
      const before = work();
      for (let guess = 0; guess < 6; guess++)
        await code(life.changer.change(token, { ...INPUT, currentPassword: `guess ${guess} …` }));
      expect(await code(life.changer.change(token, INPUT))).toBe("rate_limited");
      expect(work() - before).toBe(5);
      const again = await life.auth.signIn({ email, password: PASSWORD });
      expect(await life.auth.getUser(token)).not.toBeNull();

      life.clock.advance(600);
      for (let guess = 0; guess < 6; guess++) await code(life.auth.signIn({ email, password: `guess ${guess} …` }));
      expect(await code(life.auth.signIn({ email, password: PASSWORD }))).toBe("rate_limited");
      expect(await code(life.changer.change(again.token, INPUT))).toBe("fulfilled");
    });

    it("Y36 somebody with an unverified address, once in, may change the password", async () => {
      const life = begin(await open(), { guards: [requireVerifiedEmail()] });
      const { token } = await newcomer(life);
      expect(await code(life.changer.change(token, INPUT))).toBe("fulfilled");
    });

    it("Y44 a hook may refuse, and hears of the change without a secret", async () => {
      let isOpen = false;
      const hooks = {
        before: ({ type }: { type: string }) => {
          if (type === "change_password" && !isOpen) throw new AuthError("refused", "No");
        },
      };
      const life = begin(await open(), { hooks });
      const { user, token } = await newcomer(life);
      expect(await code(life.changer.change(token, INPUT))).toBe("refused");
      isOpen = true;
      life.events.length = 0;
      const changed = await life.changer.change(token, INPUT, { address: "192.0.2.1", agent: null });
      expect(life.events.map(({ type, userId }) => [type, userId])).toEqual([
        ["password.changed", user.id],
        ["sessions.ended", user.id],
        ["session.opened", user.id],
      ]);
      for (const secret of [PASSWORD, NEXT, token, changed.token])
        expect(JSON.stringify(life.events)).not.toContain(secret);
    });

    it("D11 an answer that is lost after the change does not say that it failed", async () => {
      let isLossy = false;
      const storage = between(await open(), async ({ name, proceed }) => {
        const answer = await proceed();
        if (isLossy && name === "users.setPassword") throw new Error("connection reset");
        return answer;
      });
      const life = begin(storage);
      const { token } = await newcomer(life);
      isLossy = true;
      const changed = await life.changer.change(token, INPUT);
      expect(await life.auth.getUser(changed.token)).not.toBeNull();
    });

    it("D11 a change that storage refuses before it happens is 503, and nothing has changed", async () => {
      const storage = between(await open(), ({ name, proceed }) =>
        name === "users.setPassword" ? Promise.reject(new Error("down")) : proceed(),
      );
      const life = begin(storage);
      const { email, token } = await newcomer(life);
      expect(await code(life.changer.change(token, INPUT))).toBe("storage_unavailable");
      expect(await life.auth.getUser(token)).not.toBeNull();
      expect(await code(life.auth.signIn({ email, password: PASSWORD }))).toBe("fulfilled");
    });

    it("a change asks storage three times", async () => {
      const { storage, calls } = listening(await open());
      const life = begin(storage);
      const { token } = await newcomer(life);
      calls.length = 0;
      await life.changer.change(token, INPUT);
      expect(calls).toEqual(["sessions.find", "users.find", "users.setPassword"]);
    });

    it("SE05 a disabled user changes nothing", async () => {
      const life = begin(await open());
      const { user, token } = await newcomer(life);
      await life.storage.users.setDisabled(user.id, true, new Date(life.clock.now()));
      expect(await code(life.changer.change(token, INPUT))).toBe("unauthenticated");
    });

    it("takes nobody else's session for one's own", async () => {
      const life = begin(await open());
      const [alice, mallory] = [await newcomer(life), await newcomer(life, "the password of mallory")];
      expect(await code(life.changer.change(mallory.token, INPUT))).toBe("invalid_credentials");
      await life.changer.change(mallory.token, { currentPassword: mallory.password, newPassword: NEXT });
      expect(await life.auth.getUser(alice.token)).not.toBeNull();
      expect(await code(life.auth.signIn({ email: alice.email, password: NEXT }))).toBe("invalid_credentials");
      expect(await code(life.auth.signIn({ email: freshEmail(), password: NEXT }))).toBe("invalid_credentials");
    });
  });
}
