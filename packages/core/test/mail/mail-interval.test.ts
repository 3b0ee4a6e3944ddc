import { describe, expect, it } from "vitest";
import { memoryStorage } from "../../src/memory.ts";
import { passwordReset } from "../../src/password-reset.ts";
import { users } from "../../src/users.ts";
import { intercept, recordCalls } from "../support.ts";
import { openApp, codeOf, fiftyAtOnce, freshEmail, newcomer, PASSWORD, type TestApp } from "../test-app.ts";

const MINUTE = 60;

const DAY = 86_400;

/** Minutes after the first at which a mail went, of somebody who asks once a minute. */
async function askEveryMinute(app: TestApp, minutes: number, ask: () => Promise<unknown>): Promise<number[]> {
  const sent: number[] = [];
  for (let minute = 0; minute < minutes; minute++) {
    const before = app.mails.length;
    await ask().catch(() => {});
    await app.settle();
    for (let mail = before; mail < app.mails.length; mail++) sent.push(minute);
    app.clock.advance(MINUTE);
  }
  return sent;
}

describe("F07 the interval between mails to one address grows", () => {
  it("F07 a reset requested every minute of a day sends 27 mails: after 1, 5, 30, 60, 60 … minutes", async () => {
    const app = openApp(memoryStorage());
    const { email } = await newcomer(app);
    const sent = await askEveryMinute(app, 1440, () => app.reset.request({ email }));
    expect(sent.slice(0, 7)).toEqual([0, 1, 6, 36, 96, 156, 216]);
    expect(sent).toHaveLength(27);
  });

  it("F07 verification and change of address have the same interval, and tell when to come back", async () => {
    const app = openApp(memoryStorage());
    const alice = await newcomer(app);
    expect(await askEveryMinute(app, 240, () => app.verification.request(alice.token))).toEqual([
      0, 1, 6, 36, 96, 156, 216,
    ]);
    const bob = await newcomer(app);
    const request = { email: freshEmail(), currentPassword: PASSWORD };
    expect(await askEveryMinute(app, 240, () => app.change.request(bob.token, request))).toEqual([
      0, 1, 6, 36, 96, 156, 216,
    ]);
  });

  it("F28 whoever waits as long as Retry-After says gets a mail, and one second earlier none", async () => {
    const app = openApp(memoryStorage());
    const { token } = await newcomer(app);
    const waited: number[] = [];
    for (let mail = 1; mail <= 6; mail++) {
      await app.verification.request(token);
      const refusal = await app.verification.request(token).then(
        () => undefined,
        (error: { code: string; retryAfter: number }) => error,
      );
      expect(refusal?.code).toBe("rate_limited");
      waited.push(refusal!.retryAfter);
      app.clock.advance(refusal!.retryAfter - 1);
      await expect(app.verification.request(token)).rejects.toMatchObject({ code: "rate_limited", retryAfter: 1 });
      app.clock.advance(1);
    }
    await app.settle();
    expect(app.mails).toHaveLength(6);
    expect(waited).toEqual([60, 300, 1800, 3600, 3600, 3600]);
  });

  it("F07 begins anew after a day without a mail", async () => {
    const app = openApp(memoryStorage());
    const { email } = await newcomer(app);
    expect(await askEveryMinute(app, 40, () => app.reset.request({ email }))).toEqual([0, 1, 6, 36]);
    app.clock.advance(DAY + 3600);
    expect(await askEveryMinute(app, 40, () => app.reset.request({ email }))).toEqual([0, 1, 6, 36]);
  });

  it("F07 does not begin anew while the day goes on", async () => {
    const app = openApp(memoryStorage());
    const { email } = await newcomer(app);
    expect(await askEveryMinute(app, 100, () => app.reset.request({ email }))).toEqual([0, 1, 6, 36, 96]);
    app.clock.advance(DAY - 3600);
    expect(await askEveryMinute(app, 60, () => app.reset.request({ email }))).toEqual([0]);
  });

  it.each([1, 2, 3, 4, 5])("F07 of 50 requests at once one sends a mail, also the mail number %i", async (mails) => {
    const app = openApp(memoryStorage());
    const { email } = await newcomer(app);
    for (let mail = 1; mail <= mails; mail++) {
      await fiftyAtOnce(() => app.reset.request({ email }));
      await app.settle();
      expect(app.mails).toHaveLength(mail);
      app.clock.advance(3600);
    }
  });

  it("F07 of requests that follow each other while a turn is taken, too, one sends a mail", async () => {
    const slow = intercept(memoryStorage(), async ({ proceed }) => {
      for (let turn = 0; turn < 3; turn++) await Promise.resolve();
      return proceed();
    });
    const app = openApp(slow);
    const { token } = await newcomer(app);
    for (let mail = 1; mail <= 4; mail++) {
      const asked: Promise<string>[] = [];
      for (let request = 0; request < 60; request++) {
        asked.push(codeOf(app.verification.request(token)));
        await Promise.resolve();
      }
      const codes = await Promise.all(asked);
      await app.settle();
      expect([mail, codes.filter((one) => one === "fulfilled").length, app.mails.length]).toEqual([mail, 1, mail]);
      app.clock.advance(3600);
    }
  });

  it("F07 the option `interval` is the first step, and no later one is shorter", async () => {
    const app = openApp(memoryStorage());
    const { email } = await newcomer(app);
    const reset = (interval: number) =>
      passwordReset(app.auth, {
        interval,
        send: ({ user }) => void app.mails.push({ kind: "reset", to: user.email, token: "", given: {} }),
      });
    const patient = reset(900);
    const asked = async () => {
      await patient.request({ email });
      await new Promise((resolve) => setTimeout(resolve, 5));
    };
    expect(await askEveryMinute(app, 130, asked)).toEqual([0, 15, 30, 60, 120]);
  });

  it("F07 forgotten passwords, confirmations and changes do not delay each other, nor do two addresses", async () => {
    const app = openApp(memoryStorage());
    const { email, token } = await newcomer(app);
    const other = await newcomer(app);
    await app.reset.request({ email });
    await app.verification.request(token);
    await app.change.request(token, { email: freshEmail(), currentPassword: PASSWORD });
    await app.reset.request({ email: other.email });
    await app.settle();
    expect(app.mails.map(({ kind }) => kind).toSorted()).toEqual(["change", "reset", "reset", "verification"]);
  });

  it("F07 nothing is counted or written for an address that nobody has, or of a disabled user", async () => {
    const { storage, calls } = recordCalls(memoryStorage());
    const app = openApp(storage);
    const { email, user } = await newcomer(app);
    await users(app.auth).disable(user.id);
    calls.length = 0;
    for (const one of [freshEmail(), email]) await app.reset.request({ email: one });
    await app.settle();
    expect(calls).toEqual(["users.findByEmail", "users.findByEmail"]);
  });
});
