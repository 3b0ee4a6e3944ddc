import { expect, it } from "vitest";
import { openShop, PASSWORD } from "./server.ts";
import { attribute, tagOf, textOf, Visitor } from "./visitor.ts";

const EMAIL = "ada@example.com";
const NEW_EMAIL = "ada.lovelace@example.com";
const NEW_PASSWORD = "a better staple than before";
const LAST_PASSWORD = "the third and last of them";

/** The whole life of an account, by forms alone. */
export function tellLife(): void {
  it("CL07 an account lives by forms alone: from sign-up over mails, devices and keys to its end", async () => {
    const shop = openShop();
    const ada = new Visitor(shop);
    const tokenOf = (html: string) => attribute(tagOf(html, "token"), "value") ?? "";

    const joined = await ada.submit("/sign-up", { username: "ada", email: EMAIL, password: PASSWORD });
    expect(textOf(joined.html)).toContain("Your account is ready.");
    expect(textOf(joined.html)).toContain("Not confirmed yet");

    const asked = await ada.submit("/account", { action: "send-verification" });
    expect(textOf(asked.html)).toContain(`We have sent an email to ${EMAIL} .`);
    const confirm = await ada.get(await shop.mailTo(EMAIL));
    expect(tagOf(confirm.html, "password")).toBe("");
    const verified = await ada.submit("/verify-email", { token: tokenOf(confirm.html) });
    expect(textOf(verified.html)).toContain("Your email address is confirmed.");
    expect(textOf(verified.html)).toContain("Confirmed");

    await ada.post("/sign-out");
    expect(ada.cookie).toBe("");
    const back = await ada.get("/account");
    expect(back.location).toBe("/auth/sign-in?next=%2Fauth%2Faccount");
    await ada.submit("/forgot-password", { email: EMAIL });
    const reset = await ada.get(await shop.mailTo(EMAIL));
    const restored = await ada.submit("/reset-password", { token: tokenOf(reset.html), password: NEW_PASSWORD });
    expect(textOf(restored.html)).toContain("Your new password is saved, and you are signed in.");

    const change = { action: "change-password", currentPassword: NEW_PASSWORD, newPassword: LAST_PASSWORD };
    expect(textOf((await ada.submit("/account", change)).html)).toContain("Your password is changed.");

    const move = { action: "change-email", email: NEW_EMAIL, currentPassword: LAST_PASSWORD };
    expect(textOf((await ada.submit("/account", move)).html)).toContain("We have sent an email to the new address.");
    const moving = await ada.get(await shop.mailTo(NEW_EMAIL));
    const moved = await ada.submit("/confirm-email", { token: tokenOf(moving.html) });
    expect(textOf(moved.html)).toContain(`Signed in as ${NEW_EMAIL}`);
    expect(textOf(moved.html)).toContain("Your new email address is confirmed.");

    const phone = new Visitor(shop);
    await phone.post("/sign-in", { username: "ada", password: LAST_PASSWORD });
    expect((await phone.get("/account")).status).toBe(200);
    const ended = await ada.submit("/account", { action: "end-other-sessions" });
    expect(textOf(ended.html)).toContain("All other devices are signed out.");
    expect((await phone.get("/account")).location).toContain("/auth/sign-in");

    const newKey = { action: "create-api-key", name: "Backup", scopes: ["orders:read", "orders:write"] };
    const created = await ada.post("/account", { ...newKey, currentPassword: LAST_PASSWORD, expiresIn: "2592000" });
    const [, key = ""] = /<code class="key">(lk_[\w-]+)<\/code>/.exec(created.html) ?? [];
    expect(key.length).toBeGreaterThan(40);
    const account = await ada.get("/account");
    expect(account.html).not.toContain(key);
    expect(account.html).toContain(key.slice(0, 8));
    const deleted = await ada.submit("/account", { action: "delete-api-key", id: idOfKey(account.html) });
    expect(textOf(deleted.html)).toContain("The API key is deleted.");
    expect(textOf(deleted.html)).toContain("You have no API keys.");

    const end = await ada.submit("/account", { action: "delete-account", currentPassword: LAST_PASSWORD });
    expect(textOf(end.html)).toContain("Your account is deleted.");
    expect(ada.cookie).toBe("");
    const gone = await ada.post("/sign-in", { username: NEW_EMAIL, password: LAST_PASSWORD });
    expect(gone.status).toBe(401);
    expect(shop.reported).toEqual([]);
  });

  it("a mail on another device asks for the password; confirming signs in there, changing does not", async () => {
    const shop = openShop();
    const [laptop, phone] = [new Visitor(shop), new Visitor(shop)];
    await laptop.post("/sign-up", { username: "ada", email: EMAIL, password: PASSWORD });
    await laptop.post("/account", { action: "send-verification" });
    const opened = await phone.get(await shop.mailTo(EMAIL));
    expect(attribute(tagOf(opened.html, "password"), "autocomplete")).toBe("current-password");
    const token = attribute(tagOf(opened.html, "token"), "value")!;

    const wrong = await phone.post("/verify-email", { token, password: "not the password" });
    expect([wrong.status, attribute(tagOf(wrong.html, "token"), "value")]).toEqual([401, token]);
    expect(textOf(wrong.html)).toContain("This is not your current password.");
    const done = await phone.submit("/verify-email", { token, password: PASSWORD });
    expect(textOf(done.html)).toContain("Your email address is confirmed.");

    await phone.post("/account", { action: "change-email", email: NEW_EMAIL, currentPassword: PASSWORD });
    const tablet = new Visitor(shop);
    const confirm = await tablet.get(await shop.mailTo(NEW_EMAIL));
    const proof = { token: attribute(tagOf(confirm.html, "token"), "value")!, password: PASSWORD };
    const confirmed = await tablet.submit("/confirm-email", proof);
    expect(textOf(confirmed.html)).toContain("Your new email address is confirmed.");
    expect(textOf(confirmed.html)).toContain("Sign in");
    expect(tablet.cookie).toBe("");
  });

  it("a mail for another account than the one that is signed in asks for that account's password", async () => {
    const shop = openShop();
    const [ada, eve] = [new Visitor(shop), new Visitor(shop)];
    await ada.post("/sign-up", { username: "ada", email: EMAIL, password: PASSWORD });
    await ada.post("/account", { action: "send-verification" });
    await eve.post("/sign-up", { username: "eve", email: "eve@example.com", password: "the password of eve" });
    const token = (await shop.mailTo(EMAIL)).split("=")[1]!;
    const refused = await eve.post("/verify-email", { token });
    expect(refused.status).toBe(401);
    expect(attribute(tagOf(refused.html, "password"), "aria-invalid")).toBe("true");
    const verified = await eve.submit("/verify-email", { token, password: PASSWORD });
    expect(textOf(verified.html)).toContain(`Signed in as ${EMAIL}`);
  });

  it("GET spends no token, as often as a scanner asks, and a token works once", async () => {
    const shop = openShop();
    const ada = new Visitor(shop);
    await ada.post("/sign-up", { username: "ada", email: EMAIL, password: PASSWORD });
    await ada.post("/account", { action: "send-verification" });
    const verify = await shop.mailTo(EMAIL);
    await ada.post("/forgot-password", { email: EMAIL });
    const reset = await shop.mailTo(EMAIL);
    const scanner = new Visitor(shop);
    for (const path of [verify, reset, verify, reset]) expect((await scanner.get(path)).status).toBe(200);
    const token = verify.split("=")[1]!;
    expect((await ada.post("/verify-email", { token })).status).toBe(303);
    // Pressed again: what it was for is done.
    expect((await ada.post("/verify-email", { token })).location).toBe("/auth/account?done=verified");

    const again = { token: reset.split("=")[1]!, password: NEW_PASSWORD };
    expect((await ada.post("/reset-password", again)).status).toBe(303);
    const used = await ada.post("/reset-password", again);
    expect(used.status).toBe(400);
    expect(textOf(used.html)).toContain("This link is no longer valid. Ask for a new one.");
    expect(used.html).toContain('href="/auth/forgot-password"');
    expect(tagOf(used.html, "password")).toBe("");
  });
}

/** The id of the first API key of the account page. */
function idOfKey(html: string): string {
  const [form = ""] = /<form(?:(?!<\/form>).)*value="delete-api-key".*?<\/form>/s.exec(html) ?? [];
  return attribute(tagOf(form, "id"), "value") ?? "";
}
