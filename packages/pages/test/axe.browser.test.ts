import { testClock } from "@latchkey/core/testing";
import axe, { type RunOptions } from "axe-core";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasChromium, leftOut, openBrowser, openSite, type Site } from "./browser.ts";
import { PASSWORD } from "./server.ts";

interface Check {
  readonly name: string;
  /** Whether somebody is signed in. */
  readonly isSignedIn?: boolean;
  readonly path: string;
  /** Brings the page into the state that is looked at. */
  readonly act?: (page: Page) => Promise<unknown>;
}

const fill = async (page: Page, values: Readonly<Record<string, string>>) => {
  for (const [name, value] of Object.entries(values)) await page.locator(`main [name="${name}"]`).first().fill(value);
  await page.locator("main form button").first().click();
};
const unfoldAll = async (page: Page) => {
  for (const summary of await page.locator("summary").all()) await summary.click();
};

const checks: readonly Check[] = [
  { name: "sign in", path: "/sign-in?next=/x" },
  { name: "signed out", path: "/sign-in?done=signed-out" },
  { name: "a wrong password", path: "/sign-in", act: (page) => fill(page, { username: "ada", password: "wrong" }) },
  { name: "sign up", path: "/sign-up" },
  {
    name: "a taken user name",
    path: "/sign-up",
    act: (page) => fill(page, { username: "ada", email: "b@b.test", password: PASSWORD }),
  },
  { name: "forgot", path: "/forgot-password" },
  { name: "a link is sent", path: "/forgot-password?done=sent" },
  { name: "mail sign-in", path: "/mail-sign-in" },
  {
    name: "mail sign-in, a wrong code",
    path: "/mail-sign-in",
    async act(page) {
      await page.locator("[name=email]").fill("ada@example.com");
      await page.locator("#by-code button").click();
      await page.locator("[name=code]").fill("12345");
      await page.locator("#by-code button").click();
      await page.locator("[aria-invalid]").waitFor();
    },
  },
  { name: "mail sign-in, a link", path: "/mail-sign-in#token=x" },
  { name: "reset", path: "/reset-password?token=x" },
  { name: "a dead link", path: "/reset-password" },
  { name: "verify", path: "/verify-email?token=x" },
  { name: "confirm", path: "/confirm-email?token=x" },
  { name: "sign out", path: "/sign-out", isSignedIn: true },
  { name: "account", path: "/account?done=signed-up", isSignedIn: true },
  { name: "account, unfolded", path: "/account", isSignedIn: true, act: unfoldAll },
  {
    name: "account, a wrong password",
    path: "/account",
    isSignedIn: true,
    async act(page) {
      await page.locator("#delete summary").click();
      await page.locator("#delete input[type=password]").fill("wrong");
      await page.locator("#delete .danger").click();
    },
  },
];

describe.skipIf(!hasChromium)(`CL04 axe finds nothing${leftOut}`, { timeout: 180_000 }, () => {
  let browser: Browser;
  let site: Site;
  let storageState: Awaited<ReturnType<BrowserContext["storageState"]>>;
  beforeAll(async () => {
    const clock = testClock();
    [browser, site] = [await openBrowser(), await openSite({ auth: { now: clock.now } })];
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${site.url}/sign-up`);
    await fill(page, { username: "ada", email: "ada@example.com", password: PASSWORD });
    await page.getByRole("heading", { name: "Your account" }).waitFor();
    await page.locator("#api-keys summary").last().click();
    await page.locator("#api-keys [name=name]").fill("Backup");
    await page.locator("#api-keys [name=scopes]").first().check();
    await page.locator("#api-keys form:has([name=name]) button").click();
    await page.locator(".key").waitFor();
    storageState = await context.storageState();
    // From then on, forms ask for the password.
    clock.advance(300);
    await context.close();
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
  });

  describe.each(["light", "dark"] as const)("in %s colours", (colorScheme) => {
    it.each(checks)(`CL04 no violation on: $name, ${colorScheme}`, async ({ path, isSignedIn = false, act }) => {
      // axe needs JavaScript, and runs outside of the page's policy.
      const signedIn = isSignedIn ? { storageState } : {};
      const context = await browser.newContext({ colorScheme, locale: "en", reducedMotion: "reduce", ...signedIn });
      const page = await context.newPage();
      await page.goto(site.url + path);
      await act?.(page);
      await page.evaluate(axe.source);
      // Dark or light, the structure is the same.
      const rules = colorScheme === "dark" ? { runOnly: ["color-contrast"] } : {};
      const results = await page.evaluate(
        (options) => (globalThis as unknown as { axe: typeof axe }).axe.run(options),
        { ...rules, resultTypes: ["violations"] } as RunOptions,
      );
      const found = results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
      expect(found).toEqual([]);
      expect(results.passes.length).toBeGreaterThan(colorScheme === "dark" ? 0 : 15);
      expect(await page.locator("h1").count()).toBe(1);
      await context.close();
    });
  });
});
