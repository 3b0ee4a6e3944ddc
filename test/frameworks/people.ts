import { existsSync } from "node:fs";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshEmail, PASSWORD } from "../conversation/client.ts";
import type { Mailbox } from "./mailbox.ts";

const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
const more = ["--disable-component-update", "--disable-sync"];

export interface Site {
  readonly origin: string;
  /** Where its mails arrive, if it sends some. */
  readonly mails: Mailbox | undefined;
}

export interface PagesOptions {
  /** Whether pages know at once what happens in another tab. */
  readonly follows: boolean;
}

/** What a person does with the pages of an application, in Chromium. */
export function lifeOfAPerson(site: () => Site, { follows }: PagesOptions): void {
  describe.skipIf(!existsSync(executablePath))("a person with a browser", () => {
    let browser: Browser | undefined;
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath, args: [...args, ...more] });
    });
    afterAll(() => browser?.close());

    it("CL04 CL06 signs up by the forms, is greeted by the server, signs out, and in again", async () => {
      const { origin, mails } = site();
      const page = await browser!.newPage({ baseURL: origin });
      const troubles = listenForTrouble(page);
      const email = freshEmail();

      await page.goto("/hello");
      await page.locator('a[href*="sign-up"]').click();
      // Some routers change the address first, and the page later.
      await page.locator("form").getByRole("button", { name: "Create account" }).waitFor();
      await fillIn(page, email, PASSWORD);
      await greeted(page, email);
      if (mails) await confirm(page, await mails.linkTo(email, /verify-email/));

      await signOut(page);
      await page.goto("/hello");
      await fillIn(page, email, `${PASSWORD}!`);
      await page.locator('[role="alert"]:not(:empty), [aria-invalid="true"]').first().waitFor();
      await fillIn(page, email, PASSWORD);
      await greeted(page, email);
      // With scripts, forms of the application work as without.
      await page.getByLabel("Greeting").fill("Good evening");
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByText(`Good evening, ${email}`).waitFor();
      expect(troubles).toEqual([]);
      await page.close();
    });

    if (follows) followsTabs(site, () => browser!);
  });
}

function followsTabs(site: () => Site, browser: () => Browser): void {
  it("CL02 CL06 no page stays after a sign-out in another tab, nor comes back by the back button", async () => {
    const { origin } = site();
    const context = await browser().newContext({ baseURL: origin });
    const troubles: string[] = [];
    const [here, there, left] = [await context.newPage(), await context.newPage(), await context.newPage()];
    for (const page of [here, there, left]) listenForTrouble(page, troubles);
    const email = freshEmail();
    const data = { email, password: PASSWORD };
    await context.request.post("/auth/signup", { data, headers: { origin } });
    await here.goto("/");
    for (const page of [here, there, left]) {
      await page.goto("/hello");
      await greeted(page, email);
      await page.waitForLoadState("networkidle");
    }
    await left.goto("/auth/methods");

    await signOut(here);
    for (const page of [here, there]) await page.locator("form").getByRole("button", { name: "Sign in" }).waitFor();
    await here.goBack({ waitUntil: "commit" });
    await left.goBack({ waitUntil: "commit" });
    for (const page of [here, there, left]) {
      await page.waitForURL(({ pathname }) => pathname !== "/hello");
      await page.getByText("Sign in", { exact: true }).first().waitFor();
      expect(await page.getByText(email).count()).toBe(0);
    }

    await fillIn(there, email, PASSWORD);
    for (const page of [there, left]) await greeted(page, email);
    expect(troubles).toEqual([]);
    await context.close();
  });

  it("CL06 who signs in after somebody else never sees a page of theirs", async () => {
    const { origin } = site();
    const context = await browser().newContext({ baseURL: origin });
    const page = await context.newPage();
    const [first, second] = [freshEmail(), freshEmail()];
    for (const email of [second, first])
      await context.request.post("/auth/signup", { data: { email, password: PASSWORD }, headers: { origin } });
    await page.goto("/hello");
    await greeted(page, first);
    await page.waitForLoadState("networkidle");
    await signOut(page);
    await page.locator("form").getByRole("button", { name: "Sign in" }).waitFor();
    await page.waitForLoadState("networkidle");
    await page.evaluate(watchFor, first);
    await fillIn(page, second, PASSWORD);
    await greeted(page, second);
    await page.waitForLoadState("networkidle");
    // A page that was loaded anew has nothing of the one before.
    expect(await page.evaluate("globalThis.seen ?? []")).toEqual([]);
    expect(await page.evaluate(elementsOf)).not.toContain(first);
    await context.close();
  });
}

/** Runs in the page: writes down where a text is shown from now on, for however short a time. */
function watchFor(text: string): void {
  const seen: string[] = [];
  Object.assign(globalThis, { seen });
  const look = () => document.body.innerText.includes(text) && seen.push(location.pathname);
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
  look();
}

/**
 * Runs in the page: its elements. Scripts are left out: React Router leaves the data with which a document began in one
 * of them, until the browser loads the next document.
 */
function elementsOf(): string {
  const copy = document.documentElement.cloneNode(true) as HTMLElement;
  for (const script of copy.querySelectorAll("script")) script.remove();
  return copy.outerHTML;
}

/** The page of /hello, as the server renders it for this user. */
async function greeted(page: Page, email: string): Promise<void> {
  await page.waitForURL(/\/hello$/);
  await page.getByText(email).first().waitFor();
}

/** Fills in the form that is seen: a router may keep the page before, hidden. */
async function fillIn(page: Page, email: string, password: string): Promise<void> {
  const seen = { visible: true };
  await page.getByLabel("Email address").filter(seen).fill(email);
  await page.getByLabel("Password", { exact: true }).filter(seen).fill(password);
  const button = page.locator("form").getByRole("button", { name: /^(?:Sign in|Create account)$/ });
  await button.filter(seen).click();
}

/** By a button, by a link to the page that has it, or by the menu. */
async function signOut(page: Page): Promise<void> {
  const button = page.getByText("Sign out", { exact: true });
  if (!(await button.isVisible())) await page.getByRole("button", { name: "Account menu" }).click();
  await button.click();
  await page.waitForURL(/sign-(?:in|out)/);
  if (!page.url().includes("sign-out")) return;
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByText("You are signed out.").waitFor();
}

/** Follows the link of the mail. */
async function confirm(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByRole("button", { name: "Confirm address" }).click();
  await page.getByText("Your email address is confirmed.").waitFor();
  await page.goto("/hello");
}

/** What a page that hydrates well never says. A refusal while signed out is no trouble, and no example has an icon. */
function listenForTrouble(page: Page, troubles: string[] = []): string[] {
  page.on("pageerror", (error) => troubles.push(String(error)));
  page.on("console", (message) => {
    const isExpected = /\/(?:favicon\.ico|sign-?in|auth\/me)\b/.test(message.location().url);
    if (["error", "warning"].includes(message.type()) && !isExpected) troubles.push(message.text());
  });
  return troubles;
}
