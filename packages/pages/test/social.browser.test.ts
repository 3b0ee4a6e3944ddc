import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasChromium, leftOut, openBrowser, openPerson, ownTrouble, type Site } from "./browser.ts";
import { PASSWORD } from "./server.ts";
import { agree, openSocialSite } from "./social-site.ts";

const FIVE_MINUTES_MS = 300_000;
const ADA = "ada@example.com";
/** Who is signed in at the provider in the manner of GitHub. */
const OCTOCAT = "octocat@example.com";

const says = (page: Page, text: string) => page.getByText(text).first().waitFor();
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
const follow = (page: Page, name: string) => page.getByRole("link", { name, exact: true }).click();
const unfold = (page: Page, id: string) => page.locator(`#${id} summary`).first().click();
const focused = (page: Page) => page.locator(":focus").innerText();

describe.skipIf(!hasChromium)(`sign-in by providers, without JavaScript${leftOut}`, { timeout: 180_000 }, () => {
  /** How far the clock of the shop is ahead of that of the provider, in milliseconds. */
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

  /** Somebody with a new browser, and what it said when they are done. */
  const story = (name: string, tell: (page: Page) => Promise<void>) =>
    it(name, async () => {
      const person = await openPerson(browser);
      await tell(person.page);
      expect(ownTrouble(person)).toEqual([]);
      expect(site.reported).toEqual([]);
      await person.context.close();
    });

  async function signUp(page: Page, email: string): Promise<void> {
    await page.goto(`${site.url}/sign-up`);
    await page.getByLabel("Email address").fill(email);
    await page.getByLabel("Password").fill(PASSWORD);
    await press(page, "Create account");
    await says(page, "Your account is ready.");
  }

  story(
    "CL07 OA01 by keyboard: somebody signs up, returns to where they came from, and sets a password",
    async (page) => {
      await page.goto(`${site.url}/sign-up?next=/auth/sign-out`);
      while ((await page.locator(":focus").count()) === 0 || (await focused(page)) !== "Continue with Okta")
        await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await agree(page, "keyboard-1", "keys@example.com");
      await says(page, "You are signed in as keys@example.com.");
      await page.goto(`${site.url}/account`);
      expect(await page.locator("#identities li").innerText()).toMatch(/^Okta\s+keys@example\.com\s+Connected on /);
      await unfold(page, "password");
      await says(page, "You have no password yet.");
      expect(await page.locator("#password input[type=password]").count()).toBe(1);
      await page.getByLabel("New password").fill(PASSWORD);
      await press(page, "Set password");
      await says(page, "Your password is set.");
      await page.goto(`${site.url}/sign-out`);
      await press(page, "Sign out");
      await page.getByLabel("Email address").fill("keys@example.com");
      await page.getByLabel("Password").fill(PASSWORD);
      await press(page, "Sign in");
      await page.getByRole("heading", { name: "Your account" }).waitFor();
    },
  );

  story(
    "OA15 who refuses at the provider comes back, is told why with the focus there, and goes on to it",
    async (page) => {
      await page.goto(`${site.url}/sign-in?next=/auth/sign-out`);
      await follow(page, "Continue with Okta");
      await press(page, "Refuse");
      await says(page, "You have not agreed to sign in this way.");
      expect(await focused(page)).toContain("You have not agreed to sign in this way.");
      await follow(page, "Continue with Okta");
      await agree(page, "refuser-1", "refuser@example.com");
      await says(page, "You are signed in as refuser@example.com.");
    },
  );

  story("OA09 a taken address: the page says what to do, and a sign-in by password connects the two", async (page) => {
    await signUp(page, ADA);
    await press(page, "Sign out");
    await follow(page, "Continue with Okta");
    await agree(page, "ada-1", ADA);
    await says(page, "There is already an account with this address. Sign in to it, and we connect Okta.");
    expect(await focused(page)).toContain("we connect Okta");
    expect(await page.getByRole("link", { name: "Continue with Okta" }).count()).toBe(0);
    await page.getByLabel("Email address").fill(ADA);
    await page.getByLabel("Password").fill("wrong");
    await press(page, "Sign in");
    await says(page, "These sign-in details are not correct.");
    await says(page, "we connect Okta");
    await page.getByLabel("Password").fill(PASSWORD);
    await press(page, "Sign in");
    await says(page, "The account is connected.");
    await press(page, "Sign out");
    await follow(page, "Continue with Okta");
    await page.getByRole("heading", { name: "Your account" }).waitFor();
  });

  story("OA09 the same by another provider: after it, a button connects the two", async (page) => {
    await page.goto(`${site.url}/sign-in`);
    await follow(page, "Continue with GitHub Enterprise");
    await press(page, "Authorize");
    await page.getByRole("heading", { name: "Your account" }).waitFor();
    await press(page, "Sign out");
    await follow(page, "Continue with Okta");
    await agree(page, "octocat-at-okta", OCTOCAT);
    await says(page, "we connect Okta");
    await follow(page, "Continue with GitHub Enterprise");
    await page
      .getByRole("button", { name: "Authorize" })
      .or(page.getByRole("button", { name: "Connect Okta" }))
      .waitFor();
    if (await page.getByRole("button", { name: "Authorize" }).isVisible()) await press(page, "Authorize");
    await press(page, "Connect Okta");
    await says(page, "The account is connected.");
    expect(await page.locator("#identities li").count()).toBe(2);
  });

  story("OA10 a sign-in on a page that says nothing of it connects nothing", async (page) => {
    await signUp(page, "bea@example.com");
    await press(page, "Sign out");
    await follow(page, "Continue with Okta");
    await agree(page, "not-bea", "bea@example.com");
    await says(page, "we connect Okta");
    // As somebody does who comes to this browser later.
    await page.goto(`${site.url}/sign-in`);
    await page.getByLabel("Email address").fill("bea@example.com");
    await page.getByLabel("Password").fill(PASSWORD);
    await press(page, "Sign in");
    await says(page, "No account is connected yet.");
  });

  story("SF08 CL07 an account is connected after the password, by a form that the policy lets out", async (page) => {
    await signUp(page, "cleo@example.com");
    ahead += FIVE_MINUTES_MS;
    await page.reload();
    await press(page, "Connect Okta");
    const password = page.locator("#identities").getByLabel("Enter your password to confirm");
    await password.fill("wrong");
    await press(page, "Confirm");
    await says(page, "This is not your current password.");
    await password.fill(PASSWORD);
    await press(page, "Confirm");
    await agree(page, "cleo-1", "cleo@elsewhere.example");
    await says(page, "The account is connected.");
    expect(await page.locator("#identities li").innerText()).toContain("cleo@elsewhere.example");
    await unfold(page, "identities");
    await page.getByRole("button", { name: "Disconnect Okta" }).click();
    await says(page, "The account is disconnected.");
    await says(page, "No account is connected yet.");
  });

  story("OA15 who refuses to connect comes back to the account, which says why", async (page) => {
    await signUp(page, "dora@example.com");
    await press(page, "Connect Okta");
    await press(page, "Refuse");
    await says(page, "You have not agreed to sign in this way.");
    const { pathname, hash } = new URL(page.url());
    expect([pathname, hash]).toEqual(["/auth/account", "#identities"]);
    expect(await page.getByText("The account is connected.").count()).toBe(0);
  });

  story("OA12 SF08 without a password, a provider proves who it is; the last way in stays", async (page) => {
    // A session was proved when the provider last asked, by its own clock.
    ahead = 0;
    await page.goto(`${site.url}/sign-up`);
    await follow(page, "Continue with Okta");
    await agree(page, "eve-1", "eve@example.com");
    await page.getByRole("heading", { name: "Your account" }).waitFor();
    await unfold(page, "identities");
    await page.getByRole("button", { name: "Disconnect Okta" }).click();
    await says(page, "This is your only way to sign in.");
    ahead += FIVE_MINUTES_MS;
    await page.goto(`${site.url}/account`);
    await unfold(page, "delete");
    expect(await page.locator("#delete").getByRole("button").allInnerTexts()).toEqual([
      "Send a code to eve@example.com",
      "Confirm with Okta",
    ]);
    await press(page, "Confirm with Okta");
    await agree(page, "eve-1", "eve@example.com");
    await says(page, "Thank you for confirming.");
    await unfold(page, "delete");
    await press(page, "Delete account for good");
    await says(page, "Your account is deleted.");
  });
});
