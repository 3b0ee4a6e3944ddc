import { describe, expect, it } from "vitest";
import { memoryStorage } from "../../src/memory.ts";
import { openApp, codeOf, fiftyAtOnce, freshEmail, newcomer, NEW_PASSWORD, PASSWORD } from "../test-app.ts";

describe("F07 links that are on their way", () => {
  it("F07 up to three reset links are good, whoever requested them, and all are void once one is used", async () => {
    const app = openApp(memoryStorage());
    const { email } = await newcomer(app);
    const links: string[] = [];
    for (const wait of [61, 301, 1801, 0]) {
      await app.reset.request({ email });
      links.push(await app.lastToken(email));
      app.clock.advance(wait);
    }
    expect(new Set(links).size).toBe(4);
    expect(await codeOf(app.reset.reset({ token: links[0]!, password: NEW_PASSWORD }))).toBe("invalid_token");
    expect(await codeOf(app.reset.reset({ token: links[1]!, password: NEW_PASSWORD }))).toBe("fulfilled");
    for (const link of links)
      expect(await codeOf(app.reset.reset({ token: link, password: "one more password" }))).toBe("invalid_token");
  });

  it("F07 the link that somebody holds stays good when a stranger asks for another", async () => {
    const app = openApp(memoryStorage());
    const { email } = await newcomer(app);
    await app.reset.request({ email });
    const mine = await app.lastToken(email);
    app.clock.advance(61);
    await app.reset.request({ email });
    await app.settle();
    expect(app.mails).toHaveLength(2);
    expect(await codeOf(app.reset.reset({ token: mine, password: NEW_PASSWORD }))).toBe("fulfilled");
  });

  it("F07 of people with different links of one account one resets the password", async () => {
    const app = openApp(memoryStorage());
    const { email } = await newcomer(app);
    const links: string[] = [];
    for (const wait of [61, 301, 0]) {
      await app.reset.request({ email });
      links.push(await app.lastToken(email));
      app.clock.advance(wait);
    }
    const { done, codes } = await fiftyAtOnce((index) =>
      app.reset.reset({ token: links[index % 3]!, password: `password number ${index}` }),
    );
    expect([done.length, codes]).toEqual([1, Array(49).fill("invalid_token")]);
  });

  it("F07 an earlier link to confirm the address is good, too, and all are void once one is used", async () => {
    const app = openApp(memoryStorage());
    const { email, token: sessionToken } = await newcomer(app);
    await app.verification.request(sessionToken);
    const first = await app.lastToken(email);
    app.clock.advance(61);
    await app.verification.request(sessionToken);
    const second = await app.lastToken(email);
    const { token } = await app.verification.verify({ token: first, sessionToken });
    expect(await codeOf(app.verification.verify({ token: second, sessionToken: token }))).toBe("invalid_token");
  });

  it("F07 only the newest link of a change of address is good: none confirms an earlier address", async () => {
    const app = openApp(memoryStorage());
    const { token: sessionToken } = await newcomer(app);
    const [mistyped, right] = [freshEmail(), freshEmail()];
    await app.change.request(sessionToken, { email: mistyped, currentPassword: PASSWORD });
    const old = await app.lastToken(mistyped);
    app.clock.advance(61);
    await app.change.request(sessionToken, { email: right, currentPassword: PASSWORD });
    const link = await app.lastToken(right);
    expect(await codeOf(app.change.confirm({ token: old, sessionToken }))).toBe("invalid_token");
    expect((await app.change.confirm({ token: link, sessionToken })).email).toBe(right);
  });
});
