import type { Page, Route } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { hasChromium, leftOut, openBrowser } from "./support/browser.ts";
import { asked, greetOn, press, signUpOn } from "./support/passkey-people.ts";
import { startStrongSite, type StrongSite } from "./support/strong-site.ts";

const browser = openBrowser();
vi.setConfig({ testTimeout: 120_000 });

const OFFLINE = "The server cannot be reached. Check your internet connection and try again.";
const BUSY = "Too many attempts. Try again in 2 minutes.";
const AWAY = "The service is not available at the moment. Try again in a few seconds.";
const REFUSED = "These sign-in details are not correct. Check them and try again.";
const NOT_USED = "No passkey was used. You can try again.";
const NOT_MADE = "No passkey was made. You can try again.";
const TAKEN = "This device already has a passkey for this account. Use a different device.";

/** An answer of the server with an error. */
const failing = (status: number, code: string) => (route: Route) =>
  route.fulfill({ status, headers: { "retry-after": "90" }, json: { code, message: "" } });

/** What goes wrong on the way to the server, and what people read then. */
const TROUBLE = [
  [(route: Route) => route.abort(), OFFLINE],
  [failing(429, "rate_limited"), BUSY],
  [failing(503, "storage_unavailable"), AWAY],
] as const;

const says = (page: Page, sentence: string) =>
  expect.poll(() => page.getByRole("alert").allInnerTexts(), { timeout: 15_000 }).toContain(sentence);

describe.skipIf(!hasChromium)(`passkeys in React that fail, in Chromium${leftOut}`, () => {
  let site: StrongSite;
  beforeAll(async () => void (site = await startStrongSite()));
  afterAll(() => site.close());

  /** Makes what fails requests to a path while something is done. It stands between all the time. */
  async function troubleOn(page: Page) {
    let wrong: { readonly path: string; readonly fail: (route: Route) => unknown } | null = null;
    await page.route(`${site.origin}/auth/**`, (route) =>
      wrong && route.request().method() === "POST" && new URL(route.request().url()).pathname === `/auth${wrong.path}`
        ? wrong.fail(route)
        : route.continue(),
    );
    return async (path: string, fail: (route: Route) => unknown, work: () => Promise<unknown>) => {
      wrong = { path, fail };
      await work();
      wrong = null;
    };
  }

  /** Time goes by, for the page and for the server. */
  async function pass(page: Page, seconds: number) {
    site.advance(seconds);
    await page.clock.fastForward(seconds * 1000);
  }

  /** Somebody with a passkey, who is signed out. */
  async function returning() {
    const person = await signUpOn(browser, site);
    await press(person.page, "Leave");
    await person.page.locator("[data-state]:text-is('signed-out')").waitFor();
    return person;
  }

  it("PK01 CL05 <PasskeyButton> says what was wrong, keeps the focus, and signs in at last", async () => {
    const { page, keys, email, open, finger } = await returning();
    const during = await troubleOn(page);
    await open("/passkey");
    const button = "Sign in with a passkey";
    await finger.isKnown(false);
    await keys.press(button);
    await says(page, NOT_USED);
    expect(await keys.where()).toBe(button);
    await finger.isKnown(true);
    for (const path of ["/signin/passkey/options", "/signin/passkey"])
      for (const [fail, sentence] of TROUBLE) {
        await during(path, fail, async () => {
          await page.keyboard.press("Enter");
          await says(page, sentence);
        });
        expect(await keys.where()).toBe(button);
        expect(await page.getByRole("alert").count()).toBe(1);
      }
    await page.keyboard.press("Enter");
    await page.getByText(`Hello, ${email}`).waitFor();
  });

  it("PK01 CL05 <PasskeyList> says why none was added, keeps the focus, and adds one at last", async () => {
    const { page, keys, open, finger } = await greetOn(browser, site, { account: "signed-in" });
    const during = await troubleOn(page);
    await open("/security");
    await page.getByText("You have no passkeys yet.").waitFor();
    const button = "Add a passkey";
    await finger.isKnown(false);
    await keys.press(button);
    await says(page, NOT_MADE);
    expect(await keys.where()).toBe(button);
    await finger.isKnown(true);
    for (const path of ["/passkeys/options", "/passkeys"])
      for (const [fail, sentence] of TROUBLE) {
        if (path === "/passkeys") await finger.forget();
        await during(path, fail, async () => {
          await page.keyboard.press("Enter");
          await says(page, sentence);
        });
        expect(await keys.where()).toBe(button);
      }
    await finger.forget();
    await page.keyboard.press("Enter");
    await page.getByText("Your passkey is ready.").waitFor();
    expect(await page.locator(".latchkey-alert").count()).toBe(0);
    await page.keyboard.press("Enter");
    await says(page, TAKEN);
    expect(await keys.where()).toBe(button);
    expect(await page.getByText("Your passkey is ready.").count()).toBe(0);
  });

  it("PK01 CL05 <SignUpForm> keeps address and focus, says what was wrong, and makes the account at last", async () => {
    const { page, keys, email, open, finger } = await greetOn(browser, site);
    const during = await troubleOn(page);
    await open("/sign-up");
    await keys.press("Create account with a passkey");
    await keys.fill("Email address", email);
    const again = async (sentence: string) => {
      await page.keyboard.press("Enter");
      await says(page, sentence);
      expect([await keys.where(), await page.getByLabel("Email address").inputValue()]).toEqual([
        "Email address",
        email,
      ]);
    };
    await finger.isKnown(false);
    await again(NOT_MADE);
    await finger.isKnown(true);
    for (const path of ["/signup/passkey/options", "/signup/passkey"])
      for (const [fail, sentence] of TROUBLE) await during(path, fail, () => again(sentence));
    await page.keyboard.press("Enter");
    await page.getByText(`Hello, ${email}`).waitFor();
  });

  it("PK01 PK03 autofill has a challenge that is still good after hours", async () => {
    const { page, email, open, finger } = await returning();
    await page.clock.install();
    await finger.touches(false);
    await open("/sign-in");
    await expect.poll(() => asked(page)).toEqual(["conditional"]);
    for (let round = 2; round <= 4; round++) {
      // Chromium looks for a finger when it is asked.
      if (round === 4) await finger.touches(true);
      await pass(page, 240);
      await expect.poll(() => asked(page)).toEqual(Array<string>(round).fill("conditional"));
    }
    await page.getByText(`Hello, ${email}`).waitFor();
  });

  it.each([
    ["refuses it", failing(401, "invalid_credentials"), REFUSED],
    ["is away", failing(503, "storage_unavailable"), AWAY],
    ["cannot be reached", (route: Route) => route.abort(), OFFLINE],
  ])(
    "PK01 a passkey that was picked by autofill is told of when the server %s, and offered again",
    async (...given) => {
      const [, fail, sentence] = given;
      const { page, email, open, finger } = await returning();
      await page.clock.install();
      await page.route(`${site.origin}/auth/signin/passkey`, async (route) => {
        await finger.touches(false);
        await fail(route);
      });
      await open("/sign-in");
      await says(page, sentence);
      await expect.poll(() => asked(page)).toEqual(["conditional", "conditional"]);
      await page.unroute(`${site.origin}/auth/signin/passkey`);
      await finger.touches(true);
      await pass(page, 240);
      await page.getByText(`Hello, ${email}`).waitFor();
    },
  );

  it("PK01 autofill that got no challenge is silent, and begins with the next press of the button", async () => {
    const { page, email, open, finger } = await returning();
    await page.clock.install();
    const options = `${site.origin}/auth/signin/passkey/options`;
    let refusals = 0;
    await page.route(options, (route) => (refusals++, failing(500, "internal")(route)));
    await open("/sign-in");
    await expect.poll(() => refusals).toBe(1);
    await page.getByRole("button", { name: "Sign in with a passkey" }).waitFor();
    expect((await page.getByRole("alert").allInnerTexts()).join("")).toBe("");
    await page.unroute(options);
    await page.route(`${site.origin}/auth/signin/passkey`, async (route) => {
      await finger.touches(false);
      await failing(401, "invalid_credentials")(route);
    });
    await press(page, "Sign in with a passkey");
    await says(page, REFUSED);
    await expect.poll(() => asked(page)).toEqual(["dialog", "conditional"]);
    expect(refusals).toBe(1);
    await page.unroute(`${site.origin}/auth/signin/passkey`);
    await finger.touches(true);
    await pass(page, 240);
    await page.getByText(`Hello, ${email}`).waitFor();
  });
});
