import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshEmail, hasChromium, leftOut, openBrowser, PASSWORD } from "./support/browser.ts";
import { startSite, type Site } from "./support/site.ts";
import { meet } from "./support/visitors.ts";

const browser = openBrowser();

describe.skipIf(!hasChromium)(`<SignInForm> in Chromium${leftOut}`, () => {
  let site: Site;
  beforeAll(async () => void (site = await startSite({ offers: ["companions", "usernames"] })));
  afterAll(() => site.close());

  it("CL04 one signs in by keyboard alone, the label says what the server takes, and Enter sends", async () => {
    const { keys, page, email, open, trouble } = await meet(browser, site, { account: "exists" });
    await open("/sign-in");
    await page.getByLabel("Email address or user name").waitFor();
    await keys.fill("Email address or user name", email);
    await page.keyboard.press("Tab");
    expect(await keys.where()).toBe("Password");
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByText(`Hello, ${email}`).waitFor();
    expect(trouble).toEqual([]);
  });

  it("CL05 empty fields are named, the first gets the focus, and nothing is sent", async () => {
    const { keys, page, open } = await meet(browser, site);
    await open("/sign-in/stay");
    await keys.press("Sign in");
    await page.locator("[aria-invalid]").nth(1).waitFor();
    expect(await keys.where()).toMatch(/^Email address/);
    expect(await page.locator(":focus").getAttribute("aria-invalid")).toBe("true");
    const described = await page.locator(":focus").getAttribute("aria-describedby");
    expect(await page.locator(`[id="${described}"]`).innerText()).toBe("Fill in this field.");
    expect(site.requests().filter((one) => one.includes("signin"))).toEqual([]);
  });

  it("CL05 a wrong password stands at the password, which is selected, so that the next key replaces it", async () => {
    const { keys, page, email, open } = await meet(browser, site, { account: "exists" });
    await open("/sign-in");
    await keys.fill("Email address or user name", email);
    await keys.fill("Password", "correct horse bakery");
    await page.keyboard.press("Enter");
    await page.getByText("These sign-in details are not correct.").waitFor();
    expect(await keys.where()).toBe("Password");
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByText(`Hello, ${email}`).waitFor();
  });

  it("CL05 an address that is none stands at the address", async () => {
    const { keys, page, open } = await meet(browser, site);
    await open("/sign-in/stay");
    await keys.fill("Email address or user name", "ada@");
    await keys.fill("Password", PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByText("This email address cannot be used.").waitFor();
    expect(await keys.where()).toBe("Email address or user name");
  });

  it("a double click, and Enter twice, send once; the button keeps its place, its width and the focus", async () => {
    const { keys, page, email, open } = await meet(browser, site, { account: "exists" });
    await open("/sign-in/stay");
    let release = () => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    await page.route("**/auth/signin", async (route) => {
      await gate;
      await route.continue();
    });
    await page.getByLabel(/^Email address/).fill(email);
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    const button = page.locator("button[type=submit]");
    const before = await button.boundingBox();
    await button.dblclick();
    await page.keyboard.press("Enter");
    await page.getByRole("status").getByText("Signing in…").waitFor({ state: "attached" });
    expect(await button.boundingBox()).toEqual(before);
    expect(await button.getAttribute("aria-disabled")).toBe("true");
    expect(await keys.where()).toBe("Signing in…");
    release();
    await page.getByText("You are signed in.").waitFor();
    expect(site.requests().filter((one) => one === "POST /signin")).toHaveLength(1);
    expect(await page.locator(":focus").innerText()).toBe("You are signed in.");
  });

  it("going back after signing in shows no form that is still busy", async () => {
    const { keys, page, email, open, trouble } = await meet(browser, site, { account: "exists" });
    await open("/sign-in");
    await keys.fill("Email address or user name", email);
    await keys.fill("Password", PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByText(`Hello, ${email}`).waitFor();
    await page.goBack();
    await page.waitForFunction("document.documentElement.dataset.started !== undefined");
    await page.waitForFunction("document.querySelector('form') === null");
    expect(await page.getByText("Signing in…").count()).toBe(0);
    expect(trouble).toEqual([]);
  });

  it("without a network it says so, keeps what was typed, and works once there is one", async () => {
    const { keys, page, email, context, open } = await meet(browser, site, { account: "exists" });
    await open("/sign-in");
    await keys.fill("Email address or user name", email);
    await keys.fill("Password", PASSWORD);
    await context.setOffline(true);
    await page.keyboard.press("Enter");
    await page.getByRole("alert").getByText("The server cannot be reached.").waitFor();
    expect(await page.getByLabel(/^Email address/).inputValue()).toBe(email);
    expect(await keys.where()).toBe("Password");
    await context.setOffline(false);
    await page.keyboard.press("Enter");
    await page.getByText(`Hello, ${email}`).waitFor();
  });

  it("a database that is down is trouble of the service, and no wrong password", async () => {
    const { keys, page, email, open } = await meet(browser, site, { account: "exists" });
    await open("/sign-in/stay");
    await keys.fill("Email address or user name", email);
    await keys.fill("Password", PASSWORD);
    site.setDatabase("down");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").getByText("The service is not available at the moment.").waitFor();
    site.setDatabase("up");
    expect(await page.locator("[aria-invalid]").count()).toBe(0);
    await page.keyboard.press("Enter");
    await page.getByText("You are signed in.").waitFor();
  });

  it("too many attempts say how long to wait", async () => {
    const { keys, page, email, open } = await meet(browser, site, { account: "exists" });
    await open("/sign-in/stay");
    await keys.fill("Email address or user name", email);
    for (let attempt = 0; attempt < 5; attempt++) {
      await keys.fill("Password", `wrong password ${attempt}`);
      await page.keyboard.press("Enter");
      await page.waitForFunction("document.querySelector('form').textContent.includes('not correct')");
    }
    await keys.fill("Password", PASSWORD);
    await page.keyboard.press("Enter");
    await page
      .getByRole("alert")
      .getByText(/Try again in \d+ minutes?\./)
      .waitFor();
  });

  it("the button in a password shows it and hides it, and it is hidden when it is sent", async () => {
    const { keys, page, open } = await meet(browser, site);
    await open("/sign-in/stay");
    await keys.fill("Password", PASSWORD);
    const field = page.getByLabel("Password", { exact: true });
    await keys.press("Show password");
    expect(await field.getAttribute("type")).toBe("text");
    await keys.press("Hide password");
    expect(await field.getAttribute("type")).toBe("password");
    expect(await field.getAttribute("autocomplete")).toBe("current-password");
  });

  it("a form that is sent before React is there puts no password into the address, and sends nothing", async () => {
    const { page, email } = await meet(browser, site, { account: "exists" });
    await page.route("**/app.js", () => {});
    await page.goto(`${site.origin}/sign-in/stay`, { waitUntil: "commit" });
    await page.getByLabel("Email address").fill(email);
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.keyboard.press("Enter");
    await page.locator("button[type=submit]").click({ force: true });
    expect(page.url()).toBe(`${site.origin}/sign-in/stay`);
    expect(await page.locator("form").getAttribute("method")).toBe("post");
    expect(await page.getByLabel("Password", { exact: true }).inputValue()).toBe(PASSWORD);
  });

  it("nothing moves while the page loads and learns what the server offers", async () => {
    const { page, open } = await meet(browser, site);
    await open("/sign-in/still");
    await page.getByLabel("Email address or user name").waitFor();
    await page.waitForLoadState("networkidle");
    const shifts = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const observer = new PerformanceObserver((list) => resolve(list.getEntries().length));
          observer.observe({ type: "layout-shift", buffered: true });
          requestAnimationFrame(() => requestAnimationFrame(() => resolve(0)));
        }),
    );
    expect(shifts).toBe(0);
  });

  it("markup of one's own gets the same state", async () => {
    const { page, email, open } = await meet(browser, site, { account: "exists" });
    await open("/sign-in/own");
    await page.getByLabel("Who").fill(email);
    await page.getByLabel("Secret").fill("correct horse bakery");
    await page.getByRole("button", { name: "Go" }).click();
    await page.locator("[data-field]:has-text('not correct')").waitFor();
    await page.getByLabel("Secret").fill(PASSWORD);
    await page.getByRole("button", { name: "Go" }).click();
    await page.getByText(`Hello, ${email}`).waitFor();
  });

  it("CL09 another language has all sentences, those of errors too", async () => {
    const { page, open } = await meet(browser, site);
    await open("/sign-in/stay?lang=de");
    await page.getByLabel("Passwort", { exact: true }).fill("x");
    await page.getByRole("button", { name: "Anmelden" }).click();
    await page.getByText("Füllen Sie dieses Feld aus.").waitFor();
    expect(await page.locator("section").getAttribute("lang")).toBe("de");
  });
});

describe.skipIf(!hasChromium)(`<SignUpForm> in Chromium${leftOut}`, () => {
  it("CL04 CL05 one signs up by keyboard alone, and each fault stands at its field", async () => {
    const site = await startSite({ offers: ["companions", "usernames"] });
    const taken = freshEmail();
    await site.auth.signUp({ email: taken, password: PASSWORD });
    const { keys, page, email, open, trouble } = await meet(browser, site);
    await open("/sign-up");
    const attempt = async (label: string, text: string, sentence: string) => {
      await keys.fill(label, text);
      await page.keyboard.press("Enter");
      await page.getByText(sentence).waitFor();
    };
    await page.getByLabel("User name").waitFor();
    await keys.fill("User name", "ada");
    await keys.fill("Email address", taken);
    await attempt("Password", "short", "This password is too short.");
    expect(await keys.where()).toBe("Password");
    await attempt("Password", PASSWORD, "There is already an account with this email address.");
    expect(await keys.where()).toBe("Email address");
    await keys.fill("Email address", email);
    await attempt("User name", "x", "Use 3 to 32 letters");
    expect(await keys.where()).toBe("User name");
    await keys.fill("User name", "ada");
    await page.keyboard.press("Enter");
    await page.getByText("Hello, ada").waitFor();
    expect(trouble).toEqual([]);
    await site.close();
  });

  it("CL05 a field of the application gets the error that the server has for it in the metadata", async () => {
    const metadata = {
      "~standard": {
        version: 1,
        vendor: "test",
        validate: (value: unknown) =>
          (value as { name: string }).name === "Mallory"
            ? { issues: [{ message: "Not Mallory", path: ["name"] }] }
            : { value: value as { name: string } },
      },
    } as const;
    const site = await startSite({ auth: { metadata } });
    const { keys, page, email, open } = await meet(browser, site);
    await open("/sign-up/name");
    await page.getByLabel("Your name").waitFor();
    await keys.fill("Your name", "Mallory");
    await keys.fill("Email address", email);
    await keys.fill("Password", PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByText("Some of these details cannot be saved.").waitFor();
    expect(await keys.where()).toBe("Your name");
    await keys.fill("Your name", "Ada");
    await page.keyboard.press("Enter");
    await page.locator("[data-metadata]:text-is('Ada')").waitFor();
    await site.close();
  });

  it("a server that takes no new accounts says so, and no link of <SignInForm> leads there", async () => {
    const site = await startSite({ auth: { signUps: false }, offers: [] });
    const { page, open } = await meet(browser, site);
    await open("/sign-up");
    await page.getByText("New accounts cannot be created at the moment.").waitFor();
    expect(await page.locator("form").count()).toBe(0);
    await open("/sign-in/stay");
    await page.getByRole("link", { name: "No account yet?" }).waitFor({ state: "detached" });
    expect(await page.getByRole("link").count()).toBe(0);
    await site.close();
  });

  it("while the server does not answer, the form offers to try again, and then is there", async () => {
    const site = await startSite();
    const { page, keys, open } = await meet(browser, site);
    await page.route("**/auth/methods", (route) => route.abort());
    await open("/sign-up");
    await page.getByRole("alert").getByText("The server cannot be reached.").waitFor();
    await page.unroute("**/auth/methods");
    await keys.press("Try again");
    await page.getByLabel("Email address").waitFor();
    await site.close();
  });
});
