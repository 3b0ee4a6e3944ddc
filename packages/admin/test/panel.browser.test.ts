import { existsSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { apiKeys } from "@latchkey/core/api-keys";
import { toNodeHandler } from "@latchkey/http/node";
import axe, { type RunOptions } from "axe-core";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openConsole, PASSWORD, ROOT, type Console } from "./console.ts";

const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
const hasChromium = existsSync(executablePath);
const leftOut = hasChromium ? "" : ` (left out: there is no Chromium at ${executablePath})`;

async function signIn(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/users`);
  await page.getByLabel("Email address").fill(ROOT);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("heading", { name: "Users" }).waitFor();
}

describe.skipIf(!hasChromium)(`the panel in Chromium${leftOut}`, { timeout: 180_000 }, () => {
  let browser: Browser;
  let server: Server;
  let shop: Console;
  let url: string;
  let id: string;
  beforeAll(async () => {
    shop = await openConsole();
    const answer: RequestListener = toNodeHandler(shop.handler);
    server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://localhost:${(server.address() as AddressInfo).port}/admin`;
    const args = [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
    ];
    browser = await chromium.launch({ executablePath, args });
    const client = { address: "192.0.2.1", agent: "Robot/1" };
    const { user } = await shop.auth.signUp(
      { email: "ada@example.com", password: PASSWORD, metadata: { a: 1 } },
      client,
    );
    id = user.id;
    await apiKeys(shop.auth).admin.create(id, { name: "backup" });
    await shop.people.create({ email: "bob@example.com", username: "bob" });
  });
  afterAll(async () => {
    await browser.close();
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });

  it(`AD02 by keyboard alone: sign in, find a user, change the address${leftOut}`, async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, locale: "en" });
    const page = await context.newPage();
    await page.goto(`${url}/users`);
    const type = async (...keys: string[]) => {
      for (const key of keys) await (/^(Tab|Enter)$/.test(key) ? page.keyboard.press(key) : page.keyboard.type(key));
    };
    await type("Tab", ROOT, "Tab", PASSWORD, "Enter");
    await page.getByRole("heading", { name: "Users" }).waitFor();
    await page.getByLabel("Search").focus();
    await type("bob", "Enter");
    await page.waitForURL(/search=bob/);
    await page.getByRole("link", { name: "bob@example.com" }).focus();
    await type("Enter");
    await page.getByText("Change user").focus();
    await type("Enter", "Tab");
    expect(await page.getByLabel("Email address").evaluate((element) => element.matches(":focus"))).toBe(true);
    await page.keyboard.press("Control+A");
    await type("robert@example.com", "Enter");
    await page.getByText("The changes are saved.").waitFor();
    expect(await shop.people.find({ username: "bob" })).toMatchObject({ email: "robert@example.com" });
    await context.close();
  });

  it(`AD03 a person's data are a download${leftOut}`, async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, locale: "en" });
    const page = await context.newPage();
    await signIn(page, url);
    await page.goto(`${url}/users/${id}`);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Download data" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`${id}.json`);
    const text = await new Response((await download.createReadStream()) as never).text();
    expect(JSON.parse(text)).toMatchObject({ user: { email: "ada@example.com" }, apiKeys: [{ name: "backup" }] });
    await context.close();
  });

  it(`AD01 what hurts waits for a proof, which leads back${leftOut}`, async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, locale: "en" });
    const page = await context.newPage();
    await signIn(page, url);
    shop.clock.advance(301);
    await page.goto(`${url}/users/${id}`);
    expect(await page.getByText("Disable user").count()).toBe(0);
    await page.getByRole("link", { name: "Confirm that it is you" }).click();
    await page.getByLabel("Enter your password to confirm").fill("something else");
    await page.getByRole("button", { name: "Confirm" }).click();
    await page.getByText("This is not your current password.").waitFor();
    await page.getByLabel("Enter your password to confirm").fill(PASSWORD);
    await page.getByRole("button", { name: "Confirm" }).click();
    await page.waitForURL(`${url}/users/${id}`);
    await page.getByText("Disable user").first().click();
    await page.getByRole("button", { name: "Disable user" }).click();
    await page.getByText("The user is disabled.").waitFor();
    await shop.people.enable(id);
    await context.close();
  });

  describe.each([
    [1280, "light"],
    [1280, "dark"],
    [390, "light"],
    [390, "dark"],
  ] as const)("at %i pixels in %s", (width, colorScheme) => {
    let storageState: Awaited<ReturnType<BrowserContext["storageState"]>>;
    beforeAll(async () => {
      const context = await browser.newContext({ locale: "en" });
      await signIn(await context.newPage(), url);
      storageState = await context.storageState();
      await context.close();
    });

    it.each(["/users", "/users?search=zz", "/users/new", "/users/:id?done=update", "/audit", "/account"])(
      `AD02 axe finds nothing at ${width} in ${colorScheme}, and nothing is wider than the window: %s${leftOut}`,
      async (path) => {
        const viewport = { width, height: 900 };
        const context = await browser.newContext({
          viewport,
          colorScheme,
          locale: "en",
          reducedMotion: "reduce",
          storageState,
        });
        const page = await context.newPage();
        await page.goto(url + path.replace(":id", id));
        for (const summary of await page.locator("summary").all()) await summary.click();
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
        await page.evaluate(axe.source);
        const options = { resultTypes: ["violations"] } as RunOptions;
        const results = await page.evaluate(
          (given) => (globalThis as unknown as { axe: typeof axe }).axe.run(given),
          options,
        );
        const found = results.violations.map(
          ({ id: rule, nodes }) => `${rule}: ${nodes.map(({ html }) => html).join(" ")}`,
        );
        expect(found).toEqual([]);
        expect(await page.locator("h1").count()).toBe(1);
        await context.close();
      },
    );
  });
});
