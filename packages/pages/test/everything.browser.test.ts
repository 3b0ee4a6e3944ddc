import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startExample, type Running } from "../../../test/support/example.ts";
import { temporaryFolder } from "../../../test/support/storages.ts";
import { addAuthenticator, appCode } from "./authenticator.ts";
import { hasChromium, leftOut, openBrowser, openPerson, ownTrouble } from "./browser.ts";

const HALF_A_MINUTE = 30_000;

/** Passkeys belong to an origin, so that the port must be known before the program starts. */
async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

describe.skipIf(!hasChromium)(`PK01 examples/everything, in Chromium${leftOut}`, () => {
  const files = temporaryFolder();
  let browser: Browser;
  let program: Running;
  let url: string;
  beforeAll(async () => {
    browser = await openBrowser();
    const port = String(await freePort());
    url = `http://localhost:${port}/auth`;
    program = await startExample("everything", { PORT: port, DATABASE_FILE: join(files.path, "everything.db") });
  });
  afterAll(async () => {
    await browser?.close();
    await program?.stop();
    files.remove();
  });

  it("PK01 a life from signing up by passkey, over codes and a first password, to the deleted account", async () => {
    const person = await openPerson(browser, { javaScriptEnabled: true });
    const { page, context } = person;
    const { setPresence } = await addAuthenticator(context, page);
    await page.goto(`${url}/sign-up`);
    await page.getByLabel("Email address").fill("ada@example.com");
    await page.getByRole("button", { name: "Create account with a passkey" }).click();
    await page.getByText("Your account is ready.").waitFor();
    await setPresence(false);

    const factor = page.locator("#second-factor");
    await factor.getByRole("button", { name: "Set up" }).click();
    const secret = (await factor.locator(".key").innerText()).trim();
    await factor.getByLabel("Code from the app").fill(appCode(secret));
    await factor.getByRole("button", { name: "Turn on" }).click();
    await factor.getByRole("link", { name: "I have kept these codes" }).click();

    const password = page.locator("#password");
    await password.locator("summary").click();
    await password.getByLabel("New password").fill("correct horse battery");
    await password.getByRole("button", { name: "Set password" }).click();
    await page.getByText("Your password is set.").waitFor();

    await page.getByRole("button", { name: "Sign out", exact: true }).click();
    await page.getByLabel("Email address").fill("ada@example.com");
    await page.getByLabel("Password").fill("correct horse battery");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByLabel("Code from the app").fill(appCode(secret, Date.now() + HALF_A_MINUTE));
    await page.keyboard.press("Enter");
    await page.getByText("Signed in as ada@example.com").waitFor();

    const last = page.locator("#delete");
    await last.locator("summary").click();
    await last.getByRole("button", { name: "Delete account for good" }).click();
    await page.getByText("Your account is deleted.").waitFor();
    expect(ownTrouble(person)).toEqual([]);
  });
});
