import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasChromium, leftOut, openBrowser, type Site } from "./browser.ts";
import { PASSWORD } from "./server.ts";
import { agree, openSocialSite } from "./social-site.ts";

const FIVE_MINUTES_MS = 300_000;

describe.skipIf(!hasChromium)(`CL04 axe finds nothing about providers${leftOut}`, { timeout: 180_000 }, () => {
  let ahead = 0;
  let browser: Browser;
  let site: Site;
  beforeAll(async () => {
    [browser, site] = [await openBrowser(), await openSocialSite({ now: () => Date.now() + ahead })];
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
  });

  /** What axe finds. It needs JavaScript, and runs outside of the page's policy. */
  async function look(page: Page, until: string): Promise<readonly string[]> {
    await page.getByText(until).first().waitFor();
    await page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true");
    await page.evaluate(axe.source);
    const results = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
    expect(await page.locator("h1").count()).toBe(1);
    return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
  }

  it.each(["light", "dark"] as const)(
    "CL04 on buttons, errors, connected accounts and proofs, %s",
    async (colorScheme) => {
      const context = await browser.newContext({ colorScheme, locale: "en", reducedMotion: "reduce" });
      const page = await context.newPage();
      const found: Record<string, readonly string[]> = {};
      const press = (name: string) => page.getByRole("button", { name, exact: true }).click();

      await page.goto(`${site.url}/sign-in?error=access_denied&provider=okta`);
      found["an error"] = await look(page, "You have not agreed");
      await page.goto(`${site.url}/sign-in?error=link_required&provider=okta`);
      found["an account that waits"] = await look(page, "we connect Okta");
      await page.goto(`${site.url}/sign-up`);
      found["sign up"] = await look(page, "Continue with GitHub Enterprise");
      await page.getByLabel("Email address").fill(`${colorScheme}@example.com`);
      await page.getByLabel("Password").fill(PASSWORD);
      await press("Create account");
      found["no account"] = await look(page, "No account is connected yet.");
      ahead += FIVE_MINUTES_MS;
      await press("Connect Okta");
      found["a proof"] = await look(page, "Confirm that it is you to go on.");
      await page.locator("#identities").getByLabel("Enter your password to confirm").fill("wrong");
      await press("Confirm");
      found["a wrong password"] = await look(page, "This is not your current password.");
      await page.locator("#identities").getByLabel("Enter your password to confirm").fill(PASSWORD);
      await press("Confirm");
      await agree(page, `axe-${colorScheme}`, `${colorScheme}@elsewhere.example`);
      found["a connected account"] = await look(page, "The account is connected.");
      expect(Object.keys(found)).toHaveLength(7);
      expect(Object.entries(found).filter(([, faults]) => faults.length > 0)).toEqual([]);
      await context.close();
    },
  );
});
