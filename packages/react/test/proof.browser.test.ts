import { testClock } from "@latchkey/core/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshEmail, hasChromium, leftOut, openBrowser, PASSWORD } from "./support/browser.ts";
import { startSite, type Site } from "./support/site.ts";
import { meet, signInElsewhere } from "./support/visitors.ts";

const browser = openBrowser();
const clock = testClock();
/** In seconds. */
const FIVE_MINUTES = 300;
const WRONG = "This is not your current password.";

describe.skipIf(!hasChromium)(`the dialog that asks for a recent proof, in Chromium${leftOut}`, () => {
  let site: Site;
  beforeAll(async () => void (site = await startSite({ auth: { now: clock.now } })));
  afterAll(() => site.close());

  /** Somebody at their account, long after the sign-in, without a mouse. */
  async function comeBackLater() {
    const person = await meet(browser, site, { account: "signed-in" });
    clock.advance(FIVE_MINUTES);
    await person.open("/account?session=known");
    return { ...person, dialog: person.page.getByRole("dialog", { name: "Confirm that it is you" }) };
  }

  it("SF08 it takes the password, the form goes on with what was typed, and the focus comes back", async () => {
    const { keys, page, open, dialog, trouble } = await comeBackLater();
    const email = freshEmail();
    await keys.fill("New email address", email);
    await page.keyboard.press("Enter");
    await dialog.waitFor();
    expect(await keys.where()).toBe("Enter your password to confirm");
    await page.keyboard.type("correct horse bakery");
    await page.keyboard.press("Enter");
    await dialog.getByText(WRONG).waitFor();
    expect(await keys.where()).toBe("Enter your password to confirm");
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByText(`We have sent an email to ${email}.`).waitFor();
    expect(await dialog.count()).toBe(0);
    expect(await keys.where()).toBe("New email address");
    expect(site.requests().filter((one) => one.startsWith("POST"))).toEqual([
      "POST /email/change",
      "POST /prove",
      "POST /prove",
      "POST /email/change",
    ]);
    await open("/account?session=known");
    await keys.press("Delete account");
    await keys.press("Delete account for good");
    await page.locator("[data-state]:text-is('signed-out')").waitFor();
    expect(trouble).toEqual([]);
  });

  it("SF08 Tab stays in it; Escape and its button leave the form as it was, and the focus comes back", async () => {
    const { keys, page, dialog, trouble } = await comeBackLater();
    await keys.press("Create API key");
    await page.keyboard.type("laptop");
    for (const leave of [() => page.keyboard.press("Escape"), () => keys.press("Cancel")]) {
      await page.locator("[name=name]").focus();
      await page.keyboard.press("Enter");
      await dialog.waitFor();
      for (let presses = 0; presses < 12; presses++) {
        await page.keyboard.press("Tab");
        // Between the last element and the first, the focus is in the window of the browser.
        const isOutside = await page.evaluate(
          () => document.activeElement !== document.body && !document.activeElement?.closest("dialog"),
        );
        expect(isOutside).toBe(false);
      }
      await leave();
      await dialog.waitFor({ state: "detached" });
      await page.getByRole("alert").getByText("Confirm that it is you to go on.").waitFor();
      expect(await keys.where()).toBe("Name");
      expect(await page.locator("[name=name]").inputValue()).toBe("laptop");
    }
    expect(site.requests().filter((one) => one === "POST /prove")).toEqual([]);
    expect(trouble).toEqual([]);
  });

  it("SF08 a sign-out in another tab closes it, and nothing is done", async () => {
    const { keys, page, context, dialog } = await comeBackLater();
    await keys.press("Delete account");
    await keys.press("Delete account for good");
    await dialog.waitFor();
    const other = await context.newPage();
    await other.goto(`${site.origin}/`);
    await other.getByRole("button", { name: "Leave" }).click();
    await dialog.waitFor({ state: "detached" });
    await page.getByText("Nobody is signed in").waitFor();
    expect(site.requests().filter((one) => one === "POST /me/delete")).toHaveLength(1);
  });

  it("SF08 with React 18 it asks, goes on and gives the focus back, too", async () => {
    const older = await startSite({ react: 18, auth: { now: clock.now } });
    const { keys, page, open, trouble } = await meet(browser, older, { account: "signed-in" });
    clock.advance(FIVE_MINUTES);
    await open("/account?session=known");
    const email = freshEmail();
    await keys.fill("New email address", email);
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "Confirm that it is you" }).waitFor();
    expect(await keys.where()).toBe("Enter your password to confirm");
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByText(`We have sent an email to ${email}.`).waitFor();
    expect(await keys.where()).toBe("New email address");
    expect(trouble).toEqual([]);
    await older.close();
  });

  it("SF08 the password is changed with the current one, however new the proof is", async () => {
    const { keys, page, dialog, email } = await comeBackLater();
    await keys.fill("New password", "another horse battery");
    await page.keyboard.press("Enter");
    await page.getByText("Fill in this field.").waitFor();
    expect(await keys.where()).toBe("Current password");
    expect(await dialog.count()).toBe(0);
    await signInElsewhere(site, email, "curl/8.0");
  });
});
