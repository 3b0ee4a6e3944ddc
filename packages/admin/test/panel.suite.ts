import { apiKeys } from "@latchkey/core/api-keys";
import { expect, it } from "vitest";
import { openConsole, ORIGIN, PASSWORD, ROOT, type Console } from "./console.ts";
import { waysInOf } from "./ways-in.ts";

interface Seen {
  readonly status: number;
  readonly html: string;
  readonly location: string | null;
}

/** An administrator with a browser that keeps one cookie and runs no JavaScript. Paths are below the origin. */
export class Operator {
  readonly #shop: Console;
  cookie = "";

  constructor(shop: Console) {
    this.#shop = shop;
  }

  get(path: string): Promise<Seen> {
    return this.#send(path, {});
  }

  post(path: string, fields: Readonly<Record<string, string>>): Promise<Seen> {
    const headers = { origin: ORIGIN };
    return this.#send(path, { method: "POST", body: new URLSearchParams(fields), headers });
  }

  /** Sends a form and follows the redirects. */
  async submit(path: string, fields: Readonly<Record<string, string>>): Promise<Seen> {
    let seen = await this.post(path, fields);
    while (seen.location !== null) seen = await this.get(seen.location);
    return seen;
  }

  signIn(next = "/admin/users"): Promise<Seen> {
    return this.submit("/admin/sign-in", { email: ROOT, password: PASSWORD, next });
  }

  async #send(path: string, init: RequestInit & { readonly headers?: Record<string, string> }): Promise<Seen> {
    const headers = { ...init.headers, ...(this.cookie !== "" && { cookie: this.cookie }) };
    const response = await this.#shop.handler(new Request(new URL(path, ORIGIN), { ...init, headers }));
    for (const line of response.headers.getSetCookie()) this.cookie = line.split(";")[0]!;
    return { status: response.status, html: await response.text(), location: response.headers.get("location") };
  }
}

/** What administrators do on pages. */
export function tellPanel(): void {
  it("AD02 who opens the panel signs in, and finds a user by the beginning of the address", async () => {
    const shop = await openConsole();
    for (const name of ["ada", "bob"]) await shop.people.create({ email: `${name}@example.com` });
    const operator = new Operator(shop);
    const { location } = await operator.get("/admin/users?search=ad");
    expect(location).toBe("/admin/sign-in?next=%2Fadmin%2Fusers%3Fsearch%3Dad");
    const seen = await operator.signIn("/admin/users?search=ad");
    expect(seen.html).toContain("ada@example.com");
    expect(seen.html).not.toContain("bob@example.com");
    expect((await operator.get("/admin/users?search=zz")).html).toContain("No users found.");
    expect((await operator.get("/admin/")).location).toBe("/admin/users");
    const one = await operator.get("/admin/users?limit=1");
    const next = /href="([^"]*cursor=[^"]*)"/.exec(one.html)![1]!.replaceAll("&amp;", "&");
    expect((await operator.get(next)).html).toContain("First page");
    expect((await operator.get("/admin/users?cursor=x")).status).toBe(400);
  });

  it("AD03 creates a user and changes address, name and app metadata, and says what is wrong with JSON", async () => {
    const shop = await openConsole();
    const operator = new Operator(shop);
    await operator.signIn();
    const bad = await operator.post("/admin/users/new", { email: "ada@example.com", appMetadata: "{role:" });
    expect([bad.status, bad.html.includes("This is not a JSON object")]).toEqual([400, true]);
    expect(bad.html).toContain("{role:</textarea>");
    const created = await operator.submit("/admin/users/new", {
      email: "ada@example.com",
      emailVerified: "yes",
      appMetadata: '{"role":"editor"}',
    });
    expect(created.html).toContain("The user is created.");
    const { id } = (await shop.people.find({ email: "ada@example.com" }))!;
    const fields = { action: "update", email: "countess@example.com", username: "ada", appMetadata: "" };
    expect((await operator.submit(`/admin/users/${id}`, fields)).html).toContain("The changes are saved.");
    expect(await shop.people.find({ id })).toMatchObject({ email: "countess@example.com", username: "ada" });
    await shop.people.create({ email: "bob@example.com" });
    const taken = await operator.post(`/admin/users/${id}`, { ...fields, email: "bob@example.com" });
    expect(taken.status).toBe(409);
    expect(taken.html).toMatch(/id="edit-email"[^>]*aria-invalid="true"/);
  });

  it("AD01 what hurts leads to the proof of the administrator and back, and is not done before", async () => {
    const shop = await openConsole();
    const { id } = await shop.people.create({ email: "ada@example.com" });
    const operator = new Operator(shop);
    await operator.signIn();
    shop.clock.advance(300);
    const page = await operator.get(`/admin/users/${id}`);
    expect(page.html).toContain("To make changes, first confirm that it is you.");
    expect(page.html).not.toContain('value="delete"');
    for (const action of ["delete", "erase", "disable", "verify", "password", "update", "enable"]) {
      const refused = await operator.post(`/admin/users/${id}`, { action, email: "eve@example.com" });
      expect([action, refused.location]).toEqual([action, `/admin/proof?next=%2Fadmin%2Fusers%2F${id}`]);
    }
    expect((await operator.post("/admin/users/new", { email: "eve@example.com" })).location).toMatch(/^\/admin\/proof/);
    expect(await shop.people.find({ id })).toMatchObject({ email: "ada@example.com", disabled: false });
    expect(await shop.people.find({ email: "eve@example.com" })).toBeNull();
    const wrong = await operator.post("/admin/proof", { password: "something else", next: `/admin/users/${id}` });
    expect([wrong.status, wrong.html.includes("This is not your current password.")]).toEqual([401, true]);
    const back = await operator.post("/admin/proof", { password: PASSWORD, next: `/admin/users/${id}` });
    expect(back.location).toBe(`/admin/users/${id}`);
    expect((await operator.get(`/admin/users/${id}`)).html).toContain('value="delete"');
    expect((await operator.post("/admin/proof", { password: PASSWORD, next: "https://evil.test/" })).location).toBe(
      "/admin/users",
    );
  });

  it("AD03 every button of a user's page does what it says", async () => {
    const shop = await openConsole();
    const { id } = await shop.people.create({ email: "ada@example.com", password: PASSWORD });
    const { session } = await shop.auth.signIn(
      { email: "ada@example.com", password: PASSWORD },
      { address: null, agent: "Robot/1" },
    );
    const key = await apiKeys(shop.auth).admin.create(id, { name: "backup" });
    const operator = new Operator(shop);
    await operator.signIn();
    const press = async (action: string, fields: Readonly<Record<string, string>> = {}) =>
      (await operator.submit(`/admin/users/${id}`, { action, ...fields })).html;
    const page = (await operator.get(`/admin/users/${id}`)).html;
    for (const shown of ["Robot", "backup", "user.created", session.id, key.id]) expect(page).toContain(shown);
    expect(await press("verify")).toContain("The address is marked as confirmed.");
    expect(await press("send-reset")).toContain("The email is on its way");
    expect(await press("unlock")).toContain("The user can try again.");
    expect(await press("end-session", { sessionId: session.id })).toContain("The device is signed out.");
    expect(await press("end-session", { sessionId: session.id })).toContain('role="alert"');
    expect(await press("delete-api-key", { keyId: key.id })).toContain("The API key is deleted.");
    expect(await press("password", { password: "short" })).toMatch(/id="password-password"[^>]*aria-invalid="true"/);
    expect(await press("password", { password: "another long password" })).toContain("The password is set.");
    expect(await press("disable")).toContain("The user is disabled.");
    expect(await press("enable")).toContain("The user is enabled.");
    expect(await press("end-sessions")).toContain("The user is signed out everywhere.");
    for (const path of [`/admin/users/${id}`, "/admin/audit"])
      expect((await operator.get(path)).html).toContain(`By ${ROOT}`);
    expect((await operator.post(`/admin/users/${id}`, { action: "gibberish" })).status).toBe(404);
    expect(await press("erase")).toContain("The user is deleted and erased from the log.");
    expect(shop.erased).toEqual([id]);
    expect((await operator.get(`/admin/users/${id}`)).status).toBe(404);
  });

  it("SF10 PK07 passkeys are deleted and the factor reset on the user's page, after a recent proof alone", async () => {
    const shop = await openConsole();
    const operator = new Operator(shop);
    await operator.signIn();
    const { id } = await shop.people.create({ email: "ada@example.com", password: PASSWORD });
    const path = `/admin/users/${id}`;
    const none = await operator.get(path);
    for (const sentence of ["The user has no passkeys.", "The user has no two-step verification."])
      expect(none.html).toContain(sentence);
    const stored = (await shop.storage.users.find(id))!.user;
    const [passkey, factor] = waysInOf(stored);
    await shop.storage.passkeys.insert(passkey, stored.sessionVersion);
    await shop.storage.factors.insert(factor, ["a hash of a code"], { sessionVersion: stored.sessionVersion });
    const seen = await operator.get(path);
    for (const text of ["Ada&#39;s &lt;phone&gt;", "Never used", "Synced", "Recovery codes left: 1", "On since"])
      expect(seen.html).toContain(text);
    for (const secret of [factor.secret, "a hash of a code"]) expect(seen.html).not.toContain(secret);

    shop.clock.advance(301);
    const fields = { action: "delete-passkey", passkeyId: passkey.id };
    expect((await operator.get(path)).html).not.toContain("Reset two-step verification");
    for (const hurting of [fields, { action: "reset-second-factor" }])
      expect((await operator.post(path, hurting)).location).toContain("/proof");
    expect(await shop.people.passkeys(id)).toHaveLength(1);
    expect(await shop.people.secondFactor(id)).not.toBeNull();

    await operator.submit("/admin/proof", { password: PASSWORD, next: path });
    expect((await operator.submit(path, fields)).html).toContain("The passkey is deleted.");
    const reset = await operator.submit(path, { action: "reset-second-factor" });
    expect(reset.html).toContain("Two-step verification is off.");
    expect(await shop.people.passkeys(id)).toEqual([]);
    expect(await shop.people.secondFactor(id)).toBeNull();
  });

  it("AD03 what users wrote is text on every page", async () => {
    const shop = await openConsole();
    const evil = "<img src=x onerror=alert(1)>";
    const { id } = await shop.people.create({ email: "ada@example.com", metadata: { [evil]: evil } });
    await shop.auth.signUp({ email: "bob@example.com", password: PASSWORD }, { address: null, agent: evil });
    await apiKeys(shop.auth).admin.create(id, { name: evil });
    const operator = new Operator(shop);
    await operator.signIn();
    for (const path of [`/users/${id}`, `/users?search=${encodeURIComponent(`"${evil}`)}`, "/audit"]) {
      const { html } = await operator.get(`/admin${path}`);
      expect(html).not.toContain("<img");
      expect(html.startsWith("<!doctype html>")).toBe(true);
    }
  });

  it("AD03 where nothing is audited and no mail is sent, there is no such part", async () => {
    const shop = await openConsole({
      admin: { audit: undefined, passwordReset: undefined, emailVerification: undefined },
    });
    const { id } = await shop.people.create({ email: "ada@example.com" });
    const operator = new Operator(shop);
    await operator.signIn();
    const { html } = await operator.get(`/admin/users/${id}`);
    for (const absent of ["Audit log", "Send password reset email", "Send confirmation email", 'value="erase"'])
      expect(html).not.toContain(absent);
    expect((await operator.get("/admin/audit")).status).toBe(404);
    expect((await operator.post(`/admin/users/${id}`, { action: "send-reset" })).status).toBe(404);
  });
}
