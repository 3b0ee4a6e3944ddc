import { testClock } from "@latchkey/core/testing";
import { passkeys } from "@latchkey/passkeys";
import { secondFactor } from "@latchkey/second-factor";
import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addAuthenticator, appCode } from "./authenticator.ts";
import { hasChromium, leftOut, openBrowser, openSite, type Site } from "./browser.ts";
import { PASSWORD } from "./server.ts";

const FIVE_MINUTES = 300;

describe.skipIf(!hasChromium)(`CL04 axe finds nothing about strong ways in${leftOut}`, { timeout: 180_000 }, () => {
  const clock = testClock();
  let browser: Browser;
  let site: Site;
  beforeAll(async () => {
    browser = await openBrowser();
    const isStaff = ({ email }: { readonly email: string }) => email.startsWith("staff");
    const guard = secondFactor({ issuer: "Shop", required: isStaff, trustedDevices: true });
    site = await openSite(async (origin) => ({
      auth: { now: clock.now, guards: [guard] },
      without: ["usernames"],
      hasFactor: true,
      passkeys: (auth) => passkeys(auth, { rpId: "localhost", rpName: "Shop", origins: [origin] }),
    }));
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  /** What axe finds, and what is wider than the window. It needs JavaScript, and runs outside of the page's policy. */
  async function look(page: Page): Promise<readonly string[]> {
    await page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true");
    await page.evaluate(axe.source);
    const results = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
    expect(await page.locator("h1").count()).toBe(1);
    const isTooWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    const faults = results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
    return isTooWide ? ["too wide", ...faults] : faults;
  }

  const looks = (["light", "dark"] as const).flatMap((colorScheme) => [
    { colorScheme, width: 1280 },
    { colorScheme, width: 390 },
  ]);

  /** A page of somebody whose device keeps passkeys. */
  async function openPage({ colorScheme, width }: (typeof looks)[number]) {
    const viewport = { width, height: 800 };
    const context = await browser.newContext({ colorScheme, locale: "en", reducedMotion: "reduce", viewport });
    const page = await context.newPage();
    const { setPresence } = await addAuthenticator(context, page);
    const found: Record<string, readonly string[]> = {};
    const see = async (name: string, text: string) => {
      await page.getByText(text).first().waitFor();
      found[name] = await look(page);
    };
    const faults = () => Object.entries(found).filter(([, some]) => some.length > 0);
    const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
    return { context, page, setPresence, see, faults, press };
  }

  it.each(looks)("CL04 signing in and up where a factor is needed, $colorScheme, $width wide", async (appearance) => {
    const { context, page, see, faults } = await openPage(appearance);
    await page.goto(`${site.url}/sign-in`);
    await see("sign in", "Sign in with a passkey");
    await page.goto(`${site.url}/sign-up`);
    await see("sign up", "Create account with a passkey");
    await page.getByLabel("Email address").fill(`staff${crypto.randomUUID()}@example.com`);
    await page.getByLabel("Password").fill(PASSWORD);
    await page.keyboard.press("Enter");
    await see("set-up", "Set up two-step verification");
    // The word with the hyphen stands on one line.
    expect(await page.locator("h1 span").evaluate((word) => word.getClientRects().length)).toBe(1);
    const secret = await page.locator(".key").innerText();
    await page.getByLabel("Code from the app").fill("12");
    await page.keyboard.press("Enter");
    await page.locator("[aria-invalid]").waitFor();
    await see("set-up, a wrong code", "Set up two-step verification");
    await page.getByLabel("Code from the app").fill(appCode(secret, clock.now()));
    await page.keyboard.press("Enter");
    await see("recovery codes", "I have kept these codes");
    expect(faults()).toEqual([]);
    await context.close();
  });

  it.each(looks)("CL04 an account with passkey and factor, $colorScheme, $width wide", async (appearance) => {
    const { context, page, setPresence, see, faults, press } = await openPage(appearance);
    const email = `ada${crypto.randomUUID()}@example.com`;
    await page.goto(`${site.url}/sign-up`);
    await page.getByLabel("Email address").fill(email);
    await page.getByLabel("Password").fill(PASSWORD);
    await page.keyboard.press("Enter");
    await see("no passkey", "You have no passkeys yet.");
    await press("Add a passkey");
    await see("a passkey", "Your passkey is ready.");
    await setPresence(false);
    const factor = page.locator("#second-factor");
    await factor.getByRole("button", { name: "Set up" }).click();
    await see("set-up in the account", "Turn on");
    const secret = await factor.locator(".key").innerText();
    await factor.getByLabel("Code from the app").fill(appCode(secret, clock.now()));
    await press("Turn on");
    await see("codes in the account", "I have kept these codes");
    await page.getByRole("link", { name: "I have kept these codes" }).click();
    clock.advance(FIVE_MINUTES);
    await page.goto(`${site.url}/account`);
    await see("every form asks for a proof", `Signed in as ${email}`);
    await page.locator("#delete").getByRole("button", { name: "Send a code to" }).click();
    await see("a mailed code", "Code from the email");
    await page.locator("#mail-proof").getByLabel("Code from the email").fill("12");
    await page.locator("#mail-proof").getByRole("button", { name: "Confirm" }).click();
    await page.locator("#mail-proof [aria-invalid]").waitFor();
    await see("a wrong mailed code", "Code from the email");

    await page.context().clearCookies();
    await page.goto(`${site.url}/sign-in`);
    await page.getByLabel("Email address").fill(email);
    await page.getByLabel("Password").fill(PASSWORD);
    await page.keyboard.press("Enter");
    await see("a code", "Enter your code");
    await page.getByLabel("Code from the app").fill("12");
    await page.keyboard.press("Enter");
    await page.locator("[aria-invalid]").waitFor();
    await see("a wrong code", "Enter your code");
    await page.getByRole("link", { name: "Use a recovery code instead" }).click();
    await see("a recovery code", "Recovery code");
    expect(faults()).toEqual([]);
    await context.close();
  });
});
