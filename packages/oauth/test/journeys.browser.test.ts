import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ADA } from "./support/application.ts";
import { ask, hasChromium, leftOut, openBrowser, openSite, whoIs, type Site } from "./support/site.ts";

const GRACE = { email: "grace@example.com", password: "another horse battery" };

interface Person {
  readonly subject: string;
  readonly email: string;
  readonly verified?: "true" | "false" | "absent";
}

/** Says at the OpenID provider who one is. */
async function fillIn(page: Page, { subject, email, verified = "true" }: Person): Promise<void> {
  await page.getByLabel("Subject").fill(subject);
  await page.getByLabel("Email", { exact: true }).fill(email);
  await page.getByLabel("Email is verified").selectOption(verified);
}

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
const follow = (page: Page, name: string) => page.getByRole("link", { name, exact: true }).click();
const queryOf = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);

describe.skipIf(!hasChromium)(`social sign-in in Chromium${leftOut}`, { timeout: 180_000 }, () => {
  let browser: Browser;
  let site: Site;
  let context: BrowserContext;
  let page: Page;
  const opened: BrowserContext[] = [];
  const newBrowser = async () => {
    const next = await browser.newContext();
    opened.push(next);
    return next;
  };

  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  // A new site, and somebody on its first page with a browser that knows nothing yet.
  beforeEach(async () => {
    site = await openSite();
    context = await newBrowser();
    page = await context.newPage();
    await page.goto(site.origin);
  });
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close();
    await site.close();
    expect(site.reported).toEqual([]);
  });

  it("OA01 somebody signs up at a provider, signs out, and is the same user the next time", async () => {
    await follow(page, "Okta");
    expect(page.url()).toContain(site.okta.issuer);
    await fillIn(page, { subject: "ada-1", email: ADA.email });
    await press(page, "Allow");
    await page.waitForURL(`${site.origin}/orders`);
    const first = (await ask(page, "/auth/me")).body.user;
    expect(first).toMatchObject({ email: ADA.email, emailVerified: true });
    // Nothing of the flow is left, and no script can read the session.
    expect(await page.evaluate("document.cookie")).toBe("");
    expect((await context.cookies(site.origin)).map(({ name }) => name)).toEqual(["__Host-latchkey_session"]);

    await ask(page, "/auth/signout", {});
    expect(await whoIs(page)).toBeNull();
    await follow(page, "Okta");
    // The provider knows who it is, and asks nothing.
    await page.waitForURL(`${site.origin}/orders`);
    expect((await ask(page, "/auth/me")).body.user.id).toBe(first.id);
  });

  it("OA01 the same through a provider with plain OAuth 2, in the manner of GitHub", async () => {
    await follow(page, "GitHub Enterprise");
    await press(page, "Authorize");
    await page.waitForURL(`${site.origin}/orders`);
    const { body } = await ask(page, "/auth/identities");
    expect(body.identities).toMatchObject([{ provider: "github-enterprise", subject: "1" }]);
    expect(await whoIs(page)).toBe("octocat@example.com");
  });

  it("OA03 two tabs on their way at once both arrive, in whatever order", async () => {
    const other = await context.newPage();
    await other.goto(site.origin);
    await follow(page, "Okta");
    await follow(other, "Okta");
    await fillIn(other, { subject: "ada-1", email: ADA.email });
    await press(other, "Allow");
    await other.waitForURL(`${site.origin}/orders`);
    await fillIn(page, { subject: "ada-1", email: ADA.email });
    await press(page, "Allow");
    await page.waitForURL(`${site.origin}/orders`);
    expect([await whoIs(page), await whoIs(other)]).toEqual([ADA.email, ADA.email]);
    expect((await ask(page, "/auth/identities")).body.identities).toHaveLength(1);
  });

  it("OA04 back and forward after signing in, and the address of the callback again, change nothing", async () => {
    await follow(page, "Okta");
    await fillIn(page, { subject: "ada-1", email: ADA.email });
    await press(page, "Allow");
    await page.waitForURL(`${site.origin}/orders`);
    const callback = site.arrived.find(({ path }) => path.includes("/callback"))!.path;
    await page.goBack();
    await page.goForward();
    await page.waitForURL(`${site.origin}/orders`);
    expect(await whoIs(page)).toBe(ADA.email);
    await page.goto(site.origin + callback);
    expect(queryOf(page)).toEqual({ error: "flow_expired", provider: "okta" });
    expect(await whoIs(page)).toBe(ADA.email);
  });

  it("OA15 who refuses at the provider comes back to where the buttons are, and can begin again", async () => {
    await follow(page, "Okta");
    await press(page, "Refuse");
    await page.waitForURL(`${site.origin}/auth/sign-in?**`);
    expect(queryOf(page)).toEqual({ error: "access_denied", provider: "okta", next: "/orders" });
    expect(await whoIs(page)).toBeNull();
    await follow(page, "GitHub Enterprise");
    await press(page, "Cancel");
    await page.waitForURL(`${site.origin}/auth/sign-in?**`);
    expect(queryOf(page)).toMatchObject({ error: "access_denied", provider: "github-enterprise" });
    await follow(page, "Okta");
    await fillIn(page, { subject: "ada-1", email: ADA.email });
    await press(page, "Allow");
    await page.waitForURL(`${site.origin}/orders`);
  });

  it("OA15 a provider that gives no address makes no account, and says so", async () => {
    await follow(page, "Okta");
    await fillIn(page, { subject: "ada-1", email: "", verified: "absent" });
    await press(page, "Allow");
    await page.waitForURL(`${site.origin}/auth/sign-in?**`);
    expect(queryOf(page)).toEqual({ error: "email_required", provider: "okta", next: "/orders" });
    expect(await whoIs(page)).toBeNull();
  });

  it("OA13 a form that the provider posts comes without cookies, and the redirect behind it with them", async () => {
    await follow(page, "Posts");
    await fillIn(page, { subject: "ada-1", email: ADA.email });
    await press(page, "Allow");
    await page.waitForURL(`${site.origin}/orders`);
    expect(await whoIs(page)).toBe(ADA.email);
    const callbacks = site.arrived.filter(({ path }) => path.startsWith("/auth/oauth/posts/callback"));
    expect(callbacks.map(({ method }) => method)).toEqual(["POST", "GET"]);
    expect(callbacks[0]!.cookie).toBe("");
    expect(callbacks[1]!.cookie).toContain("latchkey_oauth_");
  });

  it("OA09 a taken address is linked after its owner has signed in by password, and not before", async () => {
    await ask(page, "/auth/signup", ADA);
    const { id } = (await ask(page, "/auth/me")).body.user;
    await ask(page, "/auth/signout", {});
    await follow(page, "Okta");
    await fillIn(page, { subject: "ada-1", email: ADA.email });
    await press(page, "Allow");
    await page.waitForURL(`${site.origin}/auth/sign-in?**`);
    expect(queryOf(page)).toEqual({ error: "link_required", provider: "okta", next: "/orders" });
    expect(await whoIs(page)).toBeNull();
    expect(await ask(page, "/auth/oauth/link", {})).toMatchObject({ status: 401 });

    // Another user gets nothing by it, and takes nothing away.
    const stranger = await (await newBrowser()).newPage();
    await stranger.goto(site.origin);
    await ask(stranger, "/auth/signup", GRACE);
    const cookies = (await context.cookies(site.origin)).filter(({ name }) => name === "latchkey_link");
    expect(cookies).toHaveLength(1);
    await stranger.context().addCookies(cookies);
    expect(await ask(stranger, "/auth/oauth/link", {})).toMatchObject({ status: 409, body: { code: "link_required" } });

    await ask(page, "/auth/signin", ADA);
    expect(await ask(page, "/auth/oauth/link", {})).toMatchObject({
      status: 200,
      body: { identity: { subject: "ada-1" } },
    });
    expect(await ask(page, "/auth/oauth/link", {})).toMatchObject({ status: 400, body: { code: "flow_expired" } });
    await ask(page, "/auth/signout", {});
    await follow(page, "Okta");
    await page.waitForURL(`${site.origin}/orders`);
    expect((await ask(page, "/auth/me")).body.user.id).toBe(id);
  });

  it("OA04 a link that was begun in one browser is not finished in another, nor in another session", async () => {
    await ask(page, "/auth/signup", ADA);
    const start = async () => {
      const { status, body } = await ask(page, "/auth/oauth/okta/start", { purpose: "link", next: "/account" });
      expect(status).toBe(200);
      return body.location as string;
    };
    // The trap: somebody opens a link that another one began.
    const victim = await (await newBrowser()).newPage();
    await victim.goto(site.origin);
    await ask(victim, "/auth/signup", GRACE);
    await victim.goto(await start());
    await fillIn(victim, { subject: "grace-1", email: GRACE.email });
    await press(victim, "Allow");
    await victim.waitForURL(`${site.origin}/auth/sign-in?**`);
    expect(queryOf(victim)).toEqual({ error: "flow_expired", provider: "okta" });

    // In the same browser, but somebody else has signed in meanwhile.
    await page.goto(await start());
    const tab = await context.newPage();
    await tab.goto(site.origin);
    await ask(tab, "/auth/signout", {});
    await ask(tab, "/auth/signin", GRACE);
    await fillIn(page, { subject: "ada-1", email: ADA.email });
    await press(page, "Allow");
    await page.waitForURL(`${site.origin}/auth/sign-in?**`);
    expect(queryOf(page)).toMatchObject({ error: "flow_expired", provider: "okta", next: "/account" });
    for (const each of [tab, victim]) expect((await ask(each, "/auth/identities")).body.identities).toEqual([]);

    // And by who began it, it is finished.
    await ask(tab, "/auth/signout", {});
    await ask(tab, "/auth/signin", ADA);
    await page.goto(site.origin);
    await page.goto(await start());
    await page.waitForURL(`${site.origin}/account`);
    const { body } = await ask(page, "/auth/identities");
    expect(body).toMatchObject({ hasPassword: true, identities: [{ provider: "okta", subject: "ada-1" }] });
  });
});
