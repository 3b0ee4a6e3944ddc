import { testClock } from "@latchkey/core/testing";
import { passkeys } from "@latchkey/passkeys";
import type { Browser, Route } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { olderBrowser, passwordManager } from "../../passkeys/test/browser/other-browsers.ts";
import { addAuthenticator } from "./authenticator.ts";
import { hasChromium, leftOut, openBrowser, openPerson, openSite, type Site } from "./browser.ts";

const clock = testClock();
let count = 0;

/** Runs in a page before its programs: counts how often it asks the browser for a passkey. */
function countRequests(): void {
  const get = navigator.credentials.get.bind(navigator.credentials);
  let count = 0;
  navigator.credentials.get = (options) => {
    document.documentElement.dataset["asked"] = String(++count);
    return get(options);
  };
}

describe.skipIf(!hasChromium)(`PK01 the script of passkeys, in Chromium${leftOut}`, () => {
  let browser: Browser;
  let site: Site;
  beforeAll(async () => {
    browser = await openBrowser();
    site = await openSite(async (origin) => ({
      auth: { now: clock.now },
      without: ["usernames"],
      passkeys: (auth) => passkeys(auth, { rpId: "localhost", rpName: "Shop", origins: [origin] }),
    }));
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  /** Somebody who has signed up with a passkey, in a browser of some kind. */
  async function signUp(change: () => void = () => {}) {
    const { context, page } = await openPerson(browser, { javaScriptEnabled: true });
    const { setPresence } = await addAuthenticator(context, page);
    await page.addInitScript(change);
    const email = `grace${++count}@example.com`;
    await page.goto(`${site.url}/sign-up`);
    await page.getByLabel("Email address").fill(email);
    await page.getByRole("button", { name: "Create account with a passkey" }).click();
    await page.getByText("Your account is ready.").waitFor();
    const leave = async () => {
      await setPresence(false);
      await page.getByRole("button", { name: "Sign out", exact: true }).click();
      await page.getByText("You are signed out.").waitFor();
    };
    return { page, email, setPresence, leave };
  }

  it.each([
    ["reads and writes no JSON of passkeys, as Safari before 18.4", olderBrowser],
    ["has a password manager whose passkeys throw at every method", passwordManager],
  ])("PK01 a browser that %s signs up, adds no second, and signs in by autofill and button", async (_, change) => {
    const { page, email, setPresence, leave } = await signUp(change);
    const section = page.locator("#passkeys");
    await section.getByRole("button", { name: "Add a passkey" }).click();
    await section.getByText("This device already has a passkey for this account.").waitFor();
    await leave();
    await setPresence(true);
    await page.goto(`${site.url}/sign-in`);
    await page.getByText(`Signed in as ${email}`).waitFor();
    await leave();
    await setPresence(true);
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await page.getByText(`Signed in as ${email}`).waitFor();
  });

  it("PK01 where the server has no challenge, autofill asks again after a minute, and not before", async () => {
    const { page, email, setPresence, leave } = await signUp();
    await leave();
    let refused = 0;
    const away = (route: Route) => {
      refused++;
      return route.fulfill({ status: 503, json: { code: "storage_unavailable", message: "" } });
    };
    await page.clock.install();
    await page.route("**/signin/passkey/options", away);
    await page.goto(`${site.url}/sign-in`);
    await expect.poll(() => refused).toBe(1);
    await page.clock.fastForward(59_000);
    // Whatever would ask at once has asked by the time that another answer of the server is there.
    await page.evaluate(() => fetch("/auth/methods"));
    expect([refused, await page.locator("[role=alert]:visible").count()]).toEqual([1, 0]);
    await page.clock.fastForward(1000);
    await expect.poll(() => refused).toBe(2);
    await page.unroute("**/signin/passkey/options");
    await setPresence(true);
    await page.clock.fastForward(60_000);
    await page.getByText(`Signed in as ${email}`).waitFor();
    expect(refused).toBe(2);
  });

  it("PK01 PK03 a page that has been open for hours signs in by autofill", async () => {
    const { page, email, setPresence, leave } = await signUp();
    await leave();
    await page.clock.install();
    await page.addInitScript(countRequests);
    const asked = () => page.evaluate(() => Number(document.documentElement.dataset["asked"]));
    await page.goto(`${site.url}/sign-in`);
    for (let round = 1; round <= 3; round++) {
      await expect.poll(asked).toBe(round);
      // Chromium looks for a finger when it is asked.
      if (round === 3) await setPresence(true);
      clock.advance(240);
      await page.clock.fastForward(240_000);
    }
    await page.getByText(`Signed in as ${email}`).waitFor();
  });
});
