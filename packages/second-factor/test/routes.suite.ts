import type { Auth, Storage } from "@latchkey/core";
import { apiKeys } from "@latchkey/core/api-keys";
import { memoryStorage } from "@latchkey/core/memory";
import { passwordReset } from "@latchkey/core/password-reset";
import { apiKeyRoutes, apiKeyStrategy, createHandler, passwordResetRoutes } from "@latchkey/http";
import { secondFactorRoutes } from "@latchkey/second-factor";
import { describe, expect, it } from "vitest";
import { watchedStorage } from "../../../test/support/work.ts";
import { NEW_PASSWORD, openFactors, PASSWORD, type FactorOptions } from "./support/open-factors.ts";

const ORIGIN = "https://app.example.com";
const TICKET = "__Host-latchkey_session-second-factor";

/** A handler over memory, and a browser of it: it keeps cookies as browsers do. */
function openSite(options: FactorOptions = {}, storage: Storage = memoryStorage()) {
  const app = openFactors(storage, options);
  const keys = apiKeys(app.auth);
  const mails = new Map<string, string>();
  const reset = passwordReset(app.auth as Auth, { send: ({ user, token }) => void mails.set(user.email, token) });
  const handler = createHandler(app.auth, {
    routes: [...secondFactorRoutes(app.factors), ...apiKeyRoutes(keys), ...passwordResetRoutes(reset)],
    strategies: [apiKeyStrategy(keys)],
  });
  const send = (method: string, path: string, headers: Record<string, string>, body?: object) =>
    handler(
      new Request(`${ORIGIN}/auth${path}`, {
        method,
        headers: { "content-type": "application/json", ...headers },
        body: body ? JSON.stringify(body) : null,
      }),
    );

  function browser() {
    const jar = new Map<string, string>();
    return {
      jar,
      async ask(method: string, path: string, body?: object) {
        const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
        const response = await send(method, path, { origin: ORIGIN, cookie }, body);
        for (const line of response.headers.getSetCookie()) {
          const [pair = ""] = line.split(";");
          const at = pair.indexOf("=");
          if (/Max-Age=0/.test(line)) jar.delete(pair.slice(0, at));
          else jar.set(pair.slice(0, at), pair.slice(at + 1));
        }
        return { status: response.status, body: (await response.json()) as Record<string, any>, response };
      },
    };
  }
  return { app, mails, send, browser };
}

/** Somebody in a browser, with a second factor and no session. */
async function enrolled(site: ReturnType<typeof openSite>) {
  const visitor = site.browser();
  const email = `${crypto.randomUUID()}@example.com`;
  await visitor.ask("POST", "/signup", { email, password: PASSWORD });
  const { body: setup } = await visitor.ask("POST", "/second-factor/setup");
  const secret = setup.secret as string;
  const confirmed = await visitor.ask("POST", "/second-factor/confirm", { code: site.app.nextCode(secret) });
  expect(confirmed.status).toBe(200);
  await visitor.ask("POST", "/signout");
  return { visitor, email, secret, recoveryCodes: confirmed.body.recoveryCodes as string[] };
}

/** The routes, over HTTP. */
export function routesSuite(): void {
  describe("the routes of the second factor", () => {
    it("SF01 a browser gets no session and no readable ticket before the code, and then the session", async () => {
      const site = openSite();
      const { visitor, email, secret } = await enrolled(site);
      const first = await visitor.ask("POST", "/signin", { email, password: PASSWORD });
      expect(first.status).toBe(401);
      expect(first.body).toEqual({ error: expect.any(String), code: "second_factor_required" });
      expect(first.response.headers.get("www-authenticate")).toBe("Bearer");
      expect([...visitor.jar.keys()]).toEqual([TICKET]);
      expect(first.response.headers.getSetCookie()).toEqual([
        expect.stringMatching(/; Max-Age=900; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
      ]);
      expect((await visitor.ask("GET", "/me")).status).toBe(401);

      const wrong = await visitor.ask("POST", "/signin/second-factor", { code: "000000" });
      expect([wrong.status, wrong.body.code, wrong.body.field]).toEqual([400, "invalid_code", "code"]);
      const right = await visitor.ask("POST", "/signin/second-factor", { code: site.app.nextCode(secret) });
      expect([right.status, right.body.user.email]).toEqual([200, email]);
      expect([...visitor.jar.keys()]).toEqual(["__Host-latchkey_session"]);
      expect((await visitor.ask("GET", "/me")).body.user.email).toBe(email);
      expect((await visitor.ask("GET", "/second-factor")).body).toMatchObject({ enabled: true, recoveryCodes: 10 });
    });

    it("SF01 a client that asked for tokens has the ticket in the body, and sends it back", async () => {
      const site = openSite();
      const { email, secret } = await enrolled(site);
      const bearer = { "session-carrier": "bearer" };
      const first = await site.send("POST", "/signin", bearer, { email, password: PASSWORD });
      expect(first.headers.getSetCookie()).toEqual([]);
      const { code, ticket } = (await first.json()) as Record<string, string>;
      expect(code).toBe("second_factor_required");
      const input = { code: site.app.nextCode(secret), ticket };
      const second = await site.send("POST", "/signin/second-factor", bearer, input);
      const { token } = (await second.json()) as { token: string };
      expect((await site.app.auth.getUser(token))?.email).toBe(email);
      expect(second.headers.getSetCookie()).toEqual([]);
    });

    it("SF01 a reset by mail sets no session cookie, and the new password is there", async () => {
      const site = openSite();
      const { visitor, email, secret } = await enrolled(site);
      const { storage, clock } = site.app;
      const { id } = (await storage.users.findByEmail("users", email))!.user;
      await storage.users.update(id, { emailVerified: true }, { at: new Date(clock.now()) });
      await visitor.ask("POST", "/password/forgot", { email });
      await expect.poll(() => site.mails.get(email)).toBeDefined();
      const reset = await visitor.ask("POST", "/password/reset", {
        token: site.mails.get(email),
        password: NEW_PASSWORD,
      });
      expect([reset.status, reset.body.code]).toEqual([401, "second_factor_required"]);
      expect([...visitor.jar.keys()]).toEqual([TICKET]);
      await visitor.ask("POST", "/signin/second-factor", { code: site.app.nextCode(secret) });
      expect((await visitor.ask("GET", "/me")).body.user.email).toBe(email);
    });

    it("SF01 a trusted browser is asked for the password alone, until its devices are forgotten", async () => {
      const site = openSite({ rules: { trustedDevices: true } });
      const { visitor, email, secret } = await enrolled(site);
      const signIn = () => visitor.ask("POST", "/signin", { email, password: PASSWORD });
      await signIn();
      const input = { code: site.app.nextCode(secret), trustDevice: true };
      const trusted = await visitor.ask("POST", "/signin/second-factor", input);
      expect(trusted.response.headers.getSetCookie().join("\n")).toMatch(
        /__Host-latchkey_session-trusted-device=[\w-]+; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax/,
      );
      await visitor.ask("POST", "/signout");
      expect((await signIn()).status).toBe(200);
      expect((await visitor.ask("POST", "/second-factor/forget-devices")).body).toEqual({ success: true });
      expect((await signIn()).body.code).toBe("second_factor_required");
    });

    it("SF01 who must have one sets it up on the way in, in cookies alone", async () => {
      const site = openSite({ rules: { required: () => true } });
      const visitor = site.browser();
      const email = `${crypto.randomUUID()}@example.com`;
      const signUp = await visitor.ask("POST", "/signup", { email, password: PASSWORD });
      expect([signUp.status, signUp.body.code]).toEqual([401, "second_factor_setup_required"]);
      const { body: setup } = await visitor.ask("POST", "/signin/second-factor/setup", {});
      expect(Object.keys(setup)).toEqual(["secret", "uri", "qr"]);
      const code = site.app.nextCode(setup.secret as string);
      const done = await visitor.ask("POST", "/signin/second-factor/confirm", { code });
      expect([done.status, done.body.recoveryCodes.length, done.body.user.email]).toEqual([200, 10, email]);
      expect([...visitor.jar.keys()]).toEqual(["__Host-latchkey_session"]);
      expect((await visitor.ask("GET", "/methods")).body.methods.secondFactor).toEqual({
        required: true,
        trustsDevices: false,
      });
    });

    it("SF04 without a ticket, or from another site, there is nothing to finish", async () => {
      const site = openSite();
      const { visitor, email, secret } = await enrolled(site);
      for (const path of ["/signin/second-factor", "/signin/second-factor/confirm", "/signin/second-factor/setup"])
        expect((await visitor.ask("POST", path, { code: "123456" })).body.code).toBe("flow_expired");
      await visitor.ask("POST", "/signin", { email, password: PASSWORD });
      const cookie = `${TICKET}=${visitor.jar.get(TICKET)}`;
      const foreign = { origin: "https://evil.example", cookie };
      const stolen = await site.send("POST", "/signin/second-factor", foreign, { code: site.app.nextCode(secret) });
      expect(stolen.status).toBe(403);
    });

    it("SF08 POST /prove/second-factor proves again, and opens no session", async () => {
      const site = openSite();
      const { visitor, email, secret } = await enrolled(site);
      await visitor.ask("POST", "/signin", { email, password: PASSWORD });
      await visitor.ask("POST", "/signin/second-factor", { code: site.app.nextCode(secret) });
      const before = visitor.jar.get("__Host-latchkey_session");
      site.app.clock.advance(300);
      const old = await visitor.ask("POST", "/second-factor/delete", {});
      expect([old.status, old.body.code]).toEqual([403, "proof_required"]);
      const proved = await visitor.ask("POST", "/prove/second-factor", { code: site.app.nextCode(secret) });
      expect(proved.body).toEqual({ provedAt: new Date(site.app.clock.now()).toISOString(), methods: ["totp"] });
      expect(proved.response.headers.getSetCookie()).toEqual([]);
      expect(visitor.jar.get("__Host-latchkey_session")).toBe(before);
      expect((await visitor.ask("POST", "/second-factor/recovery-codes", {})).body.recoveryCodes).toHaveLength(10);
      expect((await visitor.ask("POST", "/second-factor/delete", {})).body).toEqual({ success: true });
      expect((await visitor.ask("GET", "/second-factor")).body).toMatchObject({ enabled: false });
    });

    it("SF09 an API key opens no session, changes no factor and proves nothing", async () => {
      const site = openSite();
      const { visitor, email, secret } = await enrolled(site);
      await visitor.ask("POST", "/signin", { email, password: PASSWORD });
      await visitor.ask("POST", "/signin/second-factor", { code: site.app.nextCode(secret) });
      const { key } = (await visitor.ask("POST", "/api-keys", { name: "CI" })).body as { key: string };
      const headers = { authorization: `Bearer ${key}` };
      expect((await site.send("GET", "/me", headers)).status).toBe(200);
      const asked: [string, string, object?][] = [
        ["GET", "/second-factor"],
        ["POST", "/second-factor/setup"],
        ["POST", "/second-factor/confirm", { code: "123456", ticket: "x" }],
        ["POST", "/second-factor/recovery-codes", { code: site.app.nextCode(secret) }],
        ["POST", "/second-factor/delete", { code: site.app.nextCode(secret) }],
        ["POST", "/second-factor/forget-devices"],
        ["POST", "/prove/second-factor", { code: site.app.nextCode(secret) }],
      ];
      for (const [method, path, body] of asked)
        expect((await site.send(method, path, headers, body)).status, path).toBe(401);
      const signIn = await site.send("POST", "/signin", headers, { email, password: PASSWORD });
      expect(await signIn.json()).toMatchObject({ code: "second_factor_required" });
    });

    it("SF03 what is no code is 400 with its field, unread, whatever its type and length", async () => {
      const { storage, watch } = watchedStorage(memoryStorage());
      const site = openSite({}, storage);
      const { visitor, email } = await enrolled(site);
      await visitor.ask("POST", "/signin", { email, password: PASSWORD });
      const send = (code: unknown) => visitor.ask("POST", "/signin/second-factor", { code });
      for (const code of [123_456, null, [], {}, "", "x".repeat(60_000), "１２３４５", "12345６7"]) {
        let answer: Awaited<ReturnType<typeof send>> | undefined;
        const { work } = await watch(async () => void (answer = await send(code)));
        expect([answer?.status, answer?.body.field], JSON.stringify(code)?.slice(0, 20)).toEqual([400, "code"]);
        // No guess is counted, and no secret of a factor opened.
        expect(work.storage.filter((call) => call !== "factors.find")).toEqual([]);
        expect(work.crypto.filter((name) => name !== "decrypt")).toEqual([]);
      }
      let huge: Awaited<ReturnType<typeof send>> | undefined;
      const { work } = await watch(async () => void (huge = await send("1".repeat(1_000_000))));
      expect([huge?.status, work.storage, work.crypto]).toEqual([413, [], []]);
    });
  });
}
