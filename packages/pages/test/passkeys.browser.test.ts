import { testClock } from "@latchkey/core/testing";
import { passkeys } from "@latchkey/passkeys";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addAuthenticator } from "./authenticator.ts";
import {
  hasChromium,
  leftOut,
  openBrowser,
  openPerson,
  openSite,
  ownTrouble,
  type Person,
  type Site,
} from "./browser.ts";
import { PASSWORD } from "./server.ts";

const clock = testClock();
const FIVE_MINUTES = 300;
let count = 0;

describe.skipIf(!hasChromium)(`PK01 pages with passkeys, in Chromium${leftOut}`, () => {
  let browser: Browser;
  let site: Site;
  beforeAll(async () => {
    browser = await openBrowser();
    site = await openSite(async (origin) => ({
      auth: { now: clock.now },
      without: ["usernames"],
      passkeys: (auth) => passkeys(auth, { rpId: "localhost", rpName: "Shop", origins: [origin] }),
    }));
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  interface Owner extends Person {
    readonly email: string;
    readonly setPresence: (enabled: boolean) => Promise<unknown>;
  }

  async function meet(): Promise<Owner> {
    const person = await openPerson(browser, { javaScriptEnabled: true });
    const { setPresence } = await addAuthenticator(person.context, person.page);
    return { ...person, setPresence, email: `ada${++count}@example.com` };
  }

  /** Somebody who has signed up with a passkey and no password. */
  async function signUp() {
    const person = await meet();
    const { page, email } = person;
    await page.goto(`${site.url}/sign-up`);
    await page.getByLabel("Email address").fill(email);
    await page.getByRole("button", { name: "Create account with a passkey" }).press("Enter");
    await page.getByText("Your account is ready.").waitFor();
    return person;
  }

  it("PK01 signing up without a password, signing in by autofill and by the button, by keyboard", async () => {
    const person = await signUp();
    const { page, email, setPresence } = person;
    await page.getByText(`Signed in as ${email}`).waitFor();
    await page.getByRole("heading", { name: "Set a password" }).waitFor();
    await page.getByRole("button", { name: "Sign out", exact: true }).press("Enter");
    // The browser offers the passkey in the field, and its owner picks it at once.
    await page.getByText(`Signed in as ${email}`).waitFor();
    await setPresence(false);
    await page.getByRole("button", { name: "Sign out", exact: true }).press("Enter");
    await page.getByText("You are signed out.").waitFor();
    const button = page.getByRole("button", { name: "Sign in with a passkey" });
    while (!(await button.evaluate((one) => one === document.activeElement))) await page.keyboard.press("Tab");
    // A touch is noticed by requests that begin after it: not by autofill, which waits already.
    await setPresence(true);
    await page.keyboard.press("Enter");
    await page.getByText(`Signed in as ${email}`).waitFor();
    expect(ownTrouble(person)).toEqual([]);
  });

  it("PK01 the account names a passkey, adds no second of this device, and keeps the last way in", async () => {
    const person = await signUp();
    const { page } = person;
    const section = page.locator("#passkeys");
    await section.getByText("Added on").waitFor();
    // Each says which passkey it is about, to who hears it alone.
    for (const summary of await section.locator("summary").all())
      expect(await summary.getAttribute("aria-label")).toMatch(/^(Rename|Delete) passkey ./);
    await section.getByText("Rename").click();
    await section.getByLabel("Name of the passkey").fill("My <b>laptop</b>");
    await page.keyboard.press("Enter");
    await section.getByText("The new name is saved.").waitFor();
    await section.getByText("My <b>laptop</b>").first().waitFor();
    await section.getByRole("button", { name: "Add a passkey" }).click();
    await section
      .getByRole("alert")
      .getByText(/already/)
      .waitFor();
    await section.locator("summary").filter({ hasText: "Delete" }).click();
    await section.getByRole("button", { name: "Delete passkey My <b>laptop</b>" }).click();
    await section.getByText("This is your only way to sign in.").waitFor();
    expect(ownTrouble(person)).toEqual([]);
  });

  it("PK01 somebody with a password adds one, after a proof, and deletes it", async () => {
    const person = await meet();
    const { page, email } = person;
    await page.goto(`${site.url}/sign-up`);
    await page.getByLabel("Email address").fill(email);
    await page.getByLabel("Password").fill(PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByText("Your account is ready.").waitFor();
    clock.advance(FIVE_MINUTES);
    await page.reload();
    const section = page.locator("#passkeys");
    await section.getByText("You have no passkeys yet.").waitFor();
    await section.getByRole("button", { name: "Add a passkey" }).click();
    await section.getByLabel("Enter your password to confirm").fill(PASSWORD);
    await page.keyboard.press("Enter");
    await section.getByText("Thank you for confirming.").waitFor();
    await section.getByRole("button", { name: "Add a passkey" }).click();
    await section.getByText("Your passkey is ready.").waitFor();
    clock.advance(FIVE_MINUTES);
    await page.reload();
    // What hurts takes the passkey in place of the password.
    await section.locator("summary").filter({ hasText: "Delete" }).click();
    await section.getByRole("button", { name: /^Delete passkey/ }).click();
    await section.getByRole("button", { name: "Confirm with a passkey" }).click();
    await section.getByText("The passkey is deleted.").waitFor();
    expect(ownTrouble(person)).toEqual([]);
  });

  it("PK01 a passkey proves it for somebody without a password, who then deletes the account", async () => {
    const { page } = await signUp();
    clock.advance(FIVE_MINUTES);
    await page.goto(`${site.url}/account`);
    const section = page.locator("#delete");
    await section.locator("summary").click();
    await section.getByRole("button", { name: "Confirm with a passkey" }).click();
    await page.getByText("Thank you for confirming.").waitFor();
    await section.locator("summary").click();
    await section.getByRole("button", { name: "Delete account for good" }).click();
    await page.getByText("Your account is deleted.").waitFor();
  });

  it("PK10 a passkey that the server does not know is refused like a wrong password, and the page stays", async () => {
    const person = await signUp();
    const { page } = person;
    const found = await site.auth.getSession(tokenOf(await person.context.cookies()));
    expect(found?.session.methods).toEqual(["passkey"]);
    await page.locator("#delete summary").click();
    await page.getByRole("button", { name: "Delete account for good" }).click();
    await page.getByText("Your account is deleted.").waitFor();
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await page.getByRole("alert").getByText("These sign-in details are not correct.").waitFor();
    expect(new URL(page.url()).pathname).toBe("/auth/sign-in");
  });

  it("PK01 without JavaScript there is no such button, and the line that says or leads to the other way", async () => {
    const { page } = await openPerson(browser);
    for (const path of ["/sign-in", "/sign-up"]) {
      await page.goto(`${site.url}${path}`);
      expect(await page.locator("button:visible").count()).toBe(1);
      expect(await page.locator(".ways a:visible").allInnerTexts()).toEqual(["Sign in by email"]);
      expect(await page.locator(".or:visible").count()).toBe(1);
    }
  });
});

function tokenOf(cookies: readonly { readonly name: string; readonly value: string }[]): string {
  return cookies.find(({ name }) => name.endsWith("latchkey_session"))?.value ?? "";
}
