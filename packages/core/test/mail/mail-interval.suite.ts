import { describe, expect, it } from "vitest";
import { emailChange } from "../../src/email-change.ts";
import { emailVerification } from "../../src/email-verification.ts";
import type { Attempt, AuthOptions, Storage } from "../../src/index.ts";
import { passwordReset } from "../../src/password-reset.ts";
import { rateLimit } from "../../src/rate-limit.ts";
import { throttle } from "../../src/throttle.ts";
import { users } from "../../src/users.ts";
import { between, listening } from "../support.ts";
import {
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

const MINUTE = 60;
const DAY = 86_400;

/** Minutes after the first at which a mail went, of somebody who asks once a minute. */
async function askEveryMinute(life: Life, minutes: number, ask: () => Promise<unknown>): Promise<number[]> {
  const sent: number[] = [];
  for (let minute = 0; minute < minutes; minute++) {
    const before = life.mails.length;
    await ask().catch(() => {});
    await life.settle();
    for (let mail = before; mail < life.mails.length; mail++) sent.push(minute);
    life.clock.advance(MINUTE);
  }
  return sent;
}

/** Companions whose mails fail as long as `isDown` says so. */
async function failing(storage: Storage, options: Partial<AuthOptions> = {}) {
  const life = begin(storage, options);
  const [sent, tries]: [string[], string[]] = [[], []];
  const provider = { isDown: true };
  const pending: Promise<void>[] = [];
  const deliver = (to: string) => {
    tries.push(to);
    if (provider.isDown) throw new Error("the provider is down");
    sent.push(to);
  };
  const later = { waitUntil: (work: Promise<void>) => void pending.push(work), onError: () => {} };
  const settle = async () => {
    while (pending.length > 0) await pending.shift();
  };
  return {
    ...life,
    provider,
    sent,
    tries,
    settle,
    reset: passwordReset(life.auth, { send: ({ user }) => deliver(user.email), ...later }),
    verification: emailVerification(life.auth, { send: ({ user }) => deliver(user.email), ...later }),
    change: emailChange(life.auth, { send: ({ email }) => deliver(email), notify: () => {}, ...later }),
  };
}

export function mailIntervalStories(open: OpenStorage): void {
  describe("F07 the interval between mails to one address grows", () => {
    it("F07 of somebody who asks every minute of a day for a reset, 27 mails go: after 1, 5, 30, 60, 60 … minutes", async () => {
      const life = begin(await open());
      const { email } = await newcomer(life);
      const sent = await askEveryMinute(life, 1440, () => life.reset.request({ email }));
      expect(sent.slice(0, 7)).toEqual([0, 1, 6, 36, 96, 156, 216]);
      expect(sent).toHaveLength(27);
    });

    it("F07 verification and change of address have the same interval, and tell when to come back", async () => {
      const life = begin(await open());
      const alice = await newcomer(life);
      expect(await askEveryMinute(life, 240, () => life.verification.request(alice.token))).toEqual([
        0, 1, 6, 36, 96, 156, 216,
      ]);
      const bob = await newcomer(life);
      const request = { email: freshEmail(), currentPassword: PASSWORD };
      expect(await askEveryMinute(life, 240, () => life.change.request(bob.token, request))).toEqual([
        0, 1, 6, 36, 96, 156, 216,
      ]);
    });

    it("F28 whoever waits as long as Retry-After says gets a mail, and one second earlier none", async () => {
      const life = begin(await open());
      const { token } = await newcomer(life);
      const waited: number[] = [];
      for (let mail = 1; mail <= 6; mail++) {
        await life.verification.request(token);
        const refusal = await life.verification.request(token).then(
          () => undefined,
          (error: { code: string; retryAfter: number }) => error,
        );
        expect(refusal?.code).toBe("rate_limited");
        waited.push(refusal!.retryAfter);
        life.clock.advance(refusal!.retryAfter - 1);
        await expect(life.verification.request(token)).rejects.toMatchObject({ code: "rate_limited", retryAfter: 1 });
        life.clock.advance(1);
      }
      await life.settle();
      expect(life.mails).toHaveLength(6);
      expect(waited).toEqual([60, 300, 1800, 3600, 3600, 3600]);
    });

    it("F07 begins anew after a day without a mail", async () => {
      const life = begin(await open());
      const { email } = await newcomer(life);
      expect(await askEveryMinute(life, 40, () => life.reset.request({ email }))).toEqual([0, 1, 6, 36]);
      life.clock.advance(DAY + 3600);
      expect(await askEveryMinute(life, 40, () => life.reset.request({ email }))).toEqual([0, 1, 6, 36]);
    });

    it("F07 does not begin anew while the day goes on", async () => {
      const life = begin(await open());
      const { email } = await newcomer(life);
      expect(await askEveryMinute(life, 100, () => life.reset.request({ email }))).toEqual([0, 1, 6, 36, 96]);
      life.clock.advance(DAY - 3600);
      expect(await askEveryMinute(life, 60, () => life.reset.request({ email }))).toEqual([0]);
    });

    it.each([1, 2, 3, 4, 5])("F07 of 50 requests at once one sends a mail, also the mail number %i", async (mails) => {
      const life = begin(await open());
      const { email } = await newcomer(life);
      for (let mail = 1; mail <= mails; mail++) {
        await fifty(() => life.reset.request({ email }));
        await life.settle();
        expect(life.mails).toHaveLength(mail);
        life.clock.advance(3600);
      }
    });

    it("F07 also of requests that come one after another while the turn before them is taken, one sends a mail", async () => {
      const slow = between(await open(), async ({ proceed }) => {
        for (let turn = 0; turn < 3; turn++) await Promise.resolve();
        return proceed();
      });
      const life = begin(slow);
      const { token } = await newcomer(life);
      for (let mail = 1; mail <= 4; mail++) {
        const asked: Promise<string>[] = [];
        for (let request = 0; request < 60; request++) {
          asked.push(code(life.verification.request(token)));
          await Promise.resolve();
        }
        const codes = await Promise.all(asked);
        await life.settle();
        expect([mail, codes.filter((one) => one === "fulfilled").length, life.mails.length]).toEqual([mail, 1, mail]);
        life.clock.advance(3600);
      }
    });

    it("F07 the option `interval` is the first step, and no later one is shorter", async () => {
      const life = begin(await open());
      const { email } = await newcomer(life);
      const reset = (interval: number) =>
        passwordReset(life.auth, {
          interval,
          send: ({ user }) => void life.mails.push({ kind: "reset", to: user.email, token: "", given: {} }),
        });
      const patient = reset(900);
      const asked = async () => {
        await patient.request({ email });
        await new Promise((resolve) => setTimeout(resolve, 5));
      };
      expect(await askEveryMinute(life, 130, asked)).toEqual([0, 15, 30, 60, 120]);
    });

    it("F07 forgotten passwords, confirmation and change do not hold each other up, nor does one address another", async () => {
      const life = begin(await open());
      const { email, token } = await newcomer(life);
      const other = await newcomer(life);
      await life.reset.request({ email });
      await life.verification.request(token);
      await life.change.request(token, { email: freshEmail(), currentPassword: PASSWORD });
      await life.reset.request({ email: other.email });
      await life.settle();
      expect(life.mails.map(({ kind }) => kind).toSorted()).toEqual(["change", "reset", "reset", "verification"]);
    });

    it("F07 nothing is counted or written for an address that nobody has, or of a disabled user", async () => {
      const { storage, calls } = listening(await open());
      const life = begin(storage);
      const { email, user } = await newcomer(life);
      await users(life.auth).disable(user.id);
      calls.length = 0;
      for (const one of [freshEmail(), email]) await life.reset.request({ email: one });
      await life.settle();
      expect(calls).toEqual(["users.findByEmail", "users.findByEmail"]);
    });
  });

  describe("F07 links that are on their way", () => {
    it("F07 up to three reset links are good, whoever asked for the later ones, and all are void once one is used", async () => {
      const life = begin(await open());
      const { email } = await newcomer(life);
      const links: string[] = [];
      for (const wait of [61, 301, 1801, 0]) {
        await life.reset.request({ email });
        links.push(await life.last(email));
        life.clock.advance(wait);
      }
      expect(new Set(links).size).toBe(4);
      expect(await code(life.reset.reset({ token: links[0]!, password: NEXT }))).toBe("invalid_token");
      expect(await code(life.reset.reset({ token: links[1]!, password: NEXT }))).toBe("fulfilled");
      for (const link of links)
        expect(await code(life.reset.reset({ token: link, password: "one more password" }))).toBe("invalid_token");
    });

    it("F07 the link that somebody holds stays good when a stranger asks for another", async () => {
      const life = begin(await open());
      const { email } = await newcomer(life);
      await life.reset.request({ email });
      const mine = await life.last(email);
      life.clock.advance(61);
      await life.reset.request({ email });
      await life.settle();
      expect(life.mails).toHaveLength(2);
      expect(await code(life.reset.reset({ token: mine, password: NEXT }))).toBe("fulfilled");
    });

    it("F07 of people with different links of one account one resets the password", async () => {
      const life = begin(await open());
      const { email } = await newcomer(life);
      const links: string[] = [];
      for (const wait of [61, 301, 0]) {
        await life.reset.request({ email });
        links.push(await life.last(email));
        life.clock.advance(wait);
      }
      const { done, codes } = await fifty((index) =>
        life.reset.reset({ token: links[index % 3]!, password: `password number ${index}` }),
      );
      expect([done.length, codes]).toEqual([1, Array(49).fill("invalid_token")]);
    });

    it("F07 an earlier link to confirm the address is good, too, and all are void once one is used", async () => {
      const life = begin(await open());
      const { email, token: sessionToken } = await newcomer(life);
      await life.verification.request(sessionToken);
      const first = await life.last(email);
      life.clock.advance(61);
      await life.verification.request(sessionToken);
      const second = await life.last(email);
      const { token } = await life.verification.verify({ token: first, sessionToken });
      expect(await code(life.verification.verify({ token: second, sessionToken: token }))).toBe("invalid_token");
    });

    it("F07 of a change of address the newest link alone is good: an address that was asked for before is none any more", async () => {
      const life = begin(await open());
      const { token: sessionToken } = await newcomer(life);
      const [mistyped, right] = [freshEmail(), freshEmail()];
      await life.change.request(sessionToken, { email: mistyped, currentPassword: PASSWORD });
      const old = await life.last(mistyped);
      life.clock.advance(61);
      await life.change.request(sessionToken, { email: right, currentPassword: PASSWORD });
      const link = await life.last(right);
      expect(await code(life.change.confirm({ token: old, sessionToken }))).toBe("invalid_token");
      expect((await life.change.confirm({ token: link, sessionToken })).email).toBe(right);
    });
  });

  describe("F08 mails are limited by whom they reach", () => {
    it("F08 of fifty accounts that ask to change to one address, one sends a mail there", async () => {
      const life = begin(await open());
      const target = freshEmail();
      const people = await Promise.all(Array.from({ length: 50 }, () => newcomer(life)));
      const { done, codes } = await fifty((index) =>
        life.change.request(people[index]!.token, { email: target.toUpperCase(), currentPassword: PASSWORD }),
      );
      await life.settle();
      expect([done.length, codes]).toEqual([1, Array(49).fill("rate_limited")]);
      expect(life.mails.map(({ to }) => to)).toEqual([target]);
    });

    it("F08 an account that is made anew does not get a new count for the same address", async () => {
      const life = begin(await open());
      const { email, token, user } = await newcomer(life);
      await life.verification.request(token);
      await life.settle();
      await users(life.auth).delete(user.id);
      const again = await life.auth.signUp({ email, password: PASSWORD });
      expect(await code(life.verification.request(again.token))).toBe("rate_limited");
      await life.verification.sendTo(again.user.id);
      await life.settle();
      expect(life.mails).toHaveLength(1);
    });

    it("F08 one account is limited over all addresses, and who is refused for an address keeps the own turn", async () => {
      const life = begin(await open());
      const [alice, bob] = [await newcomer(life), await newcomer(life)];
      const target = freshEmail();
      const ask = (token: string, email: string) =>
        code(life.change.request(token, { email, currentPassword: PASSWORD }));
      expect(await ask(alice.token, target)).toBe("fulfilled");
      expect(await ask(alice.token, freshEmail())).toBe("rate_limited");
      for (let time = 0; time < 6; time++) expect(await ask(bob.token, target)).toBe("rate_limited");
      expect(await ask(bob.token, freshEmail())).toBe("fulfilled");
    });

    it("F08 counters hold no address", async () => {
      const keys: unknown[] = [];
      const storage = between(await open(), ({ name, parameters, proceed }) => {
        if (name.startsWith("counters.")) keys.push(parameters[0]);
        return proceed();
      });
      const life = begin(storage);
      const { email, token } = await newcomer(life);
      const target = freshEmail();
      await life.reset.request({ email });
      await life.change.request(token, { email: target, currentPassword: PASSWORD });
      await life.settle();
      expect(keys.length).toBeGreaterThan(2);
      for (const key of keys) expect(key).toMatch(/^[\w-]{43}$/);
    });
  });

  describe("F08 guards stand before mails as well", () => {
    const client = (address: string) => ({ address, agent: null });

    it("F08 rateLimit() counts who asks for reset mails, alike for every address", async () => {
      const life = begin(await open(), { guards: [rateLimit({ limit: 2, window: 600 })] });
      const { email } = await newcomer(life);
      for (const [at, address] of [email, freshEmail()].entries()) {
        const from = client(`192.0.2.${at}`);
        for (let time = 0; time < 2; time++)
          expect(await code(life.reset.request({ email: address }, from))).toBe("fulfilled");
        await expect(life.reset.request({ email: address }, from)).rejects.toMatchObject({
          code: "rate_limited",
          retryAfter: 600,
        });
        await expect(life.reset.request({ email: freshEmail() }, from)).rejects.toMatchObject({ code: "rate_limited" });
      }
      expect(await code(life.reset.request({ email }, client("192.0.2.9")))).toBe("fulfilled");
    });

    it("F08 rateLimit() counts who asks for the other mails, and what it refuses takes nobody's turn", async () => {
      const life = begin(await open(), { guards: [rateLimit({ limit: 1, window: 30 })] });
      const { email, token } = await newcomer(life);
      const [mine, other] = [client("192.0.2.1"), client("192.0.2.2")];
      const target = freshEmail();
      await life.reset.request({ email: freshEmail() }, mine);
      expect(await code(life.verification.request(token, mine))).toBe("rate_limited");
      expect(await code(life.change.request(token, { email: target, currentPassword: PASSWORD }, mine))).toBe(
        "rate_limited",
      );
      expect(await code(life.reset.request({ email }, mine))).toBe("rate_limited");
      expect(await code(life.verification.request(token, other))).toBe("fulfilled");
      life.clock.advance(30);
      expect(await code(life.change.request(token, { email: target, currentPassword: PASSWORD }, other))).toBe(
        "fulfilled",
      );
      await life.reset.request({ email });
      await life.settle();
      expect(life.mails.map(({ to }) => to)).toEqual([email, target, email]);
    });

    it("F08 a guard of one's own sees the door, and the same of an address whether somebody has it or not", async () => {
      const seen: unknown[] = [];
      const guards = [
        {
          onAttempt: async ({ purpose, account }: Attempt) => void seen.push([purpose, account]),
          onCorrectPassword: async () => {},
        },
      ];
      const life = begin(await open(), { guards });
      const { email, token, user } = await newcomer(life);
      const unknown = freshEmail();
      seen.length = 0;
      await life.reset.request({ email: email.toUpperCase() });
      await life.reset.request({ email: unknown });
      await life.verification.request(token);
      expect(seen).toEqual([
        ["mail", email],
        ["mail", unknown],
        ["mail", user.id],
      ]);
    });

    it("F07 asking for mails locks nobody's account", async () => {
      const life = begin(await open(), { guards: [throttle({ limit: 3 })] });
      const { email, token } = await newcomer(life);
      for (let time = 0; time < 10; time++) {
        await life.reset.request({ email });
        await code(life.verification.request(token));
      }
      expect(await code(life.auth.signIn({ email, password: PASSWORD }))).toBe("fulfilled");
      expect(await code(life.changer.change(token, { currentPassword: PASSWORD, newPassword: NEXT }))).toBe(
        "fulfilled",
      );
    });
  });

  describe("ML04 a mail that was not sent does not use up the interval", () => {
    it("ML04 the next request may try at once, and the interval does not grow", async () => {
      const life = await failing(await open());
      const { email, token } = await newcomer(life);
      const target = freshEmail();
      const ask = async () => {
        await life.reset.request({ email });
        await life.verification.request(token);
        await life.change.request(token, { email: target, currentPassword: PASSWORD });
        await life.settle();
      };
      await ask();
      await ask();
      expect([life.tries.length, life.sent]).toEqual([6, []]);
      life.provider.isDown = false;
      await ask();
      expect(life.sent.toSorted()).toEqual([email, email, target].toSorted());
      life.clock.advance(60);
      await ask();
      expect(life.sent).toHaveLength(6);
    });

    it("ML04 also for a later mail: the wait before it stays what it was", async () => {
      const life = await failing(await open());
      const { token } = await newcomer(life);
      const ask = async () => {
        const answer = await code(life.verification.request(token));
        await life.settle();
        return answer;
      };
      life.provider.isDown = false;
      expect(await ask()).toBe("fulfilled");
      life.clock.advance(60);
      life.provider.isDown = true;
      expect([await ask(), await ask()]).toEqual(["fulfilled", "fulfilled"]);
      life.provider.isDown = false;
      expect([await ask(), await ask()]).toEqual(["fulfilled", "rate_limited"]);
      expect(life.sent).toHaveLength(2);
      life.clock.advance(299);
      expect(await ask()).toBe("rate_limited");
      life.clock.advance(1);
      expect(await ask()).toBe("fulfilled");
    });

    it("ML04 a provider that says no while it sends is asked three times more in an hour, not once a request", async () => {
      const life = await failing(await open());
      const { email } = await newcomer(life);
      for (let time = 0; time < 59; time++) {
        await life.reset.request({ email });
        await life.settle();
        life.clock.advance(1);
      }
      expect(life.tries).toHaveLength(4);
    });

    it("ML04 trouble with storage after the count gives it back", async () => {
      let isDown = false;
      const storage = between(await open(), ({ name, proceed }) =>
        isDown && name === "tokens.put" ? Promise.reject(new Error("down")) : proceed(),
      );
      const life = begin(storage);
      const { email, token } = await newcomer(life);
      isDown = true;
      expect(await code(life.verification.request(token))).toBe("storage_unavailable");
      expect(await code(life.change.request(token, { email: freshEmail(), currentPassword: PASSWORD }))).toBe(
        "storage_unavailable",
      );
      await life.reset.request({ email });
      await life.settle();
      isDown = false;
      expect(await code(life.verification.request(token))).toBe("fulfilled");
      expect(await code(life.change.request(token, { email: freshEmail(), currentPassword: PASSWORD }))).toBe(
        "fulfilled",
      );
      await life.reset.request({ email });
      await life.settle();
      expect(life.mails).toHaveLength(3);
    });

    it("F06 what is refused for another reason does not use up the interval either", async () => {
      const life = begin(await open());
      const { email, token } = await newcomer(life);
      const target = freshEmail();
      expect(await code(life.change.request(token, { email: target, currentPassword: "a wrong password" }))).toBe(
        "invalid_credentials",
      );
      expect(await code(life.change.request(token, { email, currentPassword: PASSWORD }))).toBe("invalid_email");
      expect(await code(life.change.request(token, { email: "x", currentPassword: PASSWORD }))).toBe("invalid_email");
      expect(await code(life.change.request(token, { email: target, currentPassword: PASSWORD }))).toBe("fulfilled");
    });
  });

  describe("F64 nobody who is disabled gets a mail", () => {
    it("F64 disabled before, or between the request and the mail", async () => {
      const life = begin(await open());
      const admin = users(life.auth);
      const { email, token, user } = await newcomer(life);
      await life.verification.request(token);
      await life.change.request(token, { email: freshEmail(), currentPassword: PASSWORD });
      await life.reset.request({ email });
      await admin.disable(user.id);
      await life.verification.sendTo(user.id);
      await life.reset.request({ email });
      expect(await code(life.verification.request(token))).toBe("unauthenticated");
      expect(await code(life.change.request(token, { email: freshEmail(), currentPassword: PASSWORD }))).toBe(
        "unauthenticated",
      );
      await life.settle();
      expect([life.mails, life.errors]).toEqual([[], []]);
    });

    it("F64 nor an account that is gone, or has another address by then", async () => {
      const life = begin(await open());
      const [gone, moved] = [await newcomer(life), await newcomer(life)];
      await life.verification.request(gone.token);
      await life.verification.request(moved.token);
      await users(life.auth).delete(gone.user.id);
      await life.storage.users.changeEmail(moved.user.id, {
        from: moved.email,
        to: freshEmail(),
        at: new Date(life.clock.now()),
      });
      await life.settle();
      expect([life.mails, life.errors]).toEqual([[], []]);
    });

    it("F64 nor one who moved before a change is confirmed, or whose address is verified by then", async () => {
      const life = begin(await open());
      const [moved, verified] = [await newcomer(life), await newcomer(life)];
      const at = new Date(life.clock.now());
      await life.change.request(moved.token, { email: freshEmail(), currentPassword: PASSWORD });
      await life.storage.users.changeEmail(moved.user.id, { from: moved.email, to: freshEmail(), at });
      await life.verification.request(verified.token);
      const { passwordHash } = (await life.storage.users.find(verified.user.id))!;
      await life.storage.users.setPassword(
        verified.user.id,
        { from: passwordHash, to: passwordHash, provesEmail: true, deletesApiKeys: false, at },
        null,
      );
      await life.settle();
      expect([life.mails, life.errors]).toEqual([[], []]);
    });

    it("F64 sendTo to a disabled user writes nothing", async () => {
      const { storage, calls } = listening(await open());
      const life = begin(storage);
      const { user } = await newcomer(life);
      await users(life.auth).disable(user.id);
      calls.length = 0;
      await life.verification.sendTo(user.id);
      await life.settle();
      expect([calls, life.mails]).toEqual([["users.find"], []]);
    });
  });
}
