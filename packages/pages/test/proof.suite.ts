import { testClock } from "@latchkey/core/testing";
import { expect, it } from "vitest";
import { EMAIL, openWithAda } from "./forms.suite.ts";
import { openShop, PASSWORD } from "./server.ts";
import { attribute, tagOf, textOf } from "./visitor.ts";

/** In seconds. */
const FIVE_MINUTES = 300;
/** The forms of the account that ask for the password once the proof of the session is old. */
const HURTING: readonly (readonly [id: string, fields: Record<string, string>])[] = [
  ["email", { action: "change-email", email: "ada.lovelace@example.com" }],
  ["api-key", { action: "create-api-key", name: "Backup" }],
  ["delete", { action: "delete-account" }],
];

/** How the account asks for a recent proof. */
export function tellProofs(): void {
  it("SF08 within five minutes of the sign-in, only the form for a new password asks for one", async () => {
    const clock = testClock();
    const ada = await openWithAda(openShop({ auth: { now: clock.now } }));
    const asked = async () => [...(await ada.get("/account")).html.matchAll(/id="([\w-]+)-currentPassword"/g)];
    clock.advance(FIVE_MINUTES - 1);
    expect((await asked()).map(([, form]) => form)).toEqual(["password"]);
    clock.advance(1);
    expect((await asked()).map(([, form]) => form)).toEqual(["password", "email", "api-key", "delete"]);
  });

  it.each(HURTING)("SF08 the form %s does its work without a password while the proof is new", async (_, fields) => {
    const ada = await openWithAda(openShop());
    const { status, location } = await ada.post("/account", fields);
    // What is shown only once is no redirect.
    expect([status, location]).toEqual(fields.action === "create-api-key" ? [200, null] : [303, expect.any(String)]);
  });

  it.each(HURTING)(
    "SF08 the form %s comes again when the proof has grown old, with what was typed",
    async (id, fields) => {
      const clock = testClock();
      const ada = await openWithAda(openShop({ auth: { now: clock.now } }));
      clock.advance(FIVE_MINUTES);
      const seen = await ada.post("/account", fields);
      expect(seen.status).toBe(403);
      expect(textOf(seen.html)).toContain("Confirm that it is you to go on.");
      for (const [name, value] of Object.entries(fields)) {
        const typed = new RegExp(`id="${id}-${name}"[^>]* value="([^"]*)"`, "s").exec(seen.html)?.[1];
        if (name !== "action") expect(typed).toBe(value);
      }
      expect(seen.html).toContain(`id="${id}-currentPassword"`);

      const wrong = await ada.post("/account", { ...fields, currentPassword: "wrong" });
      expect(wrong.status).toBe(401);
      expect(attribute(tagOf(wrong.html, "currentPassword"), "value")).toBeNull();
      expect(textOf(wrong.html)).toContain("This is not your current password.");
      const done = await ada.post("/account", { ...fields, currentPassword: PASSWORD });
      expect(done.status).toBeLessThan(400);
    },
  );

  it("SF08 a mailed code proves it in place of the password, and a wrong one is told where it was typed", async () => {
    const clock = testClock();
    const shop = openShop({ auth: { now: clock.now } });
    const ada = await openWithAda(shop);
    expect(textOf((await ada.get("/account?done=proof-mailed")).html)).not.toContain("Code from the email");
    clock.advance(FIVE_MINUTES);
    const account = await ada.get("/account");
    expect(textOf(account.html)).toContain(`Send a code to ${EMAIL}`);
    expect(account.html).not.toContain('id="mail-proof-code"');
    const asked = await ada.submit("/account", { action: "prove-mail" });
    expect(textOf(asked.html)).toContain(`We have sent a code to ${EMAIL}.`);
    const code = await shop.codeTo(EMAIL);
    // Another mail has to wait, and the first code is still good.
    const again = await ada.post("/account", { action: "prove-mail" });
    expect([again.status, again.html.includes('id="mail-proof-code"')]).toEqual([429, true]);
    const wrong = code === "000000" ? "000001" : "000000";
    const refused = await ada.post("/account", { action: "prove-mail-code", code: wrong });
    expect(refused.status).toBe(400);
    expect(tagOf(refused.html, "code")).toContain("aria-invalid");
    expect((await ada.post("/account", { action: "delete-account" })).status).toBe(403);
    const spaced = `${code.slice(0, 3)} ${code.slice(3)}`;
    const done = await ada.submit("/account", { action: "prove-mail-code", code: spaced });
    expect(textOf(done.html)).toContain("Thank you for confirming.");
    expect(done.html).not.toContain('id="mail-proof"');
    expect((await ada.post("/account", { action: "delete-account" })).location).toContain("done=deleted");
  });

  it("SF08 without mail sign-in, no page offers a mailed code", async () => {
    const clock = testClock();
    const ada = await openWithAda(openShop({ auth: { now: clock.now }, without: ["mailSignIn"] }));
    clock.advance(FIVE_MINUTES);
    expect((await ada.get("/account?done=proof-mailed")).html).not.toContain("prove-mail");
    expect((await ada.post("/account", { action: "prove-mail" })).status).toBe(404);
  });

  it("SF08 a stranger at a device that was left signed in changes neither address nor password", async () => {
    const clock = testClock();
    const shop = openShop({ auth: { now: clock.now } });
    const ada = await openWithAda(shop);
    clock.advance(FIVE_MINUTES);
    const password = { action: "change-password", newPassword: "a better staple than before" };
    expect((await ada.post("/account", password)).status).toBe(400);
    expect((await ada.post("/account", { action: "change-email", email: "eve@evil.test" })).status).toBe(403);
    expect((await shop.auth.signIn({ email: EMAIL, password: PASSWORD })).user.email).toBe(EMAIL);
  });
}
