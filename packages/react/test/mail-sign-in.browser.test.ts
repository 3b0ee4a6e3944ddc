import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { freshEmail, hasChromium, leftOut, openBrowser } from "./support/browser.ts";
import { startSite, type Site } from "./support/site.ts";
import { meet } from "./support/visitors.ts";

const browser = openBrowser();
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
/** With SCREENSHOTS=<folder> the pictures are kept, to be looked at. */
const pictures = process.env.SCREENSHOTS;
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
vi.setConfig({ testTimeout: 120_000 });

describe.skipIf(!hasChromium)(`<MailSignInForm> in Chromium${leftOut}`, () => {
  let site: Site;
  beforeAll(async () => void (site = await startSite()));
  afterAll(() => site.close());

  /** What the newest mail to an address says. */
  async function mailTo(email: string) {
    const [token = "", code = ""] = (await site.mailed(`mail ${email}`)).split(" ");
    return { token, code };
  }

  async function ask(page: Page, email: string): Promise<void> {
    await page.getByLabel("Email address").fill(email);
    await press(page, "Send email");
    await page.getByText("If you can sign in with this address").waitFor();
  }

  it("MS03 from the form to sign in by keyboard to the code, and signed in", async () => {
    const { keys, page, email, open, trouble } = await meet(browser, site);
    await open("/sign-in");
    await page.getByRole("link", { name: "Sign in by email" }).click();
    await page.getByRole("heading", { name: "Sign in by email" }).waitFor();
    await keys.fill("Email address", email);
    await page.keyboard.press("Enter");
    const { code } = await mailTo(email);
    await page.getByLabel("Code from the email").waitFor();
    await keys.fill("Code from the email", "12345");
    await page.keyboard.press("Enter");
    await page.locator("[aria-invalid]").waitFor();
    expect(await keys.where()).toBe("Code from the email");
    await page.getByLabel("Code from the email").fill(`${code.slice(0, 3)} ${code.slice(3)}`);
    await page.keyboard.press("Enter");
    await page.getByText(`Hello, ${email}`).waitFor();
    expect(trouble).toEqual([]);
  });

  it("MS02 MS03 the link signs in by its button, here and in another browser, and is in no address then", async () => {
    for (const elsewhere of [false, true]) {
      const asking = await meet(browser, site);
      await asking.open("/mail-sign-in");
      await ask(asking.page, asking.email);
      const { token } = await mailTo(asking.email);
      const { page, context, open, trouble } = elsewhere ? await meet(browser, site) : asking;
      site.requests();
      await page.goto("about:blank");
      await open(`/mail-sign-in#${token}`);
      await page.getByText("One more click").waitFor();
      await expect.poll(() => page.url()).toBe(`${site.origin}/mail-sign-in`);
      expect(site.requests().filter((request) => request.startsWith("POST"))).toEqual([]);
      expect((await context.cookies()).some(({ name }) => name === "__Host-latchkey_session")).toBe(false);
      await press(page, "Sign in");
      await page.getByText(`Hello, ${asking.email}`).waitFor();
      expect(trouble).toEqual([]);
    }
  });

  it("MS03 the code of another browser is refused, and a dead link leads to another mail", async () => {
    const [here, there] = [await meet(browser, site), await meet(browser, site)];
    await here.open("/mail-sign-in");
    await ask(here.page, here.email);
    const { code, token } = await mailTo(here.email);
    await there.open("/mail-sign-in/stay");
    await ask(there.page, freshEmail());
    await there.page.getByLabel("Code from the email").fill(code);
    await press(there.page, "Sign in");
    await there.page.locator("[aria-invalid]").waitFor();
    await here.page.getByLabel("Code from the email").fill(code);
    await press(here.page, "Sign in");
    await here.page.getByText(`Hello, ${here.email}`).waitFor();
    await there.page.goto("about:blank");
    await there.open(`/mail-sign-in/stay#${token}`);
    await press(there.page, "Sign in");
    await there.page.locator(".latchkey-alert").waitFor();
    await press(there.page, "Send another email");
    await ask(there.page, freshEmail());
  });

  it("SF08 the dialog for a recent proof takes a mailed code", async () => {
    const { page, context, email, open, trouble } = await meet(browser, site, { account: "signed-in" });
    // A proof is asked for as if the last one were too old.
    let isRefused = true;
    await page.route("**/auth/email/change", async (route) => {
      if (!isRefused) return route.continue();
      isRefused = false;
      await route.fulfill({ status: 403, json: { error: "Prove it", code: "proof_required" } });
    });
    await open("/account");
    await page.getByLabel("New email address").fill(freshEmail());
    await press(page, "Send link");
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: `Send a code to ${email}` }).click();
    await dialog.getByLabel("Code from the email").fill(await site.mailed(`proof ${email}`));
    await dialog.getByRole("button", { name: "Confirm", exact: true }).last().click();
    await page.getByText("We have sent an email to").waitFor();
    const me = await context.request.get(`${site.origin}/auth/me`);
    expect(me.status()).toBe(200);
    expect(trouble).toEqual([]);
  });

  it.each([1280, 390].flatMap((width) => (["light", "dark"] as const).map((colorScheme) => ({ width, colorScheme }))))(
    "CL04 <MailSignInForm> fits, and axe finds nothing, $width pixels wide, $colorScheme",
    async ({ width, colorScheme }) => {
      const { page, open } = await meet(browser, site, { colorScheme });
      await page.setViewportSize({ width, height: 800 });
      const look = async (state: string) => {
        if (await page.evaluate('typeof axe === "undefined"')) await page.addScriptTag({ path: axe });
        const results = (await page.evaluate("axe.run(document, { preload: false })")) as AxeResults;
        expect(results.violations.map(({ id, nodes }) => `${state} ${id}: ${nodes[0]?.html}`)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        if (pictures) await page.screenshot({ path: join(pictures, `react-${state}-${width}-${colorScheme}.png`) });
      };
      if (pictures) mkdirSync(pictures, { recursive: true });
      await open("/sign-in/stay");
      await page.getByRole("link", { name: "Sign in by email" }).waitFor();
      await look("sign-in");
      await open("/mail-sign-in/stay");
      await look("address");
      await ask(page, freshEmail());
      await look("code");
      await page.getByLabel("Code from the email").fill("12345");
      await press(page, "Sign in");
      await page.locator("[aria-invalid]").waitFor();
      await look("wrong-code");
      await page.goto("about:blank");
      await open("/mail-sign-in/stay#x");
      await page.getByText("One more click").waitFor();
      await look("link");
      await press(page, "Sign in");
      await page.locator(".latchkey-alert").waitFor();
      await look("dead-link");
    },
  );
});
