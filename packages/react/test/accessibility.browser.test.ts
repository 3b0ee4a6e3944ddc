import { createRequire } from "node:module";
import type { AxeResults, RunOptions } from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { hasChromium, leftOut, openBrowser, PASSWORD } from "./support/browser.ts";
import { startSite, type Site } from "./support/site.ts";
import { meet, signInElsewhere } from "./support/visitors.ts";

const browser = openBrowser();
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/** What axe finds, the best practices too. */
async function faults(page: Page): Promise<readonly string[]> {
  if (await page.evaluate('typeof axe === "undefined"')) await page.addScriptTag({ path: axe });
  const options: RunOptions = { resultTypes: ["violations"], preload: false };
  const results = (await page.evaluate(`axe.run(document, ${JSON.stringify(options)})`)) as AxeResults;
  return results.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

const submit = async (page: Page, values: Record<string, string>) => {
  for (const [name, value] of Object.entries(values)) await page.locator(`[name=${name}]`).first().fill(value);
  await page.locator("button[type=submit]").first().click();
};

// axe looks at everything on a page, many times over.
vi.setConfig({ testTimeout: 240_000 });

describe.skipIf(!hasChromium).each(["light", "dark"] as const)(`axe in Chromium, %s${leftOut}`, (colorScheme) => {
  let site: Site;
  beforeAll(async () => void (site = await startSite({ offers: ["companions", "usernames"] })));
  afterAll(() => site.close());

  it("CL04 axe finds nothing in the forms without a session, nor in their errors and outcomes", async () => {
    const { page, email, open } = await meet(browser, site, { colorScheme, account: "exists" });
    const found: Record<string, readonly string[]> = {};
    const look = async (state: string, until: string) => {
      await page.locator(until).first().waitFor();
      found[state] = await faults(page);
    };
    await open("/sign-in/ways");
    await look("sign-in", "form");
    await submit(page, {});
    await look("sign-in, empty", "[aria-invalid]");
    await submit(page, { identifier: email, password: "correct horse bakery" });
    await look("sign-in, wrong", "text=not correct");
    site.setDatabase("down");
    await submit(page, { password: PASSWORD });
    await look("sign-in, trouble", ".latchkey-alert");
    site.setDatabase("up");
    await submit(page, { password: PASSWORD });
    await look("sign-in, done", ".latchkey-outcome");
    await open("/sign-up");
    await look("sign-up", "form");
    await submit(page, { username: "x", email, password: "short" });
    await look("sign-up, wrong", "[aria-invalid]");
    await open("/forgot-password");
    await look("forgot", "form");
    await submit(page, { email: "ada@" });
    await look("forgot, wrong", "[aria-invalid]");
    await submit(page, { email });
    await look("forgot, done", ".latchkey-outcome");
    await open("/reset-password/stay?token=x");
    await look("reset", "form");
    await submit(page, { password: PASSWORD });
    await look("reset, dead", ".latchkey-alert");
    await open("/verify-email?token=x");
    await look("verify", "form");
    await submit(page, {});
    await look("verify, dead", ".latchkey-alert");
    await open("/confirm-email?token=x");
    await look("confirm", "form");
    expect(Object.keys(found)).toHaveLength(15);
    expect(Object.entries(found).filter(([, faults]) => faults.length > 0)).toEqual([]);
  });

  it("CL04 axe finds nothing in the account, nor in its menu, errors, outcomes and keys", async () => {
    const { page, email, open } = await meet(browser, site, { colorScheme, account: "signed-in" });
    await signInElsewhere(site, email, "curl/8.0");
    const found: Record<string, readonly string[]> = {};
    const look = async (state: string, until: string) => {
      await page.locator(until).first().waitFor();
      found[state] = await faults(page);
    };
    await open("/account?session=known");
    await look("account", ".latchkey-item");
    await page.getByRole("button", { name: "Account menu" }).click();
    await look("menu", "[role=menu]");
    await page.keyboard.press("Escape");
    for (const button of await page.locator("button[type=submit]").all()) await button.click();
    await look("account, errors", "section [aria-invalid]");
    await page.getByRole("button", { name: "Create API key" }).click();
    const panel = page.locator("section:has(h2:text-is('API keys'))");
    await look("new key", "[name=scopes]");
    await panel.locator("[name=name]").fill("laptop");
    await panel.locator("button[type=submit]").click();
    await look("key", ".latchkey-secret");
    await page.getByRole("button", { name: "Delete API key laptop" }).click();
    await look("delete key", ".latchkey-actions");
    await page.getByRole("button", { name: "Sign out curl" }).click();
    await look("device signed out", "text=The device is signed out.");
    expect(Object.entries(found).filter(([, faults]) => faults.length > 0)).toEqual([]);
  });

  it("CL04 axe finds faults where there are some", async () => {
    const { page, open } = await meet(browser, site, { colorScheme });
    await open("/sign-in/stay");
    await page
      .locator("label")
      .first()
      .evaluate((label) => label.remove());
    expect((await faults(page)).join()).toContain("label");
  });
});
