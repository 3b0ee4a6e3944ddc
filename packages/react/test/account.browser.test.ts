import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshEmail, hasChromium, leftOut, openBrowser, PASSWORD } from "./support/browser.ts";
import { startSite, type Site } from "./support/site.ts";
import { meet, signInElsewhere } from "./support/visitors.ts";

const browser = openBrowser();
const NEW_PASSWORD = "another horse battery";
const FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";

describe.skipIf(!hasChromium)(`the account in Chromium${leftOut}`, () => {
  let site: Site;
  beforeAll(async () => void (site = await startSite()));
  afterAll(() => site.close());

  it("CL04 CL05 the password is changed by keyboard; a wrong one and a short one stand at their field", async () => {
    const { keys, page, open, trouble } = await meet(browser, site, { account: "signed-in" });
    await open("/account?session=known");
    await keys.fill("Current password", "correct horse bakery");
    await keys.fill("New password", NEW_PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByText("This is not your current password.").waitFor();
    expect(await keys.where()).toBe("Current password");
    await page.keyboard.type(PASSWORD);
    await keys.fill("New password", "short");
    await page.keyboard.press("Enter");
    await page.getByText("This password is too short.").waitFor();
    expect(await keys.where()).toBe("New password");
    await page.keyboard.type(NEW_PASSWORD);
    await keys.press("Change password");
    await page.getByRole("status").getByText("Your password is changed.").waitFor();
    expect(await page.getByLabel("New password").inputValue()).toBe("");
    expect(trouble).toEqual([]);
  });

  it("CL04 a new address is asked for by keyboard, and confirmed by the link of the mail", async () => {
    const { keys, page, open, trouble } = await meet(browser, site, { account: "signed-in" });
    const email = freshEmail();
    await open("/account?session=known");
    await keys.fill("New email address", email);
    await keys.press("Send link");
    await page.getByText(`We have sent an email to ${email}.`).waitFor();
    await open(`/confirm-email#${await site.mailed(email)}`);
    await page.waitForFunction("location.hash === ''");
    await keys.press("Confirm new address");
    await page.getByText("Your new email address is confirmed.").waitFor();
    await open("/account");
    await page.locator(`[data-who]:text-is('${email}')`).waitFor();
    expect(trouble).toEqual([]);
  });

  it("CL04 sessions are listed and ended by keyboard, one and all others; the focus is never lost", async () => {
    const { keys, page, email, open, trouble } = await meet(browser, site, { account: "signed-in" });
    for (const agent of [FIREFOX, "curl/8.0", "deploy/1.0"]) await signInElsewhere(site, email, agent);
    await open("/account?session=known");
    const items = page.locator("section:has(h2:text-is('Your devices')) li");
    await items.nth(3).waitFor();
    expect(await items.first().innerText()).toContain("This device");
    await keys.press("Sign out Firefox on Windows");
    await page.getByText("The device is signed out.").waitFor();
    expect(await items.count()).toBe(3);
    expect(await keys.where()).toBe("The device is signed out.");
    await keys.press("Sign out all other devices");
    await page.getByText("All other devices are signed out.").waitFor();
    expect(await items.count()).toBe(1);
    await page.reload();
    await items.first().waitFor();
    expect(await items.count()).toBe(1);
    expect(trouble).toEqual([]);
  });

  it("CL04 an API key is created, seen once, copied and deleted by keyboard", async () => {
    const { keys, page, context, open, trouble } = await meet(browser, site, { account: "signed-in" });
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await open("/account?session=known");
    const panel = page.locator("section:has(h2:text-is('API keys'))");
    await panel.getByText("You have no API keys.").waitFor();
    await keys.press("Create API key");
    expect(await keys.where()).toBe("Name");
    await page.keyboard.type("laptop");
    await keys.to("deploy");
    await page.keyboard.press("Space");
    await page.keyboard.press("Tab");
    await keys.press("Create API key");
    const field = panel.getByLabel("Copy your new API key now.");
    await field.waitFor();
    expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
    const key = await field.inputValue();
    await keys.press("Copy");
    await panel.getByText("Copied").waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(key);
    const headers = { authorization: `Bearer ${key}` };
    expect((await fetch(`${site.origin}/auth/me`, { headers })).status).toBe(401);
    await keys.press("Close");
    expect(await page.content()).not.toContain(key);
    await keys.press("Delete API key laptop");
    await panel.getByText("Programs that use this key will stop working.").waitFor();
    expect(await keys.where()).toBe("Cancel");
    await page.keyboard.press("Escape");
    expect(await keys.where()).toBe("Delete API key laptop");
    await page.keyboard.press("Enter");
    await keys.press("Delete");
    await panel.getByText("The API key is deleted.").waitFor();
    expect(await panel.locator("li").count()).toBe(0);
    expect(await keys.where()).toBe("The API key is deleted.");
    expect(trouble).toEqual([]);
  });

  it("CL04 the menu opens, moves and closes as the ARIA Authoring Practices say", async () => {
    const { keys, page, email, open, trouble } = await meet(browser, site, { account: "signed-in" });
    await open("/account?session=known");
    await keys.press("Account menu");
    const button = page.getByRole("button", { name: "Account menu" });
    expect(await button.getAttribute("aria-expanded")).toBe("true");
    await page.getByText(`Signed in as ${email}`).waitFor();
    const visited: string[] = [await keys.where()];
    for (const key of ["ArrowDown", "End", "ArrowDown", "ArrowUp", "Home", "o"]) {
      await page.keyboard.press(key);
      visited.push(await keys.where());
    }
    expect(visited).toEqual(["Account", "Orders", "Sign out", "Account", "Sign out", "Account", "Orders"]);
    await page.keyboard.press("Escape");
    expect(await keys.where()).toBe("Account menu");
    expect(await page.getByRole("menu").count()).toBe(0);
    await page.keyboard.press("ArrowUp");
    expect(await keys.where()).toBe("Sign out");
    await page.keyboard.press("Tab");
    expect(await page.getByRole("menu").count()).toBe(0);
    await button.click();
    await page.getByRole("menuitem", { name: "Account" }).waitFor();
    await page.locator("[data-who]").click();
    await page.getByRole("menu").waitFor({ state: "detached" });

    site.setDatabase("down");
    await keys.press("Account menu");
    await page.keyboard.press("End");
    await page.keyboard.press("Space");
    await page.getByRole("alert").getByText("The service is not available").waitFor();
    site.setDatabase("up");
    await page.keyboard.press("Enter");
    await page.waitForURL(`${site.origin}/`);
    await page.locator("[data-state]:text-is('signed-out')").waitFor();
    expect(trouble).toEqual([]);
  });

  it("CL04 the whole menu is to be seen, wherever its button is", async () => {
    const { page, open, trouble } = await meet(browser, site, { account: "signed-in" });
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      for (const dir of ["ltr", "rtl"]) {
        await open(`/account?session=known&dir=${dir}`);
        const button = page.getByRole("button", { name: "Account menu" });
        for (const place of ["start", "center", "end"]) {
          await button.evaluate((element, justify) => {
            element.parentElement!.parentElement!.style.cssText = `display:flex;justify-content:${justify}`;
          }, place);
          await button.click();
          const box = (await page.locator(".latchkey-menu-popup").boundingBox())!;
          expect(box.x, `${width} ${dir} ${place}`).toBeGreaterThanOrEqual(0);
          expect(box.x + box.width, `${width} ${dir} ${place}`).toBeLessThanOrEqual(width);
          await page.keyboard.press("Escape");
        }
      }
    }
    expect(trouble).toEqual([]);
  });

  it("CL04 the account is deleted by keyboard, after a second button", async () => {
    const { keys, page, email, open, trouble } = await meet(browser, site, { account: "signed-in" });
    await open("/account?session=known");
    await keys.press("Delete account");
    expect(await keys.where()).toBe("Cancel");
    await page.keyboard.press("Shift+Tab");
    expect(await keys.where()).toBe("Delete account for good");
    await page.keyboard.press("Enter");
    await page.locator("[data-state]:text-is('signed-out')").waitFor();
    await expect(site.auth.signIn({ email, password: PASSWORD })).rejects.toMatchObject({
      code: "invalid_credentials",
    });
    expect(trouble).toEqual([]);
  });

  it("a form for what the server does not offer shows nothing", async () => {
    const bare = await startSite({ offers: [] });
    const { page, open } = await meet(browser, bare, { account: "signed-in" });
    await open("/account?session=known&methods=known");
    await page.locator("[data-who]").waitFor();
    expect(await page.getByRole("heading", { level: 2 }).count()).toBe(0);
    await bare.close();
  });
});

describe.skipIf(!hasChromium)(`links of mails in Chromium${leftOut}`, () => {
  let site: Site;
  beforeAll(async () => void (site = await startSite()));
  afterAll(() => site.close());

  it("CL04 a forgotten password is reset by keyboard; the token leaves the address, and works once", async () => {
    const { keys, page, email, open, trouble } = await meet(browser, site, { account: "exists" });
    await open("/forgot-password");
    await keys.fill("Email address", email);
    await page.keyboard.press("Enter");
    const outcome = page.getByText("If there is an account with this address");
    await outcome.waitFor();
    expect(await outcome.evaluate((element) => element === document.activeElement)).toBe(true);
    const token = await site.mailed(email);
    await open(`/reset-password?token=${token}&lang=en`);
    await page.waitForURL(`${site.origin}/reset-password?lang=en`);
    await keys.fill("New password", NEW_PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByText(`Hello, ${email}`).waitFor();
    await open(`/reset-password/stay?token=${token}`);
    await keys.fill("New password", NEW_PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByRole("alert").getByText("This link is no longer valid.").waitFor();
    expect(await page.getByRole("link", { name: "Ask for a new link" }).getAttribute("href")).toBe("/forgot-password");
    await open("/reset-password/stay");
    await page.getByRole("alert").getByText("This link is no longer valid.").waitFor();
    expect(trouble).toEqual([]);
  });

  it("CL04 an address is confirmed by a button; opening the link alone sends nothing", async () => {
    const { keys, page, email, open, trouble } = await meet(browser, site, { account: "signed-in" });
    await open("/account?session=known");
    await keys.press("Send confirmation email");
    await page.getByText(`We have sent an email to ${email}.`).waitFor();
    site.requests();
    await open(`/verify-email?token=${await site.mailed(email)}`);
    await page.waitForLoadState("networkidle");
    expect(site.requests().filter((one) => one.startsWith("POST"))).toEqual([]);
    await keys.press("Confirm address");
    await page.getByText("Your email address is confirmed.").waitFor();
    expect(trouble).toEqual([]);
  });

  it("CL05 where nobody is signed in, confirming asks for the password, and puts the focus there", async () => {
    const { keys, page, email, context, open } = await meet(browser, site, { account: "signed-in" });
    await open("/account?session=known");
    await keys.press("Send confirmation email");
    const token = await site.mailed(email);
    await context.clearCookies();
    await open(`/verify-email#token=${token}`);
    await keys.press("Confirm address");
    await page.getByText("You are not signed in on this device.").waitFor();
    expect(await keys.where()).toBe("Password");
    await page.keyboard.type("correct horse bakery");
    await page.keyboard.press("Enter");
    await page.getByText("This is not your current password.").waitFor();
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByText("Your email address is confirmed.").waitFor();
  });
});
