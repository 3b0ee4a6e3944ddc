import { createClient } from "@latchkey/client";
import { describe, expect, it, vi } from "vitest";
import { ADA, app, BASE_URL, browser, Keychain, openServer, statesOf } from "./support/server.ts";

describe("CL03 one request for many readers", () => {
  it("CL03 ten subscribers and ten refreshes at once make one GET /me", async () => {
    const server = openServer();
    const keychain = new Keychain();
    await app(server, keychain).signUp(ADA);
    const client = app(server, keychain);
    const seen = Array.from({ length: 10 }, () => statesOf(client).seen);
    await Promise.all(Array.from({ length: 10 }, () => client.session.refresh()));
    expect(server.requests).toEqual(["POST /signup", "GET /me"]);
    for (const states of seen) expect(states).toEqual(["loading", "signed-in ada@example.com"]);
  });

  it("CL03 nobody is asked before the first subscriber, and no later subscriber asks", async () => {
    const server = openServer();
    const keychain = new Keychain();
    await app(server, keychain).signUp(ADA);
    const client = app(server, keychain);
    expect(client.session.get()).toEqual({ status: "loading", user: null, error: null });
    expect(server.requests).toEqual(["POST /signup"]);
    statesOf(client);
    await client.session.refresh();
    expect(statesOf(client).seen).toEqual(["signed-in ada@example.com"]);
    expect(server.requests).toEqual(["POST /signup", "GET /me"]);
  });

  it("CL03 nothing is asked when the server has rendered who is signed in", async () => {
    const server = openServer();
    const user = await browser(server).signUp(ADA);
    for (const rendered of [user, null]) {
      const client = app(server, Object.assign(new Keychain(), { token: "a token" }));
      client.session.set(rendered);
      expect(statesOf(client).seen).toEqual([rendered ? "signed-in ada@example.com" : "signed-out"]);
    }
    expect(server.requests).toEqual(["POST /signup"]);
  });

  it("CL03 a program that renders pages asks nothing by subscribing", () => {
    const server = openServer();
    expect(statesOf(browser(server)).seen).toEqual(["loading"]);
    expect(server.requests).toEqual([]);
  });

  it("CL03 a server whose visitors share one client holds nobody, signed in or rendered", async () => {
    const server = openServer();
    // What a server's own fetch does: it keeps no cookie.
    vi.stubGlobal("fetch", (url: string, init: RequestInit) => server.handler(new Request(url, init)));
    const client = createClient({ baseUrl: BASE_URL });
    const user = await client.signUp(ADA);
    expect(client.session.get().status).toBe("loading");
    client.session.set(user);
    expect((await client.session.refresh()).status).toBe("loading");
    vi.unstubAllGlobals();
  });

  it("CL03 the state is one object until something changes, also when the same is answered again", async () => {
    const server = openServer();
    const client = browser(server);
    await client.signUp(ADA);
    const state = client.session.get();
    const { seen } = statesOf(client);
    expect(await client.session.refresh()).toBe(state);
    expect(client.session.get()).toBe(state);
    await client.account.update({ metadata: { theme: "dark" } });
    expect(client.session.get()).not.toBe(state);
    expect(seen).toHaveLength(2);
  });

  it("CL03 a subscription ends once, and one function may subscribe twice", async () => {
    const client = browser(openServer());
    let calls = 0;
    const count = () => void calls++;
    const [first, second] = [client.session.subscribe(count), client.session.subscribe(count)];
    first();
    first();
    await client.signUp(ADA);
    expect(calls).toBe(3);
    second();
    await client.signOut();
    expect(calls).toBe(3);
  });
});
