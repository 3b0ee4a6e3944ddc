import { createClient } from "@latchkey/client";
import { users } from "@latchkey/core/users";
import { describe, expect, it } from "vitest";
import {
  ADA,
  BASE_URL,
  BOB,
  browserFetch,
  fetchOf,
  holding,
  Keychain,
  openServer,
  statesOf,
} from "./support/server.ts";

/** A client in a browser, and the answers to some of its requests, to be let go by hand. */
function held(isHeld: (request: string) => boolean) {
  const server = openServer();
  const { fetch, ...answers } = holding(browserFetch(server.handler), isHeld);
  return { server, answers, client: createClient({ baseUrl: BASE_URL, fetch }) };
}

describe("an old answer changes nothing", () => {
  it("a late GET /me does not undo a sign-out", async () => {
    const { client, answers } = held((request) => request === "GET /me");
    await client.signUp(ADA);
    const { seen } = statesOf(client);
    const old = client.session.refresh();
    await answers.isHeld();
    await client.signOut();
    answers.release();
    expect((await old).status).toBe("signed-out");
    expect(seen).toEqual(["signed-in ada@example.com", "signed-out"]);
  });

  it("a late GET /me of nobody does not undo a sign-in", async () => {
    const { client, answers } = held((request) => request === "GET /me");
    const old = client.session.refresh();
    await answers.isHeld();
    await client.signUp(ADA);
    answers.release();
    expect((await old).user?.email).toBe(ADA.email);
  });

  it("a late GET /me of one account does not show it to the next", async () => {
    const { client, answers } = held((request) => request === "GET /me");
    await client.signUp(ADA);
    const { seen } = statesOf(client);
    const old = client.session.refresh();
    await answers.isHeld();
    await client.signUp(BOB);
    answers.release();
    await old;
    expect(seen).toEqual(["signed-in ada@example.com", "signed-in bob@example.com"]);
  });

  it("a late 401 of the old session does not sign out of the new one", async () => {
    const { client, answers } = held((request) => request === "GET /sessions");
    await client.session.refresh();
    const old = client.sessions.list();
    await answers.isHeld();
    await client.signUp(ADA);
    answers.release();
    await expect(old).rejects.toMatchObject({ code: "unauthenticated" });
    expect(client.session.get().status).toBe("signed-in");
  });

  it("a late failure is not told after a newer success", async () => {
    const server = openServer();
    const through = browserFetch(server.handler);
    let fail: (error: Error) => void;
    const broken = new Promise<Response>((_, reject) => (fail = reject));
    const client = createClient({
      baseUrl: BASE_URL,
      fetch: (url, init) => (init.method === "GET" ? broken : through(url, init)),
    });
    const old = client.session.refresh();
    await client.signUp(ADA);
    fail!(new TypeError("fetch failed"));
    expect(await old).toMatchObject({ status: "signed-in", error: null });
  });

  it("a late change of metadata does not bring back the account that has signed out", async () => {
    const { client, answers } = held((request) => request === "PATCH /me");
    await client.signUp(ADA);
    const old = client.account.update({ metadata: { theme: "dark" } });
    await answers.isHeld();
    await client.signUp(BOB);
    answers.release();
    expect((await old).email).toBe(ADA.email);
    expect(client.session.get().user?.email).toBe(BOB.email);
  });

  it("after a sign-in, asking again does not wait for the question of before", async () => {
    const { client, answers, server } = held((request) => request === "GET /me");
    const first = client.session.refresh();
    await answers.isHeld();
    await client.signUp(ADA);
    const second = client.session.refresh();
    answers.release();
    await first;
    await answers.isHeld();
    answers.release();
    expect((await second).user?.email).toBe(ADA.email);
    expect(server.requests).toEqual(["GET /me", "POST /signup", "GET /me"]);
  });
});

describe("an old token replaces no new one", () => {
  function heldApp(isHeld: (request: string) => boolean) {
    const server = openServer();
    const { fetch, ...answers } = holding(fetchOf(server.handler), isHeld);
    const keychain = new Keychain();
    return { keychain, answers, client: createClient({ baseUrl: BASE_URL, fetch, tokenStore: keychain }) };
  }

  it.each(["POST /refresh", "GET /me"])("by a late answer to %s", async (request) => {
    const { client, answers, keychain } = heldApp((sent) => sent === request);
    await client.signUp(ADA);
    const old = request === "GET /me" ? client.session.refresh() : client.refresh();
    await answers.isHeld();
    await client.signUp(BOB);
    const { token } = keychain;
    answers.release();
    await old.catch(() => {});
    expect(keychain.token).toBe(token);
    expect(client.session.get().user?.email).toBe(BOB.email);
  });

  it("by a late answer to a sign-out: the new session lives", async () => {
    const { client, answers, keychain } = heldApp((sent) => sent === "POST /signout");
    await client.signUp(ADA);
    const old = client.signOut();
    await answers.isHeld();
    await client.signUp(BOB);
    const { token } = keychain;
    answers.release();
    await old;
    expect(keychain.token).toBe(token);
    expect((await client.session.refresh()).user?.email).toBe(BOB.email);
  });

  it("by a late 401", async () => {
    const { client, answers, keychain } = heldApp((sent) => sent === "GET /sessions");
    await client.signUp(ADA);
    await client.sessions.endAll();
    keychain.token = "a token that is over";
    const old = client.sessions.list();
    await answers.isHeld();
    await client.signUp(BOB);
    const { token } = keychain;
    answers.release();
    await expect(old).rejects.toMatchObject({ code: "unauthenticated" });
    expect(keychain.token).toBe(token);
    expect(client.session.get().status).toBe("signed-in");
  });
});

describe("a session that is replaced is not over", () => {
  /** A browser in which the answer to a change of the password is under way, after the server has ended the session. */
  async function changing(currentPassword: string) {
    const server = openServer();
    let [handled, release] = [() => {}, () => {}];
    const isHandled = new Promise<void>((resolve) => (handled = resolve));
    const released = new Promise<void>((resolve) => (release = resolve));
    const fetch = browserFetch(async (request) => {
      const response = await server.handler(request);
      if (!request.url.endsWith("/password/change")) return response;
      handled();
      await released;
      return response;
    });
    const client = createClient({ baseUrl: BASE_URL, fetch });
    const user = await client.signUp(ADA);
    const { seen } = statesOf(client);
    const change = client.password.change({ currentPassword, newPassword: BOB.password });
    await isHandled;
    return { server, user, client, seen, change, release };
  }

  it("when the 401 of the old one comes before the answer that brings the new one", async () => {
    const { client, seen, change, release } = await changing(ADA.password);
    const asked = client.session.refresh();
    // By then, that question has its answer.
    await client.methods();
    release();
    await change;
    expect((await asked).status).toBe("signed-in");
    expect(new Set(seen)).toEqual(new Set(["signed-in ada@example.com"]));
  });

  it("but it is, if the answer brings no new one", async () => {
    const { server, user, client, seen, change, release } = await changing("correct horse bakery");
    await users(server.auth).endSessions(user.id);
    const asked = client.session.refresh();
    await client.methods();
    release();
    await expect(change).rejects.toMatchObject({ code: "invalid_credentials" });
    expect((await asked).status).toBe("signed-out");
    expect(seen).toEqual(["signed-in ada@example.com", "signed-out"]);
  });
});
