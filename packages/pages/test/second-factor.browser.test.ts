import { testClock } from "@latchkey/core/testing";
import { secondFactor } from "@latchkey/second-factor";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { appCode } from "./authenticator.ts";
import { hasChromium, leftOut, openBrowser, openPerson, openSite, ownTrouble, type Site } from "./browser.ts";
import { PASSWORD } from "./server.ts";

const clock = testClock();
const FIVE_MINUTES = 300;
const HALF_A_MINUTE = 30;
let count = 0;

describe.skipIf(!hasChromium)(`SF01 pages with a second factor, without JavaScript${leftOut}`, () => {
  let browser: Browser;
  let site: Site;
  beforeAll(async () => {
    browser = await openBrowser();
    const isStaff = ({ email }: { readonly email: string }) => email.startsWith("staff");
    const guard = secondFactor({ issuer: "Shop", required: isStaff, trustedDevices: true });
    const auth = { now: clock.now, guards: [guard] };
    site = await openSite({ auth, without: ["usernames"], hasFactor: true });
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  const codeOf = async (page: Page) => appCode((await page.locator(".key").innerText()).trim(), clock.now());

  async function signUp(name: string) {
    const person = await openPerson(browser);
    const { page } = person;
    const email = `${name}${++count}@example.com`;
    await page.goto(`${site.url}/sign-up`);
    await page.getByLabel("Email address").fill(email);
    await page.getByLabel("Password").fill(PASSWORD);
    await page.keyboard.press("Enter");
    return { ...person, email };
  }

  async function signIn(page: Page, email: string) {
    await page.goto(`${site.url}/sign-in`);
    await page.getByLabel("Email address").fill(email);
    await page.getByLabel("Password").fill(PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Enter your code" }).waitFor();
  }

  /** Somebody who has set it up in the account. */
  async function withFactor() {
    const person = await signUp("ada");
    const { page } = person;
    const section = page.locator("#second-factor");
    await section.getByRole("button", { name: "Set up" }).click();
    await section.getByRole("img", { name: "QR code for the authenticator app" }).waitFor();
    // The page is long, and this is what is new on it.
    expect(await page.locator(":focus").innerText()).toMatch(/^Scan this code/);
    expect(await section.getByRole("button", { name: "Set up" }).count()).toBe(0);
    const secret = (await section.locator(".key").innerText()).trim();
    const code = await codeOf(page);
    await section.getByLabel("Code from the app").fill(code === "000000" ? "000001" : "000000");
    await section.getByRole("button", { name: "Turn on" }).click();
    await section.locator("[aria-invalid]").waitFor();
    // The same secret: an app has it already.
    expect((await section.locator(".key").innerText()).trim()).toBe(secret);
    await section.getByRole("img", { name: "QR code for the authenticator app" }).waitFor();
    await section.getByLabel("Code from the app").fill(await codeOf(page));
    await section.getByRole("button", { name: "Turn on" }).click();
    const codes = await section.locator(".codes li").allInnerTexts();
    expect(codes).toHaveLength(10);
    await section.getByRole("link", { name: "I have kept these codes" }).click();
    await section.getByText("Recovery codes left: 10").waitFor();
    await page.context().clearCookies();
    return { ...person, secret, codes };
  }

  it("SF01 the right password opens nothing before a code, which works once", async () => {
    const person = await withFactor();
    const { page, email, secret } = person;
    await signIn(page, email);
    await page.goto(`${site.url}/account`);
    expect(new URL(page.url()).pathname).toBe("/auth/sign-in");
    await page.goto(`${site.url}/sign-in/second-factor`);
    clock.advance(HALF_A_MINUTE);
    const code = appCode(secret, clock.now());
    await page.getByLabel("Code from the app").fill(` ${code.slice(0, 3)} ${code.slice(3)}`);
    await page.keyboard.press("Enter");
    await page.getByText(`Signed in as ${email}`).waitFor();
    await page.context().clearCookies();
    await signIn(page, email);
    await page.getByLabel("Code from the app").fill(code);
    await page.keyboard.press("Enter");
    await page.locator("[aria-invalid]").waitFor();
    expect(ownTrouble(person)).toEqual([]);
  });

  it("SF06 a recovery code signs in once, and one fewer is left", async () => {
    const { page, email, codes } = await withFactor();
    for (const isFirst of [true, false]) {
      await signIn(page, email);
      await page.getByRole("link", { name: "Use a recovery code instead" }).click();
      await page.getByLabel("Recovery code").fill(codes[0]!);
      await page.keyboard.press("Enter");
      if (!isFirst) break;
      await page.getByText("Recovery codes left: 9").waitFor();
      await page.context().clearCookies();
    }
    await page.locator("[aria-invalid]").waitFor();
  });

  it("SF07 a page turns it off by a code, and a fresh password proof is not enough", async () => {
    const { page, email, secret } = await withFactor();
    clock.advance(HALF_A_MINUTE);
    await signIn(page, email);
    await page.getByLabel("Code from the app").fill(appCode(secret, clock.now()));
    await page.keyboard.press("Enter");
    await page.getByText(`Signed in as ${email}`).waitFor();
    clock.advance(FIVE_MINUTES);
    await page.goto(`${site.url}/account`);
    const section = page.locator("#second-factor");
    await section.locator("summary").filter({ hasText: "Turn off" }).click();
    const form = section.locator("details[open]");
    await form.getByLabel("Enter a code from your app to confirm").fill("000000");
    await form.getByRole("button", { name: "Turn off" }).click();
    await section.locator("[aria-invalid]").waitFor();
    await form.getByLabel("Enter a code from your app to confirm").fill(appCode(secret, clock.now()));
    await form.getByRole("button", { name: "Turn off" }).click();
    await section.getByText("Two-step verification is off.").waitFor();
  });

  it("SF01 who must have one sets it up while signing up, and has no session before", async () => {
    const { page, email } = await signUp("staff");
    await page.getByRole("heading", { name: "Set up two-step verification" }).waitFor();
    await page.goto(`${site.url}/account`);
    expect(new URL(page.url()).pathname).toBe("/auth/sign-in");
    await page.goto(`${site.url}/sign-in/second-factor/setup`);
    const [code, secret] = [await codeOf(page), await page.locator(".key").innerText()];
    await page.getByLabel("Code from the app").fill(code === "000000" ? "000001" : "000000");
    await page.keyboard.press("Enter");
    await page.locator("[aria-invalid]").waitFor();
    // The same secret, and its picture: it may not be in an app yet.
    expect(await page.locator(".key").innerText()).toBe(secret);
    await page.getByRole("img", { name: "QR code for the authenticator app" }).waitFor();
    await page.getByLabel("Code from the app").fill(await codeOf(page));
    await page.keyboard.press("Enter");
    await page.locator(".codes li").nth(9).waitFor();
    await page.getByRole("link", { name: "I have kept these codes" }).click();
    await page.getByText(`Signed in as ${email}`).waitFor();
    await page.getByText("it cannot be turned off").waitFor();
  });
});
