import { createClient, LatchkeyError } from "@latchkey/client";
import { describe, expect, it } from "vitest";
import { ADA, app, BASE_URL, browser, fetchOf, Keychain, openServer, statesOf } from "./support/server.ts";

/** What an app and a browser do with a server, on every runtime. */
export function conversation(): void {
  describe("CL01 an app with a keychain", () => {
    it("CL01 Y20 signs up, keeps its token, extends the session, and forgets the token at sign-out", async () => {
      const server = openServer();
      const keychain = new Keychain();
      const client = app(server, keychain);
      const { seen, stop } = statesOf(client);
      expect((await client.session.refresh()).status).toBe("signed-out");
      // Without a token there is nothing to ask.
      expect(server.requests).toEqual([]);

      const user = await client.signUp({ ...ADA, metadata: { theme: "dark" } });
      expect(user).toMatchObject({ email: ADA.email, emailVerified: false, metadata: { theme: "dark" } });
      const { token } = keychain;
      expect(token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
      expect(Object.keys(user)).not.toContain("token");

      await client.session.refresh();
      // The same token is not written again.
      expect(keychain.writes).toBe(1);
      const { expiresAt } = await client.refresh();
      expect(Date.parse(expiresAt)).toBeGreaterThan(0);
      await client.session.refresh();
      expect(await client.sessions.list()).toMatchObject([{ current: true }]);
      await client.password.change({ currentPassword: ADA.password, newPassword: "correct horse stapler" });
      expect(keychain.token).not.toBe(token);
      expect((await client.session.refresh()).status).toBe("signed-in");

      await client.signOut();
      expect(keychain.token).toBeNull();
      const changes = seen.filter((state, at) => state !== seen[at - 1]);
      expect(changes).toEqual(["loading", "signed-out", "signed-in ada@example.com", "signed-out"]);
      stop();
    });

    it("CL01 SE13 keeps its token when the server could not end the session", async () => {
      const server = openServer();
      const keychain = new Keychain();
      let trouble = 0;
      const client = createClient({
        baseUrl: BASE_URL,
        tokenStore: keychain,
        fetch: async (url, init) =>
          trouble === 0
            ? fetchOf(server.handler)(url, init)
            : Response.json(
                { error: "Try again", code: "storage_unavailable" },
                { status: trouble, headers: { "retry-after": "7" } },
              ),
      });
      await client.signUp(ADA);
      const { token } = keychain;
      trouble = 503;
      await expect(client.signOut()).rejects.toMatchObject({ code: "storage_unavailable", status: 503, retryAfter: 7 });
      expect(keychain.token).toBe(token);
      expect(client.session.get().status).toBe("signed-in");
      trouble = 0;
      await client.signOut();
      expect(keychain.token).toBeNull();
    });

    it("CL01 P24 sends no cookie, and no token but its own", async () => {
      const server = openServer();
      const sent: RequestInit[] = [];
      const client = createClient({
        baseUrl: BASE_URL,
        tokenStore: new Keychain(),
        fetch: (url, init) => {
          sent.push(init);
          return fetchOf(server.handler)(url, init);
        },
      });
      await client.signUp(ADA);
      await client.sessions.list();
      await client.signOut();
      const headers = sent.map((init) => Object.keys(init.headers as object));
      expect(headers).toEqual([
        ["content-type", "session-carrier"],
        ["session-carrier", "authorization"],
        // Frameworks take a request that changes state, and names no content type, for a forged form.
        ["content-type", "session-carrier", "authorization"],
      ]);
      expect(sent.every(({ signal }) => signal instanceof AbortSignal)).toBe(true);
      expect(new Set(sent.map(({ credentials }) => credentials))).toEqual(new Set(["omit"]));
    });
  });

  describe("CL01 a browser with a cookie", () => {
    it("CL01 P10 signs up, out and in, and sees no token", async () => {
      const server = openServer();
      const client = browser(server);
      await client.signUp(ADA);
      expect((await client.session.refresh()).user?.email).toBe(ADA.email);
      expect(JSON.stringify(await client.request("GET", "/me"))).not.toContain("token");
      await client.signOut();
      expect((await client.session.refresh()).status).toBe("signed-out");
      await client.signIn(ADA);
      expect(client.session.get().status).toBe("signed-in");
    });
  });

  describe("CL01 what the server offers", () => {
    it("CL01 is asked once, and again only if no answer came", async () => {
      const server = openServer();
      let isDown = true;
      const client = createClient({
        baseUrl: BASE_URL,
        fetch: (url, init) =>
          isDown ? Promise.reject(new TypeError("fetch failed")) : fetchOf(server.handler)(url, init),
      });
      await expect(client.methods()).rejects.toMatchObject({ code: "network" });
      isDown = false;
      const [one, two] = await Promise.all([client.methods(), client.methods()]);
      expect(one).toBe(two);
      expect(await client.methods()).toBe(one);
      expect(one.password).toEqual({ signUp: true, minLength: 8, maxLength: 256 });
      expect(server.requests).toEqual(["GET /methods"]);
    });
  });

  describe("CL01 errors have a code", () => {
    it("CL01 P14 of the server, with the field at fault and the server's sentence", async () => {
      const error: unknown = await browser(openServer())
        .signUp({ ...ADA, password: "short" })
        .catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(LatchkeyError);
      expect(error).toMatchObject({
        name: "LatchkeyError",
        code: "password_too_short",
        field: "password",
        retryAfter: undefined,
        status: 400,
      });
      expect((error as Error).message).toBe("Password must be at least 8 characters");
    });

    it("CL01 of the client, when no server answers", async () => {
      const client = createClient({ baseUrl: "http://127.0.0.1:1/auth" });
      const error: unknown = await client.signIn(ADA).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: "network", status: 0, field: undefined, retryAfter: undefined });
      expect((error as Error).cause).toBeInstanceOf(Error);
      expect((await client.session.refresh()).error?.code).toBe("network");
    });

    it("CL01 of the client, when its keychain fails", async () => {
      const locked = { get: () => Promise.reject(new Error("The keychain is locked")), set: () => {} };
      const client = createClient({ baseUrl: BASE_URL, fetch: fetchOf(openServer().handler), tokenStore: locked });
      await expect(client.signIn(ADA)).rejects.toMatchObject({ code: "internal", status: 0 });
      expect((await client.session.refresh()).error?.message).toBe("The token store failed");
    });

    it("CL01 of the client, when a server that only has cookies is asked for a token", async () => {
      const keychain = new Keychain();
      const client = app(openServer({}, { carriers: ["cookie"] }), keychain);
      await expect(client.signUp(ADA)).rejects.toMatchObject({ code: "internal", status: 0 });
      expect(client.session.get().status).toBe("loading");
    });
  });
}
