import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasChromium, leftOut, openBrowser, openPerson, openSite, ownTrouble, type Site } from "./browser.ts";
import { PASSWORD } from "./server.ts";

const EMAIL = "ada@example.com";
const NEW_EMAIL = "ada.lovelace@example.com";
const NEW_PASSWORD = "a better staple than before";
const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) " +
  "Version/19.0 Mobile/15E148 Safari/604.1";

const says = (page: Page, text: string) => page.getByText(text, { exact: true }).first().waitFor();
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
const unfold = (page: Page, id: string) => page.locator(`#${id} summary`).last().click();

async function signUp(page: Page, { url }: Site): Promise<void> {
  await page.goto(`${url}/sign-up`);
  await page.getByLabel("User name").fill("ada");
  await page.getByLabel("Email address").fill(EMAIL);
  await page.getByLabel("Password").fill(PASSWORD);
  await press(page, "Create account");
  await says(page, "Your account is ready.");
}

async function signIn(page: Page, { url }: Site, password = PASSWORD): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel("Email address or user name").fill("ada");
  await page.getByLabel("Password").fill(password);
  await press(page, "Sign in");
}

/** Types text and presses keys, as somebody does who has no mouse. */
async function type(page: Page, keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    if (/^(?:Shift\+)?(?:Tab|Enter|Space)$/.test(key)) await page.keyboard.press(key);
    else await page.keyboard.type(key);
  }
}

describe.skipIf(!hasChromium)(`in Chromium without JavaScript${leftOut}`, { timeout: 180_000 }, () => {
  let browser: Browser;
  let site: Site;
  beforeAll(async () => {
    [browser, site] = [await openBrowser(), await openSite()];
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
  });

  it("CL07 CL08 somebody signs up, confirms, forgets, moves, looks after devices and keys, and leaves", async () => {
    const person = await openPerson(browser);
    const { page } = person;
    await signUp(page, site);
    await press(page, "Send confirmation email");
    await page.goto(site.url + (await site.mailTo(EMAIL)));
    await press(page, "Confirm address");
    await says(page, "Your email address is confirmed.");

    await press(page, "Sign out");
    await says(page, "You are signed out.");
    await page.getByRole("link", { name: "Forgot your password?" }).click();
    await page.getByLabel("Email address").fill(EMAIL);
    await press(page, "Send link");
    await page.getByRole("heading", { name: "Check your inbox" }).waitFor();
    await page.goto(site.url + (await site.mailTo(EMAIL)));
    await page.getByLabel("New password").fill(NEW_PASSWORD);
    await press(page, "Save new password");
    await says(page, "Your new password is saved, and you are signed in.");

    await unfold(page, "email");
    await page.locator("#email").getByLabel("New email address").fill(NEW_EMAIL);
    await press(page, "Send link");
    await says(page, "We have sent an email to the new address. Follow the link in it to confirm the address.");
    await page.goto(site.url + (await site.mailTo(NEW_EMAIL)));
    await press(page, "Confirm new address");
    await says(page, "Your new email address is confirmed.");

    const phone = await openPerson(browser, { userAgent: IPHONE });
    await signIn(phone.page, site, NEW_PASSWORD);
    await page.reload();
    await page.getByRole("button", { name: "Sign out Safari on iPhone" }).click();
    await says(page, "The device is signed out.");
    await phone.page.reload();
    await phone.page.getByRole("heading", { name: "Sign in" }).waitFor();
    await phone.context.close();

    await unfold(page, "api-keys");
    await page.getByLabel("Name", { exact: true }).fill("Backup");
    await page.getByLabel("orders:read").check();
    await page.getByLabel("Valid for").selectOption("30 days");
    await press(page, "Create API key");
    await says(page, "Copy your new API key now. It will not be shown again.");
    expect(await page.locator(".key").textContent()).toMatch(/^lk_[\w-]{40,}$/);
    await page.goto(`${site.url}/account`);
    expect(await page.locator(".key").count()).toBe(0);
    await page.locator("#api-keys summary").first().click();
    await page.getByRole("button", { name: "Delete API key Backup" }).click();
    await says(page, "The API key is deleted.");

    await unfold(page, "delete");
    await press(page, "Delete account for good");
    await says(page, "Your account is deleted.");
    expect(ownTrouble(person)).toEqual([]);
    expect(site.reported).toEqual([]);
    await person.context.close();
  });

  it("CL04 CL05 the keyboard is enough: signing up, a wrong password where the focus is, and out again", async () => {
    const own = await openSite();
    const { page, context } = await openPerson(browser);
    const focused = () => page.locator(":focus").getAttribute("name");
    await page.goto(`${own.url}/sign-up`);
    await type(page, ["Tab", "ada", "Tab", EMAIL, "Tab", "short", "Enter"]);
    // The browser itself holds a short password back; what it lets through, the server looks at.
    await type(page, ["Shift+Tab", "Tab", PASSWORD, "Enter"]);
    await says(page, "Your account is ready.");
    await type(page, ["Shift+Tab", "Enter"]);
    await says(page, "You are signed out.");
    await type(page, ["Tab", "ada", "Tab", "wrong", "Enter"]);
    await says(page, "These sign-in details are not correct. Check them and try again.");
    expect(await focused()).toBe("password");
    await type(page, [PASSWORD, "Enter"]);
    await page.getByRole("heading", { name: "Your account" }).waitFor();
    await page.locator("#password summary").focus();
    await type(page, ["Enter", "Tab", "wrong", "Tab", NEW_PASSWORD, "Enter"]);
    await says(page, "This is not your current password.");
    expect(await focused()).toBe("currentPassword");
    await type(page, [PASSWORD, "Tab", NEW_PASSWORD, "Tab", "Space"]);
    await says(page, "Your password is changed. All other devices are signed out.");
    await context.close();
    await own.close();
  });

  it("the back button shows no account after signing out, and a form in another tab leads to signing in", async () => {
    const own = await openSite();
    const { page, context } = await openPerson(browser);
    await signUp(page, own);
    const tab = await context.newPage();
    await tab.goto(`${own.url}/account`);
    await tab.locator("#password summary").click();
    await press(page, "Sign out");
    await says(page, "You are signed out.");
    await page.goBack();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    expect(await page.content()).not.toContain(EMAIL);
    await tab.locator("#password").getByLabel("Current password").fill(PASSWORD);
    await tab.locator("#password").getByLabel("New password").fill(NEW_PASSWORD);
    await press(tab, "Change password");
    await says(tab, "Sign in to continue.");
    await context.close();
    await own.close();
  });

  it("a button that is pressed twice signs up once, and the second answer shows the account, too", async () => {
    const own = await openSite();
    const { page, context } = await openPerson(browser);
    await page.goto(`${own.url}/sign-up`);
    await page.getByLabel("User name").fill("ada");
    await page.getByLabel("Email address").fill(EMAIL);
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByRole("button", { name: "Create account" }).dblclick();
    await page.getByRole("heading", { name: "Your account" }).waitFor();
    await context.close();
    await own.close();
  });

  it("a page fits into 320 pixels, from right to left as well, and at 400 % zoom nothing is cut off", async () => {
    const { en } = await import("@latchkey/locales/en");
    const own = await openSite({ pages: { locales: [{ ...en, direction: "rtl" }] } });
    const { page, context } = await openPerson(browser, { viewport: { width: 320, height: 640 } });
    await signUp(page, own);
    for (const path of ["/account", "/sign-out"]) {
      await page.goto(own.url + path);
      for (const summary of await page.locator("summary").all()) await summary.click();
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect([path, width]).toEqual([path, 320]);
    }
    await context.close();
    await own.close();
  });
});
