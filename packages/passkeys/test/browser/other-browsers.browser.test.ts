import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { olderBrowser, passwordManager } from "./other-browsers.ts";
import { hasChromium, leftOut, openBrowser, openPage, openSite, type Browser, type BrowserContext } from "./site.ts";

describe.skipIf(!hasChromium)(`browsers that differ from Chromium of today${leftOut}`, () => {
  let browser: Browser;
  let context: BrowserContext;
  let site: Awaited<ReturnType<typeof openSite>>;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  beforeEach(async () => {
    site = await openSite();
    context = await browser.newContext();
  });
  afterEach(async () => {
    await context.close();
    site.close();
  });
  afterAll(() => browser?.close());

  it.each([
    ["reads and writes no JSON of passkeys, as Safari before 18.4", olderBrowser],
    ["has a password manager whose passkeys throw at every method", passwordManager],
  ])("PK01 a browser that %s signs up, in, by autofill, proves and adds", async (_, change) => {
    await context.addInitScript(change);
    const { page } = await openPage(context, site.origin);
    const user = await page.evaluate(() => window.keyTest.client.signUpWithPasskey({ email: "ada@example.com" }));
    await page.evaluate(() => window.keyTest.client.signOut());
    expect(await page.evaluate(() => window.keyTest.client.signInWithPasskey())).toMatchObject({ id: user.id });
    await page.evaluate(() => window.keyTest.client.proveWithPasskey());
    // The ids of the passkeys that are there reach the authenticator, which makes no second one.
    const taken = await page.evaluate(() => window.keyTest.outcome(() => window.keyTest.client.passkeys.add()));
    expect(taken).toBe("passkey_taken");

    await page.evaluate(() => window.keyTest.client.signOut());
    const filled = page.evaluate(() => window.keyTest.client.signInWithPasskey({ autofill: true }));
    expect(await filled).toMatchObject({ id: user.id });
  });

  it("PK01 autofill gets a new challenge in time, also from a server that was away", async () => {
    const { page, cdp, authenticatorId } = await openPage(context, site.origin);
    await page.clock.install();
    await page.evaluate(() => window.keyTest.client.signUpWithPasskey({ email: "ada@example.com" }));
    await page.evaluate(() => window.keyTest.client.signOut());
    await cdp.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId, enabled: false });
    const asked = () => site.sent.filter(({ path }) => path === "/auth/signin/passkey/options").length;
    await page.evaluate(() => {
      const { client, outcome } = window.keyTest;
      window.keyTest.filled = outcome(() => client.signInWithPasskey({ autofill: true }));
    });
    await expect.poll(asked).toBe(1);
    let failures = 0;
    await page.route("**/auth/signin/passkey/options", (route) => (failures++, route.abort()));
    const pass = async (seconds: number) => {
      site.clock.advance(seconds);
      await page.clock.fastForward(seconds * 1000);
    };
    await pass(240);
    await expect.poll(() => failures).toBe(1);
    await page.unroute("**/auth/signin/passkey/options");
    // The first challenge is old by now, and the second one is there after a minute.
    await cdp.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId, enabled: true });
    await pass(61);
    await expect.poll(asked).toBe(2);
    expect(await page.evaluate(() => window.keyTest.filled)).toMatchObject({ email: "ada@example.com" });
    expect(failures).toBe(1);
  });
});
