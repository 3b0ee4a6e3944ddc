import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { hasChromium, leftOut, openBrowser, PASSWORD } from "./support/browser.ts";
import { lookAt, LOOKS } from "./support/looks.ts";
import { addFinger, startStrongSite, type StrongSite } from "./support/strong-site.ts";
import { meet, type Person, type PersonOptions } from "./support/visitors.ts";

const browser = openBrowser();
/** In seconds. */
const FIVE_MINUTES = 300;
const APP = "Code from the app";
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
vi.setConfig({ testTimeout: 120_000 });

/** On how many lines a word of a text stands. */
const linesOf = (text: Locator, word: string): Promise<number> =>
  text.evaluate(({ firstChild }, part) => {
    const range = document.createRange();
    const start = firstChild!.textContent!.indexOf(part);
    range.setStart(firstChild!, start);
    range.setEnd(firstChild!, start + part.length);
    return range.getClientRects().length;
  }, word);

describe.skipIf(!hasChromium)(`the second factor in React, in Chromium${leftOut}`, () => {
  let site: StrongSite;
  beforeAll(async () => void (site = await startStrongSite()));
  afterAll(() => site.close());

  const secretOf = async (page: Page) =>
    (await page.getByLabel("Key", { exact: true }).inputValue()).replaceAll(" ", "");
  const codesOf = (page: Page) => page.getByRole("list", { name: "Recovery codes" }).locator("code").allInnerTexts();
  const posts = () => site.requests().filter((request) => request.startsWith("POST"));
  const isSignedIn = async ({ context }: Person) => (await context.request.get(`${site.origin}/auth/me`)).ok();

  /** Says that the recovery codes are kept. */
  async function keep(page: Page): Promise<void> {
    await page.getByLabel("I have kept these codes").check();
    await press(page, "Done");
  }

  /** Somebody who has a second factor, on the page where it is looked after. */
  async function enrol(options?: PersonOptions) {
    const person = await meet(browser, site, { ...options, account: "signed-in" });
    const { page, open } = person;
    await open("/security");
    await press(page, "Set up");
    const secret = await secretOf(page);
    await page.getByLabel(APP).fill(site.nextCode(secret));
    await press(page, "Turn on");
    await page.getByRole("list", { name: "Recovery codes" }).waitFor();
    const codes = await codesOf(page);
    await keep(page);
    await page.getByText("Recovery codes left: 10").waitFor();
    site.requests();
    return { ...person, secret, codes };
  }

  /** Signs in by password, up to the question for a code. */
  async function signInAgain({ page, context, email, open }: Person, path = "/sign-in"): Promise<void> {
    await context.clearCookies({ name: "__Host-latchkey_session" });
    await open(path);
    await page.getByLabel("Email address").fill(email);
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await press(page, "Sign in");
  }

  it("SF07 by keyboard: <SecondFactorSetup> takes a real code, and shows recovery codes until kept", async () => {
    const { keys, page, open, trouble } = await meet(browser, site, { account: "signed-in" });
    await open("/security");
    await page.getByRole("button", { name: "Set up" }).waitFor();
    await keys.press("Set up");
    const qr = page.getByRole("img", { name: "QR code for the authenticator app" });
    await qr.evaluate((image: HTMLImageElement) => image.decode());
    expect(await keys.where()).toBe(APP);
    const secret = await secretOf(page);
    expect(await page.getByRole("link", { name: "Open an app on this device" }).getAttribute("href")).toContain(secret);
    await page.keyboard.type("000000");
    await page.keyboard.press("Enter");
    await page.locator("[aria-invalid]").waitFor();
    expect(await keys.where()).toBe(APP);
    const code = site.nextCode(secret);
    await keys.fill(APP, `${code.slice(0, 3)} ${code.slice(3)}`);
    await page.keyboard.press("Enter");
    await page.getByText("Two-step verification is on.").waitFor();
    expect(await keys.where()).toContain("Keep these codes in a safe place.");
    expect(new Set(await codesOf(page)).size).toBe(10);
    await keys.press("Done");
    expect(await codesOf(page)).toHaveLength(10);
    await keys.to("I have kept these codes");
    await page.keyboard.press("Space");
    await keys.press("Done");
    await page.getByText("Recovery codes left: 10").waitFor();
    expect(await codesOf(page)).toEqual([]);
    expect(trouble).toEqual([]);
  });

  it("SF01 by keyboard: <SignInForm> asks for a code after the password, with nobody signed in before", async () => {
    const person = await enrol();
    const { keys, page, email, secret, trouble } = person;
    await signInAgain(person);
    await page.getByRole("heading", { name: "Enter your code" }).waitFor();
    await expect.poll(() => keys.where()).toBe(APP);
    expect(await isSignedIn(person)).toBe(false);
    await page.keyboard.type("000000");
    await page.keyboard.press("Enter");
    await page.locator("[aria-invalid]").waitFor();
    expect(await keys.where()).toBe(APP);
    expect(await isSignedIn(person)).toBe(false);
    await keys.fill(APP, site.nextCode(secret));
    await page.keyboard.press("Enter");
    await page.getByText(`Hello, ${email}`).waitFor();
    expect(trouble).toEqual([]);
  });

  it("SF06 by keyboard: a recovery code signs in in place of the app, once", async () => {
    const person = await enrol();
    const { keys, page, email, codes, trouble } = person;
    for (const isFirst of [true, false]) {
      await signInAgain(person);
      await page.getByLabel(APP).waitFor();
      await keys.press("Use a recovery code instead");
      await expect.poll(() => keys.where()).toBe("Recovery code");
      await page.keyboard.type(codes[0]!);
      await page.keyboard.press("Enter");
      if (isFirst) await page.getByText(`Hello, ${email}`).waitFor();
    }
    await page.locator("[aria-invalid]").waitFor();
    expect(await keys.where()).toBe("Recovery code");
    expect(await isSignedIn(person)).toBe(false);
    await keys.press("Use the app instead");
    await expect.poll(() => keys.where()).toBe(APP);
    expect(await page.locator("[aria-invalid]").count()).toBe(0);
    await keys.press("Back to sign-in");
    await page.getByLabel("Password", { exact: true }).waitFor();
    expect(trouble).toEqual([]);
  });

  it("SF07 an account that needs it is set up at its first sign-in, and asks for a code at the next", async () => {
    const { page, context, email: address, open, trouble, ...rest } = await meet(browser, site);
    const email = `must-${address}`;
    const person = { page, context, email, open, trouble, ...rest };
    await open("/sign-up");
    await page.getByLabel("Email address").fill(email);
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await press(page, "Create account");
    await page.getByRole("heading", { name: "Set up two-step verification" }).waitFor();
    expect(await isSignedIn(person)).toBe(false);
    // Who leaves it there comes back to it by signing in.
    site.requests();
    await signInAgain(person, "/sign-in");
    await page.getByRole("heading", { name: "Set up two-step verification" }).waitFor();
    const secret = await secretOf(page);
    expect(posts().filter((one) => one.endsWith("/setup"))).toEqual(["POST /signin/second-factor/setup"]);
    await page.getByLabel(APP).fill(site.nextCode(secret));
    expect(await page.getByLabel("Sign out all other devices").count()).toBe(0);
    await press(page, "Turn on");
    // <SignedOut> has taken the form away, and nothing takes the codes away before they are kept.
    const codes = page.getByRole("dialog", { name: "Recovery codes" }).getByRole("list", { name: "Recovery codes" });
    await codes.waitFor();
    expect(await page.getByRole("heading", { name: "Set up two-step verification" }).count()).toBe(0);
    for (let press = 0; press < 3; press++) await page.keyboard.press("Escape");
    await expect.poll(() => codes.locator("code").count()).toBe(10);
    await keep(page);
    await page.getByText(`Hello, ${email}`).waitFor();
    await signInAgain(person);
    await page.getByLabel(APP).fill(site.nextCode(secret));
    await press(page, "Sign in");
    await page.getByText(`Hello, ${email}`).waitFor();
    await open("/security");
    await page.getByText("Your account needs it, so it cannot be turned off.").waitFor();
    expect(await page.getByRole("button", { name: "Turn off" }).count()).toBe(0);
    expect(trouble).toEqual([]);
  });

  it("SF07 a passkey is added by a code: the dialog offers no password to who has a second factor", async () => {
    const { page, secret, open, trouble } = await enrol();
    await addFinger(page);
    site.advance(FIVE_MINUTES);
    await open("/security");
    await press(page, "Add a passkey");
    const dialog = page.getByRole("dialog", { name: "Confirm that it is you" });
    await dialog.getByLabel("Enter a code from your app to confirm").waitFor();
    expect(await dialog.getByLabel("Enter your password to confirm").count()).toBe(0);
    await dialog.getByLabel("Enter a code from your app to confirm").fill(site.nextCode(secret));
    await dialog.getByRole("button", { name: "Confirm", exact: true }).click();
    await page.getByText("Rename").first().waitFor();
    expect(trouble).toEqual([]);
  });

  it("SF07 SF08 turning it off asks for a code in the dialog, never for the password, and it is off then", async () => {
    const { keys, page, secret, codes, email, open, trouble } = await enrol();
    site.advance(FIVE_MINUTES);
    await keys.press("Turn off");
    await page.getByRole("group", { name: "Turn off" }).getByRole("button", { name: "Turn off" }).click();
    const dialog = page.getByRole("dialog", { name: "Confirm that it is you" });
    const label = "Enter a code from your app to confirm";
    await dialog.getByLabel(label).waitFor();
    await expect.poll(() => keys.where()).toBe(label);
    expect(await dialog.locator("[type=password]").count()).toBe(0);
    await page.keyboard.type("000000");
    await page.keyboard.press("Enter");
    await dialog.locator("[aria-invalid]").waitFor();
    await keys.fill(label, site.nextCode(secret));
    await page.keyboard.press("Enter");
    await page.getByText("Two-step verification is off.").waitFor();
    expect(await dialog.count()).toBe(0);
    expect(posts().slice(-2)).toEqual(["POST /prove/second-factor", "POST /second-factor/delete"]);
    await open("/security");
    await page.getByRole("button", { name: "Set up" }).waitFor();
    expect(await page.context().cookies()).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: "__Host-latchkey_session" })]),
    );
    expect([codes.length, email.length > 0]).toEqual([10, true]);
    expect(trouble).toEqual([]);
  });

  it("SF06 SF08 the dialog takes a recovery code for new ones, which void the old", async () => {
    const person = await enrol();
    const { page, codes, email, trouble } = person;
    site.advance(FIVE_MINUTES);
    await press(page, "New recovery codes");
    await page.getByText("Your old recovery codes will stop working.").waitFor();
    await page
      .getByRole("group", { name: "New recovery codes" })
      .getByRole("button", { name: "New recovery codes" })
      .click();
    const dialog = page.getByRole("dialog");
    await press(page, "Use a recovery code instead");
    await dialog.getByLabel("Recovery code", { exact: true }).fill(codes[9]!.toLowerCase());
    await dialog.getByRole("button", { name: "Confirm", exact: true }).first().click();
    await page.getByRole("list", { name: "Recovery codes" }).waitFor();
    const fresh = await codesOf(page);
    expect(new Set([...codes, ...fresh]).size).toBe(20);
    await keep(page);
    await page.getByText("Recovery codes left: 10").waitFor();
    await signInAgain(person);
    await press(page, "Use a recovery code instead");
    await page.getByLabel("Recovery code", { exact: true }).fill(codes[0]!);
    await press(page, "Sign in");
    await page.locator("[aria-invalid]").waitFor();
    await page.getByLabel("Recovery code", { exact: true }).fill(fresh[0]!);
    await press(page, "Sign in");
    await page.getByText(`Hello, ${email}`).waitFor();
    expect(trouble).toEqual([]);
  });

  it("SF01 a trusted device is not asked again, until its owner says that every device is", async () => {
    const person = await enrol();
    const { page, email, secret, open, trouble } = person;
    await signInAgain(person);
    await page.getByLabel(APP).fill(site.nextCode(secret));
    await page.getByLabel("Do not ask on this device for 30 days").check();
    await press(page, "Sign in");
    await page.getByText(`Hello, ${email}`).waitFor();
    await signInAgain(person);
    await page.getByText(`Hello, ${email}`).waitFor();
    await open("/security");
    site.advance(1);
    await press(page, "Ask for a code on every device again");
    await page.getByText("Every device asks for a code again.").waitFor();
    await signInAgain(person);
    await page.getByRole("heading", { name: "Enter your code" }).waitFor();
    expect(trouble).toEqual([]);
  });

  it("SF07 no button takes trust from devices where none can be trusted", async () => {
    const { page, open } = await enrol();
    await page.route("**/auth/methods", async (route) => {
      const response = await route.fetch();
      const { methods } = (await response.json()) as { readonly methods: { readonly secondFactor: object } };
      const secondFactor = { ...methods.secondFactor, trustsDevices: false };
      await route.fulfill({ response, json: { methods: { ...methods, secondFactor } } });
    });
    await open("/security");
    await page.getByRole("button", { name: "Turn off" }).waitFor();
    expect(await page.getByRole("button", { name: "Ask for a code on every device again" }).count()).toBe(0);
  });

  it.each(LOOKS)("SF07 its steps fit, and axe finds nothing, $width pixels wide, $colorScheme", async (view) => {
    const person = await meet(browser, site, { account: "signed-in", colorScheme: view.colorScheme });
    const { page, email, open } = person;
    await page.setViewportSize({ width: view.width, height: 800 });
    const look = lookAt(page, view);
    await open("/security");
    await page.getByRole("button", { name: "Set up" }).waitFor();
    await look("factor-off");
    await press(page, "Set up");
    const secret = await secretOf(page);
    await look("factor-setup");
    await page.getByLabel(APP).fill("000000");
    await press(page, "Turn on");
    await page.locator("[aria-invalid]").waitFor();
    await look("factor-setup-wrong");
    await page.getByLabel(APP).fill(site.nextCode(secret));
    await press(page, "Turn on");
    await page.getByRole("list", { name: "Recovery codes" }).waitFor();
    await look("factor-codes");
    const [recoveryCode = ""] = await codesOf(page);
    await keep(page);
    await page.getByText("Recovery codes left: 10").waitFor();
    await look("factor-on");
    site.advance(FIVE_MINUTES);
    await press(page, "Turn off");
    await look("factor-turn-off");
    await page.getByRole("group", { name: "Turn off" }).getByRole("button", { name: "Turn off" }).click();
    await page.getByRole("dialog").getByRole("textbox").waitFor();
    await look("factor-proof");
    await press(page, "Use a recovery code instead");
    await look("factor-proof-recovery");
    await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
    await signInAgain(person);
    await page.getByLabel(APP).waitFor();
    await look("factor-sign-in");
    await press(page, "Use a recovery code instead");
    await page.getByLabel("Recovery code", { exact: true }).fill("wrong");
    await press(page, "Sign in");
    await page.locator("[aria-invalid]").waitFor();
    await look("factor-sign-in-recovery");
    // What says where codes of the app are would mislead here.
    expect(await page.getByText("Open your authenticator app").count()).toBe(0);
    await page.getByLabel("Recovery code", { exact: true }).fill(recoveryCode);
    await press(page, "Sign in");
    await page.getByText(`Hello, ${email}`).waitFor();
    await page.context().clearCookies();
    await open("/sign-up");
    await page.getByLabel("Email address").fill(`must-${view.colorScheme}-${view.width}@example.com`);
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await press(page, "Create account");
    await page.getByLabel(APP).waitFor();
    await look("factor-required");
    expect(await linesOf(page.getByRole("heading", { name: "Set up" }), "two-step")).toBe(1);
    await page.getByLabel(APP).fill(site.nextCode(await secretOf(page)));
    await press(page, "Turn on");
    await page.getByRole("list", { name: "Recovery codes" }).waitFor();
    await look("factor-required-codes");
  });
});
