import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshEmail, hasChromium, leftOut, openBrowser, PASSWORD, type Visitor } from "./support/browser.ts";
import { startSite, type Site } from "./support/site.ts";

const browser = openBrowser();

describe.skipIf(!hasChromium).each([18, 19] as const)(`with React %i, in Chromium${leftOut}`, (react) => {
  let site: Site;
  beforeAll(async () => void (site = await startSite({ react })));
  afterAll(() => site.close());

  /** A visitor who is signed in, or not. */
  async function visit(isSignedIn: boolean): Promise<Visitor & { readonly email: string }> {
    const visitor = await browser.visit();
    const email = freshEmail();
    if (isSignedIn) {
      const data = { email, password: PASSWORD };
      await visitor.context.request.post(`${site.origin}/auth/signup`, { data, headers: { origin: site.origin } });
    }
    await visitor.page.addInitScript(recordStates);
    site.requests();
    return { ...visitor, email };
  }

  async function open(page: Page, path: string): Promise<readonly string[]> {
    await page.goto(site.origin + path);
    await page.waitForFunction("document.documentElement.dataset.started !== undefined");
    await page.locator('[data-state]:not(:text-is("loading"))').first().waitFor();
    return page.evaluate("globalThis.states") as Promise<readonly string[]>;
  }

  it("CL06 what the server rendered for a user stays, and nothing else is shown before", async () => {
    const { page, trouble, email } = await visit(true);
    expect(await open(page, "/?session=known")).toEqual([`signed-in|Hello, ${email} undefined`]);
    expect(site.requests()).toEqual([]);
    expect(trouble).toEqual([]);
  });

  it("CL06 what the server rendered for nobody stays, and nothing else is shown before", async () => {
    const { page, trouble } = await visit(false);
    expect(await open(page, "/?session=known")).toEqual(["signed-out|Sign in"]);
    expect(site.requests()).toEqual([]);
    expect(trouble).toEqual([]);
  });

  it.each([
    [true, "signed-in|Hello, "],
    [false, "signed-out|Sign in"],
  ])("CL06 a server that does not know renders the fallback, and then the truth is there: %s", async (is, end) => {
    const { page, trouble } = await visit(is);
    const states = await open(page, "/");
    expect(states).toEqual(["loading|Who is it?", expect.stringContaining(end)]);
    expect(site.requests()).toEqual(["GET /me"]);
    expect(trouble).toEqual([]);
  });

  it("CL06 a page that only the browser renders is right from its first paint if it has the session", async () => {
    const { page, trouble, email } = await visit(true);
    expect(await open(page, "/?session=known&render=browser")).toEqual([`signed-in|Hello, ${email} undefined`]);
    expect(trouble).toEqual([]);
  });

  it("CL06 a page whose browser disagrees with its server is noticed here", async () => {
    const { page, trouble } = await visit(false);
    await page.route("**/?session=known", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replace(">signed-out<", ">signed-in<") });
    });
    await open(page, "/?session=known");
    expect(trouble.join()).toMatch(/hydrat|did not match/i);
  });

  it("CL06 every form that the server rendered is taken over without a complaint", async () => {
    const { page, trouble } = await visit(true);
    const found: string[] = [];
    const query = "?session=known&methods=known&token=x";
    for (const path of [
      "/sign-in/ways",
      "/sign-up",
      "/forgot-password",
      "/reset-password",
      "/verify-email",
      "/account",
    ]) {
      await page.goto(site.origin + path + query);
      await page.locator("button:not([disabled])").first().waitFor();
      found.push(...trouble.splice(0).map((complaint) => `${path}: ${complaint}`));
    }
    expect(found).toEqual([]);
  });

  it("CL03 ten components ask once", async () => {
    const { page, trouble } = await visit(true);
    await open(page, "/ten");
    expect(await page.evaluate("document.documentElement.dataset.started")).toMatch(new RegExp(`^${react}\\.`));
    await page.locator("[data-state]:text-is('signed-in')").nth(9).waitFor();
    expect(site.requests()).toEqual(["GET /me"]);
    expect(trouble).toEqual([]);
  });

  it("CL03 ten components ask nothing if the server rendered who is signed in", async () => {
    const { page } = await visit(true);
    await open(page, "/ten?session=known");
    await page.waitForLoadState("networkidle");
    expect(site.requests()).toEqual([]);
  });

  it("CL02 signing out in one tab shows in the other", async () => {
    const { page, tab, trouble } = await visit(true);
    const other = await tab();
    await open(page, "/?session=known");
    await open(other, "/?session=known");
    await page.getByRole("button", { name: "Leave" }).click();
    await page.locator("[data-state]:text-is('signed-out')").waitFor();
    await other.locator("[data-state]:text-is('signed-out')").waitFor();
    await other.getByRole("link", { name: "Sign in" }).waitFor();
    expect(trouble).toEqual([]);
  });

  /** Waits until effects have run, and reads what the provider has said of changes. */
  const changes = async (page: Page) => {
    await page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))");
    return page.evaluate("document.documentElement.dataset.changes");
  };

  it.each(["?session=known", ""])(
    "CL02 a page hears once of each sign-out and sign-in, in any tab, to be rendered anew: %s",
    async (query) => {
      const { page, tab, email, trouble } = await visit(true);
      const other = await tab();
      await open(page, `/followed${query}`);
      await open(other, `/followed${query}`);
      expect(await changes(page)).toBeUndefined();
      await page.getByRole("button", { name: "Leave" }).click();
      await other.locator("[data-state]:text-is('signed-out')").waitFor();
      for (const one of [page, other]) expect(await changes(one)).toBe("nobody");
      await other.goto(`${site.origin}/sign-in`);
      await other.getByLabel("Email address").fill(email);
      await other.getByLabel("Password", { exact: true }).fill(PASSWORD);
      await other.getByRole("button", { name: "Sign in" }).click();
      await page.locator("[data-state]:text-is('signed-in')").waitFor();
      expect(await changes(page)).toBe(`nobody,${email}`);
      expect(trouble).toEqual([]);
    },
  );

  it("CL02 what the server renders anew is no change of the page's own, and lets other tabs ask", async () => {
    const { page, tab, context, trouble } = await visit(true);
    const other = await tab();
    await open(page, "/followed?session=known");
    await open(other, "/followed?session=known");
    await context.request.post(`${site.origin}/auth/signout`, { headers: { origin: site.origin } });
    await page.evaluate("renderAnew({ initialSession: null })");
    await page.locator("[data-state]:text-is('signed-out')").waitFor();
    await other.locator("[data-state]:text-is('signed-out')").waitFor();
    expect(await changes(page)).toBeUndefined();
    expect(await changes(other)).toBe("nobody");
    await other.evaluate("renderAnew({ initialSession: null })");
    expect(await changes(other)).toBe("nobody");
    expect(site.requests().filter((request) => request === "GET /me")).toEqual(["GET /me"]);
    expect(trouble).toEqual([]);
  });

  it("CL06 without an answer the fallback stays, with the reason, and the truth comes with the network", async () => {
    const { page, context, trouble } = await visit(true);
    await page.route("**/auth/me", (route) => route.abort());
    await page.goto(`${site.origin}/`);
    await page.locator("[data-trouble]:text-is('network')").waitFor();
    expect(await page.locator("[data-state]").innerText()).toBe("loading");
    expect(await page.getByText("Who is it?").count()).toBe(2);
    await page.unroute("**/auth/me");
    await context.setOffline(true);
    await context.setOffline(false);
    await page.locator("[data-state]:text-is('signed-in')").waitFor();
    expect(trouble).toEqual([]);
  });
});

/** Runs in the page: writes down each different state that is ever in it. */
function recordStates(): void {
  const states: string[] = [];
  Object.assign(globalThis, { states });
  const look = () => {
    const [state, ...more] = document.querySelectorAll<HTMLElement>("[data-state], [data-state] + p, [data-state] ~ a");
    if (!state || document.readyState === "loading") return;
    const now = `${state.innerText}|${more[0]?.innerText ?? ""}`;
    if (states.at(-1) !== now) states.push(now);
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
  document.addEventListener("readystatechange", look);
}
