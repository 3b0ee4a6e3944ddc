import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ADA, BOB } from "../support/server.ts";
import { hasChromium, leftOut, openBrowser, openSite, type Site } from "./site.ts";

describe.skipIf(!hasChromium)(`the client in Chromium${leftOut}`, () => {
  let browser: Browser;
  let context: BrowserContext;
  let site: Site;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  beforeEach(async () => {
    site = await openSite("page.ts");
    context = await browser.newContext();
  });
  afterEach(async () => {
    await context.close();
    site.close();
  });
  afterAll(() => browser?.close());

  /** A tab, whose client knows who is signed in. */
  async function tab(path = "/"): Promise<Page> {
    const page = await context.newPage();
    await page.goto(site.url + path);
    await page.waitForFunction(() => window.test && (window.test.seen.length === 0 || window.test.seen.length > 1));
    return page;
  }
  const seen = (page: Page) => page.evaluate(() => window.test.seen);
  const signUp = (page: Page, who = ADA) => page.evaluate((input) => window.test.client.signUp(input), who);
  const signOut = (page: Page) => page.evaluate(() => window.test.client.signOut());
  /** Waits until a tab shows a state. */
  const shows = (page: Page, state: string) =>
    page.waitForFunction((wanted) => window.test.seen.at(-1) === wanted, state);
  /** Waits until the server has answered all that the page has asked so far. */
  const settled = async (page: Page) => {
    await page.evaluate(() => window.test.client.request("GET", "/methods"));
    await page.waitForLoadState("networkidle");
  };
  const asked = () => site.requests.filter((request) => request === "GET /me").length;

  it(`CL02 signing in and out in one tab reaches the others${leftOut}`, async () => {
    const [here, there] = [await tab(), await tab()];
    await signUp(here);
    await shows(there, "signed-in ada@example.com");
    const before = asked();
    await signOut(here);
    await shows(there, "signed-out");
    expect(asked()).toBe(before);
    await signUp(there, BOB);
    await shows(here, "signed-in bob@example.com");
    expect(await seen(there)).toEqual([
      "loading",
      "signed-out",
      "signed-in ada@example.com",
      "signed-out",
      "signed-in bob@example.com",
    ]);
  });

  it(`CL02 a tab that hears of a sign-in while its own question is under way asks anew${leftOut}`, async () => {
    const [here, there] = [await tab(), await tab()];
    let answer = () => {};
    let isAnswered = () => {};
    const answered = new Promise<void>((resolve) => (isAnswered = resolve));
    await there.route(
      "**/auth/me",
      async (route) => {
        const response = await route.fetch();
        isAnswered();
        await new Promise<void>((resolve) => (answer = resolve));
        await route.fulfill({ response });
      },
      { times: 1 },
    );
    const old = there.evaluate(async () => (await window.test.client.session.refresh()).status);
    await answered;
    await signUp(here);
    await shows(there, "signed-in ada@example.com");
    answer();
    expect(await old).toBe("signed-in");
    expect(await seen(there)).toEqual(["loading", "signed-out", "signed-in ada@example.com"]);
  });

  it(`CL02 a page that only signs in or out tells the others, too${leftOut}`, async () => {
    const [form, reader] = [await tab("/sign-in?readers=0"), await tab()];
    await signUp(form);
    await shows(reader, "signed-in ada@example.com");
    await signOut(form);
    await shows(reader, "signed-out");
  });

  it(`CL02 a tab does not hear itself: signing up, changing and signing out ask for nobody${leftOut}`, async () => {
    const page = await tab();
    expect(asked()).toBe(1);
    await signUp(page);
    await page.evaluate(() => window.test.client.account.update({ metadata: { theme: "dark" } }));
    await signOut(page);
    await settled(page);
    expect(asked()).toBe(1);
  });

  it(`CL02 the change of an account is seen in the other tabs${leftOut}`, async () => {
    const [here, there] = [await tab(), await tab()];
    await signUp(here);
    await shows(there, "signed-in ada@example.com");
    await here.evaluate(() => window.test.client.account.update({ metadata: { theme: "dark" } }));
    await there.waitForFunction(() => JSON.stringify(window.test.client.session.get()).includes('"dark"'));
  });

  it(`CL02 a tab in which code of the server has signed somebody out or in lets the others ask${leftOut}`, async () => {
    const [here, there] = [await tab(), await tab()];
    await signUp(here);
    await shows(there, "signed-in ada@example.com");
    const answer = (init: { data?: object; headers: Record<string, string> }, path: string) =>
      context.request.post(site.url + path, { ...init, headers: { origin: site.url, ...init.headers } });
    await answer({ headers: { "content-type": "application/json" } }, "/auth/signout");
    await here.evaluate(() => window.test.client.session.set(null));
    await shows(there, "signed-out");
    const ada = await (await answer({ data: ADA, headers: {} }, "/auth/signin")).json();
    await here.evaluate((user) => window.test.client.session.set(user), ada.user);
    await shows(there, "signed-in ada@example.com");
  });

  it(`CL02 what the server renders at first, or renders again, is no news for other tabs${leftOut}`, async () => {
    const [here, there] = [await tab(), await tab()];
    await signUp(here);
    await shows(there, "signed-in ada@example.com");
    const before = asked();
    const first = await context.newPage();
    await first.goto(`${site.url}/?readers=0`);
    const user = await here.evaluate(() => JSON.stringify(window.test.client.session.get().user));
    const render = (page: Page) =>
      page.evaluate((text) => {
        window.test.client.session.set(JSON.parse(text));
        window.test.client.session.set({ ...JSON.parse(text), metadata: { theme: "dark" } });
      }, user);
    for (const page of [here, first]) await render(page);
    await settled(there);
    expect(asked()).toBe(before);
  });

  it(`CL03 ten readers make one request${leftOut}`, async () => {
    const page = await tab("/?readers=10");
    expect(await seen(page)).toEqual(["loading", "signed-out"]);
    expect(site.requests).toEqual(["GET /me"]);
  });

  it(`CL02 a page asks again when it gets the focus, at most every five seconds${leftOut}`, async () => {
    const [page, other] = [await context.newPage(), await context.newPage()];
    await page.clock.install();
    await page.goto(site.url);
    await shows(page, "signed-out");
    // Playwright lets every page believe that it has the focus.
    const session = await context.newCDPSession(page);
    await session.send("Emulation.setFocusEmulationEnabled", { enabled: false });
    const focus = async () => {
      await page.evaluate(() => void addEventListener("focus", () => (document.title = "focused"), { once: true }));
      await other.bringToFront();
      await page.bringToFront();
      await page.waitForFunction(() => document.title === "focused");
      await page.evaluate(() => (document.title = ""));
    };
    // The clock goes on by itself too, and a busy machine takes its time.
    await page.clock.fastForward(1000);
    await focus();
    await settled(page);
    expect(asked()).toBe(1);
    await page.clock.fastForward(5000);
    await focus();
    await focus();
    await settled(page);
    expect(asked()).toBe(2);
  });

  it(`CL02 a page asks again when it becomes visible, and not when it is hidden${leftOut}`, async () => {
    const page = await context.newPage();
    await page.clock.install();
    await page.goto(site.url);
    await shows(page, "signed-out");
    // A browser without windows hides no page.
    const become = (state: string) =>
      page.evaluate((visibilityState) => {
        Object.defineProperty(document, "visibilityState", { configurable: true, value: visibilityState });
        document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
      }, state);
    await page.clock.fastForward(6000);
    await become("hidden");
    await settled(page);
    expect(asked()).toBe(1);
    await become("visible");
    await settled(page);
    expect(asked()).toBe(2);
  });

  it(`CL02 a page out of the back/forward cache asks at once, and shows nobody who is gone${leftOut}`, async () => {
    const page = await tab();
    await signUp(page);
    await page.goto(`${site.url}/elsewhere?readers=0`);
    await signOut(page);
    await page.goBack({ waitUntil: "commit" });
    await shows(page, "signed-out");
    expect(await page.evaluate(() => window.test.wasCached)).toBe(true);
    expect(await seen(page)).toEqual(["loading", "signed-out", "signed-in ada@example.com", "signed-out"]);
    // It hears other tabs again.
    await signUp(await tab("/?readers=0"), BOB);
    await shows(page, "signed-in bob@example.com");
  });

  it(`CL02 a page that was offline asks when it is online again${leftOut}`, async () => {
    const page = await tab();
    await signUp(page);
    await context.setOffline(true);
    await page.evaluate(() => window.test.client.session.refresh());
    await shows(page, "signed-in ada@example.com network");
    await expect(signOut(page)).rejects.toThrow("did not answer");
    await shows(page, "signed-in ada@example.com network");
    await context.setOffline(false);
    await shows(page, "signed-in ada@example.com");
  });

  it(`CL02 when the last reader has left, the page neither listens nor asks${leftOut}`, async () => {
    const [here, there] = [await tab("/?readers=2"), await tab()];
    await here.evaluate(() => window.test.stop());
    const before = asked();
    await signUp(there);
    await here.evaluate(() => {
      for (const type of ["focus", "online", "pageshow"]) dispatchEvent(new Event(type));
      return window.test.client.methods();
    });
    expect(asked()).toBe(before);
    expect(await seen(here)).toEqual(["loading", "signed-out"]);
  });

  it(`CL01 P31 a page of a listed origin signs in at a server of another origin, by cookie${leftOut}`, async () => {
    const server = await openSite("page.ts", { trustedOrigins: [site.url] });
    const page = await tab(`/?server=${server.url}`);
    await signUp(page);
    await page.reload();
    await shows(page, "signed-in ada@example.com");
    const wrong = page.evaluate(() => window.test.client.signIn({ email: "ada@example.com", password: "wrong horse" }));
    await expect(wrong).rejects.toThrow("Invalid credentials");
    await signOut(page);
    await page.reload();
    await shows(page, "signed-out");
    expect(site.requests).toEqual([]);
    server.close();
  });

  it(`CL01 P30 no script of the page can read the session${leftOut}`, async () => {
    const page = await tab();
    await signUp(page);
    expect(await page.evaluate(() => [document.cookie, localStorage.length, sessionStorage.length])).toEqual([
      "",
      0,
      0,
    ]);
    expect(await context.cookies()).toMatchObject([{ httpOnly: true, secure: true, sameSite: "Lax" }]);
  });
});
