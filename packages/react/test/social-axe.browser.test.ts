import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { hasChromium, leftOut, openBrowser, PASSWORD } from "./support/browser.ts";
import type { Site } from "./support/site.ts";
import { agree, startSocialSite } from "./support/social-site.ts";
import { meet } from "./support/visitors.ts";

const browser = openBrowser();
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const FIVE_MINUTES_MS = 300_000;

// axe looks at everything on a page, many times over.
vi.setConfig({ testTimeout: 240_000 });

describe.skipIf(!hasChromium)(`axe on accounts at providers, in Chromium${leftOut}`, () => {
  let ahead = 0;
  let site: Site;
  beforeAll(async () => void (site = await startSocialSite({ now: () => Date.now() + ahead })));
  afterAll(() => site.close());

  it.each(["light", "dark"] as const)(
    "CL04 axe finds nothing in buttons, errors, the dialog, the list: %s",
    async (colorScheme) => {
      const { page, open } = await meet(browser, site, { colorScheme, account: "signed-in" });
      const found: Record<string, readonly string[]> = {};
      const look = async (state: string, until: string) => {
        await page.getByText(until).first().waitFor();
        if (await page.evaluate('typeof axe === "undefined"')) await page.addScriptTag({ path: axe });
        const { violations } = (await page.evaluate("axe.run(document, { preload: false })")) as AxeResults;
        found[state] = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
      };
      await open("/social?error=access_denied&provider=okta");
      await look("an error", "You have not agreed");
      await open("/sign-in/stay?error=link_required&provider=okta");
      await look("an account that waits", "we connect Okta");
      await open("/sign-up");
      await look("sign up", "Continue with GitHub Enterprise");
      ahead += FIVE_MINUTES_MS;
      await open("/account?session=known");
      await look("no account", "No account is connected yet.");
      await page.getByRole("button", { name: "Delete account" }).click();
      await look("deleting", "Delete account for good");
      await page.getByRole("button", { name: "Connect Okta" }).click();
      await look("the dialog", "Enter your password to confirm");
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Enter your password to confirm").fill("wrong");
      await dialog.getByRole("button", { name: "Confirm" }).click();
      await look("the dialog, wrong", "This is not your current password.");
      await dialog.getByLabel("Enter your password to confirm").fill(PASSWORD);
      await dialog.getByRole("button", { name: "Confirm" }).click();
      await agree(page, `axe-${colorScheme}`, `${colorScheme}@elsewhere.example`);
      await page.getByRole("button", { name: "Disconnect Okta" }).click();
      await look("a connected account", "You can then no longer sign in with this account.");
      ahead += FIVE_MINUTES_MS;
      await page.getByRole("button", { name: "Disconnect", exact: true }).last().click();
      await look("the dialog with a provider", "Confirm with Okta");
      expect(Object.keys(found)).toHaveLength(9);
      expect(Object.entries(found).filter(([, faults]) => faults.length > 0)).toEqual([]);
    },
  );
});
