import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshEmail, hasChromium, leftOut, openBrowser, PASSWORD } from "./support/browser.ts";
import type { Site } from "./support/site.ts";
import { agree, startSocialSite } from "./support/social-site.ts";
import { meet, type PersonOptions } from "./support/visitors.ts";

const browser = openBrowser();
const FIVE_MINUTES_MS = 300_000;
const REFUSED = "You have not agreed to sign in this way.";
/** Who is signed in at the provider in the manner of GitHub. */
const OCTOCAT = "octocat@example.com";

describe.skipIf(!hasChromium)(`accounts at providers in Chromium${leftOut}`, () => {
  /** How far the clock of the site is ahead of that of the provider, in milliseconds. */
  let ahead = 0;
  let site: Site;
  beforeAll(async () => void (site = await startSocialSite({ now: () => Date.now() + ahead })));
  afterAll(() => site.close());
  const greet = (options?: PersonOptions) => meet(browser, site, options);
  const outcome = (email: string) => `Hello, ${email}`;

  it("OA01 CL04 by keyboard: a sign-in form leads to the provider and back to where somebody came from", async () => {
    const { keys, page, open, trouble } = await greet();
    await open("/sign-in?next=/followed");
    await keys.press("Continue with Okta");
    await agree(page, "keys-1", "keys@example.com");
    await page.getByText(outcome("keys@example.com")).waitFor();
    expect(new URL(page.url()).pathname).toBe("/followed");
    expect(trouble).toEqual([]);
  });

  it("OA01 a sign-up form and the buttons alone do the same; an icon is no part of the name", async () => {
    const { page, context, open, trouble } = await greet();
    await open("/sign-up");
    await page.getByRole("link", { name: "Continue with GitHub Enterprise", exact: true }).click();
    await page.getByRole("button", { name: "Authorize" }).click();
    await page.getByText(outcome(OCTOCAT)).waitFor();
    await context.clearCookies({ domain: "localhost" });
    await open("/social");
    await page.getByRole("link", { name: "Continue with Okta", exact: true }).click();
    await agree(page, "buttons-1", "buttons@example.com");
    await page.waitForURL(`${site.origin}/followed`);
    expect(trouble).toEqual([]);
  });

  it("OA15 who refuses comes back, is told why with the focus there, and can begin again", async () => {
    const { keys, page, open, trouble } = await greet();
    await open("/sign-in?next=/followed");
    await keys.press("Continue with Okta");
    await page.getByRole("button", { name: "Refuse" }).click();
    await page.getByRole("alert").getByText(REFUSED).waitFor();
    await page.waitForFunction("document.activeElement.getAttribute('role') === 'alert'");
    expect(await keys.where()).toContain(REFUSED);
    await keys.press("Continue with Okta");
    await agree(page, "refuser-1", "refuser@example.com");
    await page.waitForURL(`${site.origin}/followed`);
    expect(trouble).toEqual([]);
  });

  it("OA09 a taken address: the form says what to do, and a sign-in by password connects the two", async () => {
    const { keys, page, email, context, open, trouble } = await greet({ account: "exists" });
    await open("/sign-in");
    await keys.press("Continue with Okta");
    await agree(page, "owner-1", email);
    await page.getByText("There is already an account with this address.").waitFor();
    expect(await page.getByRole("link", { name: "Continue with Okta" }).count()).toBe(0);
    await keys.fill("Email address", email);
    await keys.fill("Password", PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByText("You are signed in.").waitFor();
    await context.clearCookies({ domain: "localhost" });
    await open("/sign-in");
    await keys.press("Continue with Okta");
    await page.getByText(outcome(email)).waitFor();
    expect(trouble).toEqual([]);
  });

  it("OA10 the address of a page alone connects nothing: who came signed in presses a button", async () => {
    const { keys, page, context, open, trouble } = await greet();
    await open("/sign-in");
    await keys.press("Continue with GitHub Enterprise");
    await page.getByRole("button", { name: "Authorize" }).click();
    await page.getByText(outcome(OCTOCAT)).waitFor();
    await context.clearCookies({ domain: "localhost" });
    await open("/sign-in");
    await keys.press("Continue with Okta");
    await agree(page, "octocat-at-okta", OCTOCAT);
    await keys.press("Continue with GitHub Enterprise");
    const connect = page.getByRole("button", { name: "Connect Okta" });
    const authorize = page.getByRole("button", { name: "Authorize" });
    await connect.or(authorize).waitFor();
    if (await authorize.isVisible()) await authorize.click();
    await connect.waitFor();
    expect(site.requests().filter((one) => one === "POST /oauth/link")).toEqual([]);
    await keys.press("Connect Okta");
    await expect.poll(() => site.requests()).toContain("POST /oauth/link");
    await open("/account");
    await page.locator("section:has(h2:text-is('Connected accounts')) li").nth(1).waitFor();
    expect(trouble).toEqual([]);
  });

  it("SF08 CL04 by keyboard: an account is connected after a proof, and disconnected", async () => {
    const { keys, page, open, trouble } = await greet({ account: "signed-in" });
    ahead += FIVE_MINUTES_MS;
    await open("/account?session=known");
    await keys.press("Connect Okta");
    await page.getByRole("dialog").waitFor();
    expect(await keys.where()).toBe("Enter your password to confirm");
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press("Enter");
    await agree(page, "connected-1", "elsewhere@example.com");
    const panel = page.locator("section:has(h2:text-is('Connected accounts'))");
    await panel.getByText("elsewhere@example.com").waitFor();
    await page.waitForURL(`${site.origin}/account?session=known`);
    await keys.press("Disconnect Okta");
    expect(await keys.where()).toBe("Cancel");
    await keys.press("Disconnect");
    await panel.getByText("The account is disconnected.").waitFor();
    expect(await keys.where()).toBe("The account is disconnected.");
    await panel.getByRole("button", { name: "Connect Okta" }).waitFor();
    expect(trouble).toEqual([]);
  });

  it("OA12 SF08 without a password: the last way in stays, and a provider proves who sets the first one", async () => {
    // A session was proved when the provider last asked, by its own clock.
    ahead = 0;
    const { keys, page, open, trouble } = await greet();
    await open("/sign-in?next=/account");
    await keys.press("Continue with Okta");
    const email = freshEmail();
    await agree(page, "single-1", email);
    await page.getByText("You have no password yet.").waitFor();
    await page.waitForFunction("document.documentElement.dataset.started !== undefined");
    await keys.press("Disconnect Okta");
    await keys.press("Disconnect");
    await page.getByText("This is your only way to sign in.").waitFor();
    ahead += FIVE_MINUTES_MS;
    await keys.fill("New password", PASSWORD);
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "Confirm that it is you" });
    await dialog.getByRole("button", { name: "Confirm with Okta" }).waitFor();
    expect(await keys.where()).toBe(`Send a code to ${email}`);
    expect(await dialog.getByLabel("Enter your password to confirm").count()).toBe(0);
    await keys.press("Confirm with Okta");
    await agree(page, "single-1", email);
    await page.getByText("You have no password yet.").waitFor();
    await page.waitForFunction("document.documentElement.dataset.started !== undefined");
    await keys.fill("New password", PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByText("Your password is set.").waitFor();
    expect(await page.getByLabel("Current password").count()).toBe(1);
    expect(trouble).toEqual([]);
  });

  it("OA15 who refuses to connect is told why at a sign-in form, and is still signed in", async () => {
    const { keys, page, email, open, trouble } = await greet({ account: "signed-in" });
    await open("/account?session=known");
    await keys.press("Connect Okta");
    await page.getByRole("button", { name: "Refuse" }).click();
    await page.getByRole("alert").getByText(REFUSED).waitFor();
    await open("/");
    await page.getByText(outcome(email)).waitFor();
    expect(trouble).toEqual([]);
  });
});
