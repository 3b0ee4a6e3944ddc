import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CLIENT } from "../../oauth/test/support/application.ts";
import { openIdProvider } from "../../oauth/test/support/counterparts.ts";
import { startCounterparts } from "../../oauth/test/support/global-setup.ts";
import { startExample, type Running } from "../../../test/support/example.ts";
import { temporaryFolder } from "../../../test/support/storages.ts";
import { addAuthenticator, appCode } from "./authenticator.ts";
import { agree } from "./social-site.ts";
import { hasChromium, leftOut, openBrowser, openPerson, ownTrouble } from "./browser.ts";

const HALF_A_MINUTE = 30_000;
const FIVE_MINUTES = 300_000;
const CLOCK = join(import.meta.dirname, "../../../test/support/movable-clock.ts");
const ADA = "ada@example.com";
const PASSWORD = "correct horse battery";

/** Passkeys belong to an origin, so that the port must be known before the program starts. */
async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

describe.skipIf(!hasChromium)(`PK01 examples/everything, in Chromium${leftOut}`, { timeout: 120_000 }, () => {
  const files = temporaryFolder();
  let browser: Browser;
  let program: Running;
  let counterparts: ReturnType<typeof startCounterparts>;
  let url: string;
  beforeAll(async () => {
    browser = await openBrowser();
    const port = String(await freePort());
    url = `http://localhost:${port}/auth`;
    const redirectUris = [`${url}/oauth/company/callback`];
    // The clocks of the program and of the provider move together.
    const clock = {
      NODE_OPTIONS: `--import=${pathToFileURL(CLOCK).href}`,
      CLOCK_AHEAD_FILE: join(files.path, "ahead"),
    };
    counterparts = startCounterparts(clock);
    const { issuer } = await openIdProvider([{ ...CLIENT, redirect_uris: redirectUris }], await counterparts.address);
    program = await startExample("everything", {
      PORT: port,
      DATABASE_FILE: join(files.path, "everything.db"),
      OIDC_ISSUER: issuer,
      OIDC_CLIENT_ID: CLIENT.client_id,
      OIDC_CLIENT_SECRET: CLIENT.client_secret!,
      ...clock,
    });
  });
  afterAll(async () => {
    await browser?.close();
    await program?.stop();
    counterparts?.child.kill();
    files.remove();
  });

  /** In milliseconds. */
  let ahead = 0;
  /** Moves the clock of the program. */
  const advance = (by: number) => writeFileSync(join(files.path, "ahead"), String((ahead += by)));
  const now = () => Date.now() + ahead;

  /** The next mail to an address, as the program writes it to the terminal. */
  const readMail = (address: string) => {
    const seen = program.said().length;
    return async () => {
      const mail = () => new RegExp(`${address}: (.+)\\n`).exec(program.said().slice(seen))?.[1];
      await expect.poll(mail, { timeout: 20_000 }).toBeDefined();
      return mail()!;
    };
  };

  /** Somebody who has signed up by passkey, confirmed the address and set up codes of an app. */
  async function meetAda() {
    const person = await openPerson(browser, { javaScriptEnabled: true });
    const { page, context } = person;
    const { setPresence } = await addAuthenticator(context, page);
    await page.goto(`${url}/sign-up`);
    await page.getByLabel("Email address").fill(ADA);
    await page.getByRole("button", { name: "Create account with a passkey" }).click();
    await page.getByText("Your account is ready.").waitFor();
    await setPresence(false);

    const confirmation = readMail(ADA);
    await page.getByRole("button", { name: "Send confirmation email" }).click();
    await page.goto(await confirmation());
    await page.getByRole("button", { name: "Confirm address" }).click();
    await page.getByText("Your email address is confirmed.").first().waitFor();
    await page.goto(`${url}/account`);

    const factor = page.locator("#second-factor");
    await factor.getByRole("button", { name: "Set up" }).click();
    const secret = (await factor.locator(".key").innerText()).trim();
    await factor.getByLabel("Code from the app").fill(appCode(secret, now()));
    await factor.getByRole("button", { name: "Turn on" }).click();
    const codes = await factor.locator(".codes li").allInnerTexts();
    await factor.getByRole("link", { name: "I have kept these codes" }).click();
    return { ...person, secret, codes, factor };
  }

  it("OA01 SF08 by a provider, which proves after five minutes who it is", async () => {
    const person = await openPerson(browser);
    const { page } = person;
    await page.goto(`${url}/sign-up`);
    await page.getByRole("link", { name: "Continue with Company" }).click();
    await agree(page, "eve-1", "eve@example.com");
    await page.getByText("Signed in as eve@example.com").waitFor();
    advance(FIVE_MINUTES);
    await page.goto(`${url}/account`);
    const last = page.locator("#delete");
    await last.locator("summary").click();
    await last.getByRole("button", { name: "Confirm with Company" }).click();
    await agree(page, "eve-1", "eve@example.com");
    await page.getByText("Thank you for confirming.").waitFor();
    await last.locator("summary").click();
    await last.getByRole("button", { name: "Delete account for good" }).click();
    await page.getByText("Your account is deleted.").waitFor();
    expect(ownTrouble(person)).toEqual([]);
  });

  it("PK01 MS03 SF06 a life from signing up by passkey, over mails and codes, to the deleted account", async () => {
    const ada = await meetAda();
    const { page, secret, codes, factor } = ada;
    const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
    const isSignedIn = () => page.getByText(`Signed in as ${ADA}`).waitFor();

    // By the code of a mail, which opens nothing before the second factor.
    await press("Sign out");
    await page.getByRole("link", { name: "Sign in by email" }).click();
    await page.getByLabel("Email address").fill(ADA);
    const mail = readMail(ADA);
    await press("Send email");
    await page.getByLabel("Code from the email").fill(/ or (\d{6})$/.exec(await mail())![1]!);
    await press("Sign in");
    await page.getByRole("link", { name: "Use a recovery code instead" }).click();
    await page.getByLabel("Recovery code").fill(codes[0]!);
    await press("Sign in");
    await isSignedIn();
    await factor.getByText("Recovery codes left: 9").waitFor();

    const password = page.locator("#password");
    await password.locator("summary").click();
    await password.getByLabel("New password").fill(PASSWORD);
    await press("Set password");
    await page.getByText("Your password is set.").waitFor();

    // By the password and a code of the app, and from then on without one in this browser.
    const signIn = async () => {
      await press("Sign out");
      await page.getByLabel("Email address or user name").fill(ADA);
      await page.getByLabel("Password").fill(PASSWORD);
      await press("Sign in");
    };
    await signIn();
    await page.getByLabel("Code from the app").fill(appCode(secret, now() + HALF_A_MINUTE));
    await page.getByRole("checkbox").check();
    await press("Sign in");
    await isSignedIn();
    await signIn();
    await isSignedIn();

    // The password and a trusted browser add no passkey, which would stand for the code. A code does.
    const keys = page.locator("#passkeys");
    await keys.getByRole("button", { name: "Add a passkey" }).click();
    expect(await keys.locator("input[type=password]").count()).toBe(0);
    advance(2 * HALF_A_MINUTE);
    await keys.getByLabel("Enter a code from your app to confirm").fill(appCode(secret, now()));
    await keys.getByRole("button", { name: "Confirm", exact: true }).click();
    await page.getByText("Thank you for confirming.").waitFor();
    await keys.locator('[data-passkey="add"]').getByRole("button", { name: "Add a passkey" }).waitFor();
    await signIn();
    await isSignedIn();

    // Step-up: a trusted browser is not enough to turn the second factor off.
    await factor.locator("summary").filter({ hasText: "Turn off" }).click();
    const off = factor.locator("details[open]");
    for (const code of ["ABCDE-ABCDE-ABCDE-ABCDE", codes[1]!]) {
      await off.getByLabel("Enter a code from your app to confirm").fill(code);
      await off.getByRole("button", { name: "Turn off" }).click();
      if (code !== codes[1]) await factor.locator("[aria-invalid]").waitFor();
    }
    await factor.getByText("Two-step verification is off.").waitFor();

    // Five minutes later, what hurts asks anew whether it is Ada.
    advance(FIVE_MINUTES);
    await page.goto(`${url}/account`);
    const last = page.locator("#delete");
    await last.locator("summary").click();
    for (const tried of ["wrong horse battery", PASSWORD]) {
      await last.getByLabel("Enter your password to confirm").fill(tried);
      await press("Delete account for good");
      if (tried !== PASSWORD) await last.locator("[aria-invalid]").waitFor();
    }
    await page.getByText("Your account is deleted.").waitFor();
    expect(ownTrouble(ada)).toEqual([]);
  });

  it("PK01 user names sign up and in", async () => {
    const { page } = await openPerson(browser);
    await page.goto(`${url}/sign-up`);
    await page.getByLabel("User name").fill("grace");
    await page.getByLabel("Email address").fill("grace@example.com");
    await page.getByLabel("Password").fill(PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByText("Your account is ready.").waitFor();
    await page.getByRole("button", { name: "Sign out", exact: true }).click();
    await page.getByLabel("Email address or user name").fill("Grace");
    await page.getByLabel("Password").fill(PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByText("Signed in as grace@example.com").waitFor();
  });
});
