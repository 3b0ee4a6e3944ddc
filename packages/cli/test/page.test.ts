import { existsSync } from "node:fs";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { get } from "./client.ts";
import { AUTH_SECRET } from "./databases.ts";
import { newFolder, startServer } from "./processes.ts";

const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
const hasChromium = existsSync(executablePath);
const leftOut = hasChromium ? "" : ` (left out: there is no Chromium at ${executablePath})`;

it("F68 the page and its files load nothing from elsewhere, run nothing inline, and fit in no frame", async () => {
  const server = await startServer({}, newFolder());
  for (const [path, type] of [
    ["/", "text/html"],
    ["/app.css", "text/css"],
    ["/app.js", "text/javascript"],
  ]) {
    const { status, headers, body } = await get(server.url + path);
    expect({ status, type: headers.get("content-type") }).toEqual({ status: 200, type: `${type}; charset=utf-8` });
    expect(headers.get("content-security-policy")?.split("; ")).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "connect-src 'self'",
      "img-src data:",
      "form-action 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ]);
    expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(body).not.toMatch(
      /https?:\/\/(?!www\.w3\.org\/2000\/svg)|\sstyle=|\son\w+=|<script(?! type="module" src="\/app\.js")/,
    );
  }
  expect((await fetch(server.url, { method: "HEAD" })).status).toBe(200);
  expect(await get(`${server.url}/favicon.ico`)).toMatchObject({ status: 404, body: { code: "not_found" } });
});

describe.skipIf(!hasChromium)(`in Chromium${leftOut}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"];
    browser = await chromium.launch({ executablePath, args });
  });
  afterAll(() => browser.close());

  it.each([
    ["development", { AUTH_BASE_PATH: "/auth" }],
    ["production, at another path", { NODE_ENV: "production", AUTH_SECRET, AUTH_BASE_PATH: "/api/login" }],
  ])(`P22 P30 the page signs up, in and out, and says what is wrong: %s${leftOut}`, async (_, env) => {
    const server = await startServer(env, newFolder());
    const page = await browser.newPage();
    const trouble: string[] = [];
    page.on("console", (message) => void (message.type() === "error" && trouble.push(message.text())));
    page.on("pageerror", (error) => void trouble.push(error.message));
    await conversation(page, server.url, env.AUTH_BASE_PATH);
    await page.close();
    // Chromium notes every answer over 399 itself; anything else would be ours, or the policy's.
    expect(
      trouble.filter(
        (text) => !/^Failed to load resource: the server responded with a status of (?:400|401|409) /.test(text),
      ),
    ).toEqual([]);
  });
});

async function conversation(page: Page, url: string, basePath: string): Promise<void> {
  const fill = async (email: string, password: string) => {
    await page.getByLabel("Email").fill(email);
    await page.getByLabel("Password").fill(password);
  };
  const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
  const says = (text: string) => page.getByText(text, { exact: true }).waitFor();
  const heading = (name: string) => page.getByRole("heading", { name }).waitFor();

  await page.goto(url);
  await heading("Sign in");
  await press("Create one");
  await heading("Create an account");
  await fill("ada@example.com", "short");
  await press("Create an account");
  await says("Password must be at least 8 characters");

  await fill("ada@example.com", "correct horse battery");
  await press("Create an account");
  await heading("You are signed in");
  await says(`${basePath}/me`);
  expect(JSON.parse(await page.locator("pre").innerText())).toMatchObject({
    user: { email: "ada@example.com", metadata: null },
  });
  expect(await page.evaluate("document.cookie")).toBe("");
  expect(await page.context().cookies()).toMatchObject([{ httpOnly: true, sameSite: "Lax", path: "/" }]);

  await page.reload();
  await heading("You are signed in");
  await press("Sign out");
  await heading("Sign in");
  expect(await page.context().cookies()).toEqual([]);
  await page.reload();
  await heading("Sign in");

  await fill("ada@example.com", "correct horse bakery");
  await press("Sign in");
  await says("Invalid credentials");
  await fill("ada@example.com", "correct horse battery");
  await press("Sign in");
  await heading("You are signed in");
}
