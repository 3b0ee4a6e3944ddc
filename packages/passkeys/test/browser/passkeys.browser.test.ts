import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { CapturedCeremony } from "../captured/captured.ts";
import {
  hasChromium,
  leftOut,
  openBrowser,
  openPage,
  openSite,
  waiting,
  type Browser,
  type BrowserContext,
} from "./site.ts";

const captured = join(import.meta.dirname, "../captured/chromium.json");

describe.skipIf(!hasChromium)(`passkeys in Chromium${leftOut}`, () => {
  let browser: Browser;
  let context: BrowserContext;
  let site: Awaited<ReturnType<typeof openSite>>;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  beforeEach(async () => {
    site = await openSite();
    context = await browser.newContext();
  });
  afterEach(async () => {
    await context.close();
    site.close();
  });
  afterAll(() => browser?.close());

  it(`PK01 sign up, out and in, add, rename, list and delete, by the client over HTTP${leftOut}`, async () => {
    const { page, cdp, authenticatorId } = await openPage(context, site.origin);
    const ask = <T>(program: () => Promise<T>) => page.evaluate(program);
    const user = await ask(() => window.keyTest.client.signUpWithPasskey({ email: "ada@example.com", name: "Mine" }));
    expect(user).toMatchObject({ email: "ada@example.com", emailVerified: false });
    expect(await ask(async () => window.keyTest.client.session.get().status)).toBe("signed-in");
    await ask(() => window.keyTest.client.signOut());
    const again = await ask(() => window.keyTest.client.signInWithPasskey());
    expect(again.id).toBe(user.id);

    // The same authenticator makes no second key for the account.
    const taken = await ask(() => window.keyTest.outcome(() => window.keyTest.client.passkeys.add({ name: "Twice" })));
    expect(taken).toBe("passkey_taken");
    // Another one does, but only after a recent proof.
    await cdp.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2",
        transport: "usb",
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    site.clock.advance(300);
    const add = () => ask(() => window.keyTest.outcome(() => window.keyTest.client.passkeys.add({ name: "Stick" })));
    expect(await add()).toBe("proof_required");
    await ask(() => window.keyTest.client.proveWithPasskey());
    const { credentials } = await cdp.send("WebAuthn.getCredentials", { authenticatorId });
    expect(credentials).toHaveLength(1);
    const added = await add();
    expect(added).toMatchObject({ name: "Stick", lastUsedAt: null, transports: ["usb"] });

    const { id } = added as { id: string };
    await page.evaluate((one) => window.keyTest.client.passkeys.rename({ id: one, name: "Key ring" }), id);
    const listed = await ask(() => window.keyTest.client.passkeys.list());
    expect(listed.map(({ name }) => name)).toEqual(["Mine", "Key ring"]);
    await page.evaluate((one) => window.keyTest.client.passkeys.delete({ id: one }), id);
    expect(await ask(() => window.keyTest.client.passkeys.list())).toHaveLength(1);
    const [first] = listed;
    const last = page.evaluate(
      (one) => window.keyTest.outcome(() => window.keyTest.client.passkeys.delete({ id: one })),
      first!.id,
    );
    expect(await last).toBe("last_way_in");
  });

  it(`PK01 autofill signs in, and goes on after a dialog that was closed${leftOut}`, async () => {
    const { page, cdp, authenticatorId } = await openPage(context, site.origin);
    await page.evaluate(() => window.keyTest.client.signUpWithPasskey({ email: "ada@example.com" }));
    await page.evaluate(() => window.keyTest.client.signOut());
    await cdp.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId, enabled: false });
    await page.evaluate(() => {
      const { client, outcome, leave } = window.keyTest;
      window.keyTest.filled = outcome(() => client.signInWithPasskey({ autofill: true, signal: leave.signal }));
    });
    await waiting(page, "conditional");
    // A dialog takes the place of the request that waits.
    const dialog = page.evaluate(() => {
      const { client, outcome, closeDialog } = window.keyTest;
      return outcome(() => client.signInWithPasskey({ signal: closeDialog.signal }));
    });
    await waiting(page, "optional");
    // A finger is noticed by requests that begin after it.
    await cdp.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId, enabled: true });
    await page.evaluate(() => window.keyTest.closeDialog.abort());
    expect(await dialog).toBe("access_denied");
    expect(await page.evaluate(() => window.keyTest.filled)).toMatchObject({ email: "ada@example.com" });
  });

  it(`PK01 a form that goes ends autofill, and a person who is not verified is denied${leftOut}`, async () => {
    const { page, cdp, authenticatorId } = await openPage(context, site.origin);
    await cdp.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId, enabled: false });
    await page.evaluate(() => {
      const { client, outcome, leave } = window.keyTest;
      window.keyTest.filled = outcome(() => client.signInWithPasskey({ autofill: true, signal: leave.signal }));
    });
    await waiting(page, "conditional");
    await page.evaluate(() => window.keyTest.leave.abort());
    expect(await page.evaluate(() => window.keyTest.filled)).toBe("access_denied");
    await cdp.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId, enabled: true });
    await cdp.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false });
    const denied = await page.evaluate(() =>
      window.keyTest.outcome(() => window.keyTest.client.signUpWithPasskey({ email: "ada@example.com" })),
    );
    expect(denied).toBe("access_denied");
  });

  it(`PK01 the browser hears which passkeys there are, and offers none that the server refused${leftOut}`, async () => {
    const { page, cdp, authenticatorId } = await openPage(context, site.origin);
    await page.evaluate(() => window.keyTest.client.signUpWithPasskey({ email: "ada@example.com" }));
    const ids = async () =>
      (await cdp.send("WebAuthn.getCredentials", { authenticatorId })).credentials.map(
        ({ credentialId }) => credentialId,
      );
    expect(await ids()).toHaveLength(1);
    await page.evaluate(() => window.keyTest.client.signOut());
    // Sign-up is refused at its end: the name is too long.
    const refused = await page.evaluate(() =>
      window.keyTest.outcome(() =>
        window.keyTest.client.signUpWithPasskey({ email: "bob@example.com", name: "a".repeat(65) }),
      ),
    );
    expect(refused).toBe("invalid_input");
    await expect.poll(ids).toHaveLength(1);
    await page.evaluate(() => window.keyTest.client.signInWithPasskey());
    expect(await page.evaluate(() => window.keyTest.client.passkeys.list())).toHaveLength(1);
    expect(await ids()).toHaveLength(1);
  });

  it(`PK05 Chromium makes keys of each algorithm, which sign up and in${leftOut}`, async () => {
    const ceremonies: CapturedCeremony[] = [];
    for (const algorithm of [-8, -7, -257]) {
      const { page } = await openPage(context, `${site.origin}/?algorithm=${algorithm}`);
      const email = `ada${algorithm}@example.com`;
      await page.evaluate((address) => window.keyTest.client.signUpWithPasskey({ email: address }), email);
      await page.evaluate(() => window.keyTest.client.signInWithPasskey());
      const answers = site.sent.filter(({ path }) => /^\/auth\/sign(?:up|in)\/passkey$/.test(path));
      const [signUp, signIn] = answers.slice(-2).map(({ body }) => (body as { response: unknown }).response);
      ceremonies.push({ algorithm, email, origin: site.origin, browser: browser.version(), signUp, signIn });
      await page.close();
    }
    if (process.env.UPDATE_CAPTURES) writeFileSync(captured, `${JSON.stringify(ceremonies, null, 2)}\n`);
    expect(site.events.filter(({ type }) => type === "user.created")).toHaveLength(3);
  });
});
