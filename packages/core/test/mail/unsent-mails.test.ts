import { describe, expect, it } from "vitest";
import { memoryStorage } from "../../src/memory.ts";
import { emailChange } from "../../src/email-change.ts";
import { emailVerification } from "../../src/email-verification.ts";
import type { AuthOptions, Storage } from "../../src/index.ts";
import { passwordReset } from "../../src/password-reset.ts";
import { intercept } from "../support.ts";
import { openApp, codeOf, freshEmail, newcomer, PASSWORD } from "../test-app.ts";

/** Companions whose mails fail as long as `isDown` says so. */
async function failing(storage: Storage, options: Partial<AuthOptions> = {}) {
  const app = openApp(storage, options);
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
    ...app,
    provider,
    sent,
    tries,
    settle,
    reset: passwordReset(app.auth, { send: ({ user }) => deliver(user.email), ...later }),
    verification: emailVerification(app.auth, { send: ({ user }) => deliver(user.email), ...later }),
    change: emailChange(app.auth, { send: ({ email }) => deliver(email), notify: () => {}, ...later }),
  };
}

describe("ML04 a mail that was not sent does not use up the interval", () => {
  it("ML04 the next request may try at once, and the interval does not grow", async () => {
    const app = await failing(memoryStorage());
    const { email, token } = await newcomer(app);
    const target = freshEmail();
    const ask = async () => {
      await app.reset.request({ email });
      await app.verification.request(token);
      await app.change.request(token, { email: target, currentPassword: PASSWORD });
      await app.settle();
    };
    await ask();
    await ask();
    expect([app.tries.length, app.sent]).toEqual([6, []]);
    app.provider.isDown = false;
    await ask();
    expect(app.sent.toSorted()).toEqual([email, email, target].toSorted());
    app.clock.advance(60);
    await ask();
    expect(app.sent).toHaveLength(6);
  });

  it("ML04 also for a later mail: the wait before it stays what it was", async () => {
    const app = await failing(memoryStorage());
    const { token } = await newcomer(app);
    const ask = async () => {
      const answer = await codeOf(app.verification.request(token));
      await app.settle();
      return answer;
    };
    app.provider.isDown = false;
    expect(await ask()).toBe("fulfilled");
    app.clock.advance(60);
    app.provider.isDown = true;
    expect([await ask(), await ask()]).toEqual(["fulfilled", "fulfilled"]);
    app.provider.isDown = false;
    expect([await ask(), await ask()]).toEqual(["fulfilled", "rate_limited"]);
    expect(app.sent).toHaveLength(2);
    app.clock.advance(299);
    expect(await ask()).toBe("rate_limited");
    app.clock.advance(1);
    expect(await ask()).toBe("fulfilled");
  });

  it("ML04 a provider that refuses a mail is asked three more times in an hour, not per request", async () => {
    const app = await failing(memoryStorage());
    const { email } = await newcomer(app);
    for (let time = 0; time < 59; time++) {
      await app.reset.request({ email });
      await app.settle();
      app.clock.advance(1);
    }
    expect(app.tries).toHaveLength(4);
  });

  it("ML04 trouble with storage after the count gives it back", async () => {
    let isDown = false;
    const storage = intercept(memoryStorage(), ({ name, proceed }) =>
      isDown && name === "tokens.put" ? Promise.reject(new Error("down")) : proceed(),
    );
    const app = openApp(storage);
    const { email, token } = await newcomer(app);
    isDown = true;
    expect(await codeOf(app.verification.request(token))).toBe("storage_unavailable");
    expect(await codeOf(app.change.request(token, { email: freshEmail(), currentPassword: PASSWORD }))).toBe(
      "storage_unavailable",
    );
    await app.reset.request({ email });
    await app.settle();
    isDown = false;
    expect(await codeOf(app.verification.request(token))).toBe("fulfilled");
    expect(await codeOf(app.change.request(token, { email: freshEmail(), currentPassword: PASSWORD }))).toBe(
      "fulfilled",
    );
    await app.reset.request({ email });
    await app.settle();
    expect(app.mails).toHaveLength(3);
  });

  it("F06 what is refused for another reason does not use up the interval either", async () => {
    const app = openApp(memoryStorage());
    const { email, token } = await newcomer(app);
    const target = freshEmail();
    expect(await codeOf(app.change.request(token, { email: target, currentPassword: "a wrong password" }))).toBe(
      "invalid_credentials",
    );
    expect(await codeOf(app.change.request(token, { email, currentPassword: PASSWORD }))).toBe("invalid_email");
    expect(await codeOf(app.change.request(token, { email: "x", currentPassword: PASSWORD }))).toBe("invalid_email");
    expect(await codeOf(app.change.request(token, { email: target, currentPassword: PASSWORD }))).toBe("fulfilled");
  });
});
