import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasChromium, leftOut, openBrowser, openPerson, openSite, ownTrouble, type Site } from "./browser.ts";

/** With SCREENSHOTS=<folder> the pictures are kept, to be looked at. */
const pictures = process.env.SCREENSHOTS;
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
const heading = (page: Page, name: string) => page.getByRole("heading", { name, exact: true }).waitFor();
const freshEmail = () => `${crypto.randomUUID()}@example.com`;

describe.skipIf(!hasChromium)(`signing in by mail, in Chromium${leftOut}`, { timeout: 180_000 }, () => {
  let browser: Browser;
  let site: Site;
  beforeAll(async () => {
    [browser, site] = [await openBrowser(), await openSite()];
    if (pictures) mkdirSync(pictures, { recursive: true });
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
  });

  async function ask(page: Page, email: string): Promise<void> {
    await page.goto(`${site.url}/sign-in`);
    await page.getByRole("link", { name: "Sign in by email" }).click();
    await page.getByLabel("Email address").fill(email);
    await press(page, "Send email");
    await page.getByText("If you can sign in with this address").waitFor();
  }

  it("MS02 MS03 the link signs in by its button, in the same browser; opening it changes nothing", async () => {
    const email = freshEmail();
    const person = await openPerson(browser, { javaScriptEnabled: true });
    await ask(person.page, email);
    const link = site.url + (await site.mailTo(email));
    for (const javaScriptEnabled of [true, false]) {
      const scanner = await openPerson(browser, { javaScriptEnabled });
      await scanner.page.goto(link, { waitUntil: "load" });
      expect((await scanner.context.cookies()).map(({ name }) => name)).toEqual([]);
      await scanner.context.close();
    }
    await person.page.goto(link);
    await press(person.page, "Sign in");
    await heading(person.page, "Your account");
    await person.page.getByText(email).first().waitFor();
    expect((await person.context.cookies()).map(({ name }) => name)).toEqual(["__Host-latchkey_session"]);
    expect(person.page.url()).not.toContain("token");
    expect(ownTrouble(person)).toEqual([]);
    await person.context.close();
  });

  it("MS03 the link signs in in another browser, also to one that is signed in to another account", async () => {
    const email = freshEmail();
    const here = await openPerson(browser);
    await ask(here.page, email);
    const there = await openPerson(browser, { javaScriptEnabled: true });
    await ask(there.page, freshEmail());
    // A second link in an open tab is followed, too.
    await there.page.goto(`${site.url}/mail-sign-in#token=wrong`);
    await press(there.page, "Sign in");
    await there.page.getByRole("alert").getByText("This link is").waitFor();
    await there.page.goto(site.url + (await site.mailTo(email)));
    await press(there.page, "Sign in");
    await heading(there.page, "Your account");
    await there.page.getByText(email).first().waitFor();
    expect(ownTrouble(there)).toEqual([]);
    await here.page.reload();
    expect(await here.page.getByRole("heading", { name: "Your account" }).count()).toBe(0);
    await Promise.all([here.context.close(), there.context.close()]);
  });

  it("MS03 without JavaScript the code signs in, in the browser that has asked and in no other", async () => {
    const email = freshEmail();
    const [here, there] = [await openPerson(browser), await openPerson(browser)];
    await ask(here.page, email);
    const code = await site.codeTo(email);
    await ask(there.page, freshEmail());
    await there.page.getByLabel("Code from the email").fill(code);
    await press(there.page, "Sign in");
    await there.page.locator("[aria-invalid]").waitFor();

    // The link leads to the place where the code goes, and says so.
    await here.page.goto(site.url + (await site.mailTo(email)));
    await here.page.getByText("It needs JavaScript.").waitFor();
    await here.page.getByLabel("Code from the email").fill(`${code.slice(0, 3)} ${code.slice(3)}`);
    await press(here.page, "Sign in");
    await heading(here.page, "Your account");
    expect([...ownTrouble(here), ...ownTrouble(there)]).toEqual([]);
    await Promise.all([here.context.close(), there.context.close()]);
  });

  it("a way back to where one came from, and to another address, is kept", async () => {
    const { page, context } = await openPerson(browser);
    await page.goto(`${site.url}/sign-in?next=/auth/account%3Fdone%3Dsigned-up`);
    await page.getByRole("link", { name: "Sign in by email" }).click();
    const email = freshEmail();
    await page.getByLabel("Email address").fill(email);
    await press(page, "Send email");
    await page.getByRole("link", { name: "Send another email" }).click();
    await page.getByLabel("Email address").fill(email);
    await press(page, "Send email");
    await page.getByLabel("Code from the email").fill(await site.codeTo(email));
    await press(page, "Sign in");
    await page.waitForURL(/\/auth\/account\?done=signed-up$/);
    await context.close();
  });

  it.each([1280, 390].flatMap((width) => (["light", "dark"] as const).map((colorScheme) => ({ width, colorScheme }))))(
    "the page to sign in by mail fits, $width pixels wide, $colorScheme",
    async ({ width, colorScheme }) => {
      const viewport = { width, height: 800 };
      const { page, context } = await openPerson(browser, { javaScriptEnabled: true, colorScheme, viewport });
      const look = async (state: string) => {
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        if (pictures) await page.screenshot({ path: join(pictures, `pages-${state}-${width}-${colorScheme}.png`) });
      };
      await page.goto(`${site.url}/sign-in`);
      await look("sign-in");
      await page.goto(`${site.url}/mail-sign-in`);
      await look("address");
      await page.goto(`${site.url}/mail-sign-in#token=x`);
      await look("link");
      await ask(page, freshEmail());
      await look("code");
      await page.getByLabel("Code from the email").fill("12345");
      await press(page, "Sign in");
      await page.locator("[aria-invalid]").waitFor();
      await look("wrong-code");
      await context.close();
    },
  );
});
