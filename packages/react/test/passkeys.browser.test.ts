import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { hasChromium, leftOut, openBrowser, PASSWORD } from "./support/browser.ts";
import { lookAt, LOOKS } from "./support/looks.ts";
import { asked, greetOn, press, signUpOn } from "./support/passkey-people.ts";
import { addFinger, startStrongSite, type StrongSite } from "./support/strong-site.ts";
import { meet, type PersonOptions } from "./support/visitors.ts";

const browser = openBrowser();
/** In seconds. */
const FIVE_MINUTES = 300;
vi.setConfig({ testTimeout: 120_000 });

describe.skipIf(!hasChromium)(`passkeys in React, in Chromium${leftOut}`, () => {
  let site: StrongSite;
  beforeAll(async () => void (site = await startStrongSite()));
  afterAll(() => site.close());

  const greet = (options?: PersonOptions) => greetOn(browser, site, options);
  const signUp = (options?: PersonOptions) => signUpOn(browser, site, options);
  const posts = () => site.requests().filter((request) => request.startsWith("POST"));

  it("PK01 by keyboard: <SignUpForm> makes an account by a passkey, <SignInForm> signs in by its button", async () => {
    const { keys, page, email, open, finger, trouble } = await greet();
    await open("/sign-up");
    await keys.press("Create account with a passkey");
    await keys.fill("Email address", email);
    await page.keyboard.press("Enter");
    await page.getByText(`Hello, ${email}`).waitFor();
    expect(posts()).toEqual(["POST /signup/passkey/options", "POST /signup/passkey"]);
    await press(page, "Leave");
    await page.locator("[data-state]:text-is('signed-out')").waitFor();
    // Autofill waits, and the button takes its place.
    await finger.touches(false);
    await open("/sign-in");
    await expect.poll(() => asked(page)).toEqual(["conditional"]);
    await finger.touches(true);
    await keys.press("Sign in with a passkey");
    await page.getByText(`Hello, ${email}`).waitFor();
    expect((await asked(page))[1]).toBe("dialog");
    expect(trouble).toEqual([]);
  });

  it("PK01 autofill signs in from the first field of the form, without a press", async () => {
    const { page, email, open, finger, trouble } = await signUp();
    await press(page, "Leave");
    await page.locator("[data-state]:text-is('signed-out')").waitFor();
    await finger.touches(false);
    await open("/sign-in/stay");
    const field = page.getByLabel("Email address");
    expect(await field.getAttribute("autocomplete")).toBe("username webauthn");
    await expect.poll(() => asked(page)).toEqual(["conditional"]);
    // It waits in silence.
    expect((await page.getByRole("alert").allInnerTexts()).join("")).toBe("");
    await finger.touches(true);
    await page.goto(`${site.origin}/sign-in`);
    await page.getByText(`Hello, ${email}`).waitFor();
    expect(await asked(page)).toEqual(["conditional", "conditional"]);
    expect(posts().filter((request) => request === "POST /signin/passkey")).toHaveLength(1);
    expect(trouble).toEqual([]);
  });

  it("PK01 <PasskeyButton> signs in alone, and says so when the person is not the one", async () => {
    const { page, email, open, finger, trouble } = await signUp();
    await press(page, "Leave");
    await page.locator("[data-state]:text-is('signed-out')").waitFor();
    await open("/passkey");
    await finger.isKnown(false);
    await press(page, "Sign in with a passkey");
    await page.getByRole("alert").getByText(/./).waitFor();
    await finger.isKnown(true);
    await press(page, "Sign in with a passkey");
    await page.getByText(`Hello, ${email}`).waitFor();
    expect(trouble).toEqual([]);
  });

  it("PK01 by keyboard: <PasskeyList> goes from none to one, which gets a name and is deleted", async () => {
    const { keys, page, open, finger, trouble } = await greet({ account: "signed-in" });
    await open("/security");
    await page.getByText("You have no passkeys yet.").waitFor();
    await keys.press("Add a passkey");
    await page.getByText("Your passkey is ready.").waitFor();
    expect(await finger.count()).toBe(1);
    await page.getByText("Never used").waitFor();
    const rename = page.getByRole("button", { name: /^Rename passkey / });
    const given = (await rename.getAttribute("aria-label"))!.replace("Rename passkey ", "");
    await keys.press(`Rename passkey ${given}`);
    expect(await keys.where()).toBe("Name of the passkey");
    await keys.fill("Name of the passkey", "Blue key ring");
    await page.keyboard.press("Enter");
    await page.getByText("The new name is saved.").waitFor();
    expect(await keys.where()).toBe("Rename passkey Blue key ring");
    await keys.press("Rename passkey Blue key ring");
    await page.keyboard.press("Escape");
    expect(await keys.where()).toBe("Rename passkey Blue key ring");
    // One device makes no second passkey for the account.
    await keys.press("Add a passkey");
    await page.getByRole("alert").getByText(/./).waitFor();
    expect(await finger.count()).toBe(1);
    await open("/security");
    await page.getByText("Blue key ring").waitFor();
    await keys.press("Delete passkey Blue key ring");
    expect(await keys.where()).toBe("Cancel");
    await keys.press("Delete");
    await page.getByText("The passkey is deleted.").waitFor();
    await open("/security");
    await page.getByText("You have no passkeys yet.").waitFor();
    expect(trouble).toEqual([]);
  });

  it("PK01 the last way in stays, and a first password lets it go", async () => {
    const { page, open, trouble } = await signUp();
    await open("/security");
    await page.getByRole("heading", { name: "Set a password" }).waitFor();
    expect(await page.getByLabel("Current password").count()).toBe(0);
    await press(page, /^Delete passkey /);
    await press(page, "Delete");
    await page
      .getByRole("alert")
      .getByText(/only way/)
      .waitFor();
    await page.getByLabel("New password").fill(PASSWORD);
    await press(page, "Set password");
    await page.getByLabel("Current password").waitFor();
    await press(page, "Delete");
    await page.getByText("The passkey is deleted.").waitFor();
    expect(trouble).toEqual([]);
  });

  it("PK08 the dialog takes a passkey, asks nobody for a password who has none, and the passkey is added", async () => {
    const { page, keys, open, trouble } = await signUp();
    await addFinger(page, "usb");
    await open("/security");
    await page.getByRole("button", { name: /^Delete passkey / }).waitFor();
    site.advance(FIVE_MINUTES);
    site.requests();
    await keys.press("Add a passkey");
    const dialog = page.getByRole("dialog", { name: "Confirm that it is you" });
    await dialog.getByRole("button", { name: "Confirm with a passkey" }).waitFor();
    expect(await dialog.locator("input").count()).toBe(0);
    await expect.poll(() => keys.where()).toBe("Confirm with a passkey");
    await page.keyboard.press("Enter");
    await page.getByText("Your passkey is ready.").waitFor();
    expect(await dialog.count()).toBe(0);
    expect(posts()).toEqual([
      "POST /passkeys/options",
      "POST /prove/passkey/options",
      "POST /prove/passkey",
      "POST /passkeys/options",
      "POST /passkeys",
    ]);
    expect(await page.getByRole("button", { name: /^Delete passkey / }).count()).toBe(2);
    expect(trouble).toEqual([]);
  });

  it.each(LOOKS)("PK01 forms and list fit, and axe finds nothing, $width pixels wide, $colorScheme", async (view) => {
    const { page, email, open, finger } = await greet({ colorScheme: view.colorScheme });
    await page.setViewportSize({ width: view.width, height: 800 });
    const look = lookAt(page, view);
    await open("/sign-up");
    await press(page, "Create account with a passkey");
    await look("passkey-sign-up");
    await page.getByLabel("Email address").fill(email);
    await finger.isKnown(false);
    await press(page, "Create account with a passkey");
    await page.locator(".latchkey-alert").waitFor();
    await look("passkey-sign-up-denied");
    await finger.isKnown(true);
    await press(page, "Create account with a passkey");
    await page.getByText(`Hello, ${email}`).waitFor();
    await open("/security");
    await page.getByRole("button", { name: /^Rename passkey / }).waitFor();
    await look("passkey-list");
    await press(page, /^Rename passkey /);
    await look("passkey-rename");
    await press(page, /^Rename passkey /);
    await press(page, /^Delete passkey /);
    await look("passkey-delete");
    await press(page, "Delete");
    await page.locator(".latchkey-alert").waitFor();
    await look("passkey-last");
    site.advance(FIVE_MINUTES);
    await press(page, "Add a passkey");
    await page.getByRole("button", { name: "Confirm with a passkey" }).waitFor();
    await look("passkey-proof");
    await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
    await page.context().clearCookies();
    await finger.touches(false);
    await open("/sign-in/stay");
    await page.getByRole("button", { name: "Sign in with a passkey" }).waitFor();
    await look("passkey-sign-in");
    await open("/passkey");
    await press(page, "Sign in with a passkey");
    await look("passkey-button");
    const other = await meet(browser, site, { account: "signed-in", colorScheme: view.colorScheme });
    await other.page.setViewportSize({ width: view.width, height: 800 });
    await other.open("/security");
    await other.page.getByText("You have no passkeys yet.").waitFor();
    await lookAt(other.page, view)("passkey-none");
  });
});
