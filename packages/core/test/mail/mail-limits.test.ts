import { describe, expect, it } from "vitest";
import { memoryStorage } from "../../src/memory.ts";
import type { Attempt } from "../../src/index.ts";
import { rateLimit } from "../../src/rate-limit.ts";
import { throttle } from "../../src/throttle.ts";
import { users } from "../../src/users.ts";
import { intercept } from "../support.ts";
import { openApp, codeOf, fiftyAtOnce, freshEmail, newcomer, NEW_PASSWORD, PASSWORD } from "../test-app.ts";

describe("F08 mails are limited by whom they reach", () => {
  it("F08 of fifty accounts that ask to change to one address, one sends a mail there", async () => {
    const app = openApp(memoryStorage());
    const target = freshEmail();
    const people = await Promise.all(Array.from({ length: 50 }, () => newcomer(app)));
    const { done, codes } = await fiftyAtOnce((index) =>
      app.change.request(people[index]!.token, { email: target.toUpperCase(), currentPassword: PASSWORD }),
    );
    await app.settle();
    expect([done.length, codes]).toEqual([1, Array(49).fill("rate_limited")]);
    expect(app.mails.map(({ to }) => to)).toEqual([target]);
  });

  it("F08 an account that is made anew does not get a new count for the same address", async () => {
    const app = openApp(memoryStorage());
    const { email, token, user } = await newcomer(app);
    await app.verification.request(token);
    await app.settle();
    await users(app.auth).delete(user.id);
    const again = await app.auth.signUp({ email, password: PASSWORD });
    expect(await codeOf(app.verification.request(again.token))).toBe("rate_limited");
    await app.verification.sendTo(again.user.id);
    await app.settle();
    expect(app.mails).toHaveLength(1);
  });

  it("F08 one account is limited over all addresses; a refusal for one does not use up its turn", async () => {
    const app = openApp(memoryStorage());
    const [alice, bob] = [await newcomer(app), await newcomer(app)];
    const target = freshEmail();
    const ask = (token: string, email: string) =>
      codeOf(app.change.request(token, { email, currentPassword: PASSWORD }));
    expect(await ask(alice.token, target)).toBe("fulfilled");
    expect(await ask(alice.token, freshEmail())).toBe("rate_limited");
    for (let time = 0; time < 6; time++) expect(await ask(bob.token, target)).toBe("rate_limited");
    expect(await ask(bob.token, freshEmail())).toBe("fulfilled");
  });

  it("F08 counters hold no address", async () => {
    const keys: unknown[] = [];
    const storage = intercept(memoryStorage(), ({ name, parameters, proceed }) => {
      if (name.startsWith("counters.")) keys.push(parameters[0]);
      return proceed();
    });
    const app = openApp(storage);
    const { email, token } = await newcomer(app);
    const target = freshEmail();
    await app.reset.request({ email });
    await app.change.request(token, { email: target, currentPassword: PASSWORD });
    await app.settle();
    expect(keys.length).toBeGreaterThan(2);
    for (const key of keys) expect(key).toMatch(/^[\w-]{43}$/);
  });
});

describe("F08 guards stand before mails as well", () => {
  const client = (address: string) => ({ address, agent: null });

  it("F08 rateLimit() counts who asks for reset mails, alike for every address", async () => {
    const app = openApp(memoryStorage(), { guards: [rateLimit({ limit: 2, window: 600 })] });
    const { email } = await newcomer(app);
    for (const [at, address] of [email, freshEmail()].entries()) {
      const from = client(`192.0.2.${at}`);
      for (let time = 0; time < 2; time++)
        expect(await codeOf(app.reset.request({ email: address }, from))).toBe("fulfilled");
      await expect(app.reset.request({ email: address }, from)).rejects.toMatchObject({
        code: "rate_limited",
        retryAfter: 600,
      });
      await expect(app.reset.request({ email: freshEmail() }, from)).rejects.toMatchObject({ code: "rate_limited" });
    }
    expect(await codeOf(app.reset.request({ email }, client("192.0.2.9")))).toBe("fulfilled");
  });

  it("F08 rateLimit() counts who asks for the other mails, and what it refuses takes nobody's turn", async () => {
    const app = openApp(memoryStorage(), { guards: [rateLimit({ limit: 1, window: 30 })] });
    const { email, token } = await newcomer(app);
    const [mine, other] = [client("192.0.2.1"), client("192.0.2.2")];
    const target = freshEmail();
    await app.reset.request({ email: freshEmail() }, mine);
    expect(await codeOf(app.verification.request(token, mine))).toBe("rate_limited");
    expect(await codeOf(app.change.request(token, { email: target, currentPassword: PASSWORD }, mine))).toBe(
      "rate_limited",
    );
    expect(await codeOf(app.reset.request({ email }, mine))).toBe("rate_limited");
    expect(await codeOf(app.verification.request(token, other))).toBe("fulfilled");
    app.clock.advance(30);
    expect(await codeOf(app.change.request(token, { email: target, currentPassword: PASSWORD }, other))).toBe(
      "fulfilled",
    );
    await app.reset.request({ email });
    await app.settle();
    expect(app.mails.map(({ to }) => to)).toEqual([email, target, email]);
  });

  it("F08 a custom guard sees the purpose, and sees the same whether the address has an account or not", async () => {
    const seen: unknown[] = [];
    const guards = [
      {
        onAttempt: async ({ purpose, account }: Attempt) => void seen.push([purpose, account]),
        onCorrectPassword: async () => {},
      },
    ];
    const app = openApp(memoryStorage(), { guards });
    const { email, token, user } = await newcomer(app);
    const unknown = freshEmail();
    seen.length = 0;
    await app.reset.request({ email: email.toUpperCase() });
    await app.reset.request({ email: unknown });
    await app.verification.request(token);
    expect(seen).toEqual([
      ["mail", email],
      ["mail", unknown],
      ["mail", user.id],
    ]);
  });

  it("F07 asking for mails locks nobody's account", async () => {
    const app = openApp(memoryStorage(), { guards: [throttle({ limit: 3 })] });
    const { email, token } = await newcomer(app);
    for (let time = 0; time < 10; time++) {
      await app.reset.request({ email });
      await codeOf(app.verification.request(token));
    }
    expect(await codeOf(app.auth.signIn({ email, password: PASSWORD }))).toBe("fulfilled");
    expect(await codeOf(app.changer.change(token, { currentPassword: PASSWORD, newPassword: NEW_PASSWORD }))).toBe(
      "fulfilled",
    );
  });
});
