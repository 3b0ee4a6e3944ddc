import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshEmail, hasChromium, leftOut, openBrowser, PASSWORD } from "./support/browser.ts";
import { startSite, type Site } from "./support/site.ts";

const browser = openBrowser();

describe.skipIf(!hasChromium)(`a form that was done, in Chromium${leftOut}`, () => {
  let site: Site;
  beforeAll(async () => void (site = await startSite()));
  afterAll(() => site.close());

  const open = async (page: Page, path: string) => {
    await page.goto(`${site.origin}${path}?session=known&methods=known`);
    await page.waitForFunction("document.documentElement.dataset.started !== undefined");
  };

  it("CL02 is there again after a sign-out in another tab", async () => {
    const { page, tab, trouble } = await browser.visit();
    const email = freshEmail();
    await site.auth.signUp({ email, password: PASSWORD });
    await open(page, "/sign-in/stay");
    await page.getByLabel("Email address").fill(email);
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("You are signed in.").waitFor();
    const other = await tab();
    await open(other, "/");
    await other.getByRole("button", { name: "Leave" }).click();
    await page.getByLabel("Email address").waitFor();
    expect(await page.getByText("You are signed in.").count()).toBe(0);
    expect(trouble).toEqual([]);
  });

  it("CL05 comes back without what it said before, if its router has hidden it", async () => {
    const { page, trouble } = await browser.visit();
    await open(page, "/forgot-password/hidden");
    await page.getByLabel("Email address").fill(freshEmail());
    await page.getByRole("button", { name: "Send link" }).click();
    const outcome = page.getByText("If there is an account with this address");
    await outcome.waitFor();
    await page.getByRole("button", { name: "Go there and back" }).click();
    await outcome.waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Go there and back" }).click();
    await page.getByLabel("Email address").waitFor();
    expect(trouble).toEqual([]);
  });
});
