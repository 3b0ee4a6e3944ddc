import { existsSync } from "node:fs";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { get } from "./client.ts";
import { AUTH_SECRET } from "./databases.ts";
import { newFolder, startServer, until } from "./processes.ts";

const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
const hasChromium = existsSync(executablePath);
const leftOut = hasChromium ? "" : ` (left out: there is no Chromium at ${executablePath})`;

it("P22 the start page leads to the account, the account to signing in, and neither is kept or framed", async () => {
  const { url } = await startServer({}, newFolder());
  const start = await fetch(url, { redirect: "manual" });
  expect([start.status, start.headers.get("location"), start.headers.get("cache-control")]).toEqual([
    303,
    "/auth/account",
    "no-store",
  ]);
  const page = await fetch(url);
  expect(new URL(page.url).pathname).toBe("/auth/sign-in");
  expect(page.headers.get("content-security-policy")).toMatch(/^default-src 'none'; .*frame-ancestors 'none'/);
  expect((await fetch(url, { method: "HEAD" })).status).toBe(200);
  expect((await fetch(url, { method: "POST" })).status).toBe(404);
  expect(await get(`${url}/favicon.ico`)).toMatchObject({ status: 404, body: { code: "not_found" } });
});

it("PK01 development names one address, where browsers know passkeys, for pages and for the admin panel", async () => {
  const { url, said } = await startServer({}, newFolder());
  expect(url).toMatch(/^http:\/\/localhost:\d+$/);
  expect(said.out).toContain(`  pages     ${url}/auth/account\n`);
  expect(said.out).toContain(`make the first administrator at ${url}/admin/`);
  expect(said.out).not.toContain("127.0.0.1");
});

describe.skipIf(!hasChromium)(`in Chromium${leftOut}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"];
    browser = await chromium.launch({ executablePath, args });
  });
  afterAll(() => browser.close());

  it.each([
    ["development", { AUTH_BASE_PATH: "/auth", AUTH_NAME: "Corner Shop" }],
    ["production, at another path", { NODE_ENV: "production", AUTH_SECRET, AUTH_BASE_PATH: "/api/login" }],
  ])(`P22 P30 pages sign up, in and out without JavaScript, and say what is wrong: %s${leftOut}`, async (_, env) => {
    const server = await startServer(env, newFolder());
    const context = await browser.newContext({ javaScriptEnabled: false, locale: "en-GB" });
    const page = await context.newPage();
    await conversation(page, server.url);
    if ("AUTH_NAME" in env) {
      expect(await page.title()).toContain("Corner Shop");
      await until(() => server.said.out.includes("Corner Shop"));
      await page.goto(/http\S+verify-email\?token=\S+/.exec(server.said.out)![0]);
      await page.getByRole("button", { name: "Confirm address" }).click();
      await page.getByText("Your email address is confirmed.").first().waitFor();
    }
    await context.close();
  });
});

async function conversation(page: Page, url: string): Promise<void> {
  const fill = async (email: string, password: string) => {
    await page.getByLabel("Email address").fill(email);
    await page.getByLabel("Password", { exact: true }).fill(password);
  };
  const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
  const says = (text: string | RegExp) => page.getByText(text).first().waitFor();
  const heading = (name: string) => page.getByRole("heading", { name, exact: true }).waitFor();

  await page.goto(url);
  await heading("Sign in");
  await page.getByRole("link", { name: "Create one" }).click();
  await heading("Create your account");
  await fill("ada@example.com", "password123");
  await press("Create account");
  await says(/easy to guess/);
  expect(await page.getByLabel("Email address").inputValue()).toBe("ada@example.com");

  await fill("ada@example.com", "correct horse battery");
  await press("Create account");
  await heading("Your account");
  expect(await page.context().cookies()).toMatchObject([{ httpOnly: true, sameSite: "Lax", path: "/" }]);

  await page.reload();
  await heading("Your account");
  await press("Sign out");
  expect(await page.context().cookies()).toEqual([]);
  await page.goto(url);
  await heading("Sign in");

  await fill("ada@example.com", "correct horse bakery");
  await press("Sign in");
  await says("These sign-in details are not correct.");
  await fill("ada@example.com", "correct horse battery");
  await press("Sign in");
  await heading("Your account");
}
