import type { Client } from "@latchkey/client";
import { describe, expect, it } from "vitest";
import { ADA, BASE_URL, BOB, browser, browserFetch, openServer, statesOf } from "./support/server.ts";
import { createClient } from "@latchkey/client";

const NEW_PASSWORD = "correct horse stapler";

/** Who is signed in after each step, by the step's answer alone: no other request comes. */
async function expectSteps(
  steps: readonly (readonly [(client: Client) => Promise<unknown>, string])[],
  server = openServer(),
  client = browser(server),
) {
  const { seen } = statesOf(client);
  for (const [step, state] of steps) {
    const before = server.requests.length;
    await step(client);
    expect(server.requests.length - before).toBe(1);
    expect(seen.at(-1)).toBe(state);
  }
}

describe("the session follows what the client does, by the answers alone", () => {
  const [ada, out] = ["signed-in ada@example.com", "signed-out"];

  it("P17 P19 signing up, out and in", () =>
    expectSteps([
      [(client) => client.signUp(ADA), ada],
      [(client) => client.signOut(), out],
      [(client) => client.signIn(ADA), ada],
      [(client) => client.sessions.endOthers(), ada],
      [(client) => client.sessions.endAll(), out],
    ]));

  it("Y45 signing up and in by user name", () =>
    expectSteps([
      [(client) => client.signUp({ ...ADA, username: "ada" }), ada],
      [(client) => client.signOut(), out],
      [(client) => client.signIn({ username: "Ada", password: ADA.password }), ada],
    ]));

  it("Y35 Y36 Y37 Y38 mails and passwords", async () => {
    const server = openServer();
    const { mails } = server;
    await expectSteps(
      [
        [(client) => client.signUp(ADA), ada],
        [(client) => client.email.sendVerification(), ada],
        [async (client) => client.email.verify({ token: await mails.last(ADA.email) }), ada],
        [(client) => client.password.change({ currentPassword: ADA.password, newPassword: NEW_PASSWORD }), ada],
        [(client) => client.email.change({ email: BOB.email, currentPassword: NEW_PASSWORD }), ada],
        [async (client) => client.email.confirm({ token: await mails.last(BOB.email) }), "signed-in bob@example.com"],
        [(client) => client.signOut(), out],
        [(client) => client.password.forgot({ email: BOB.email }), out],
        [
          async (client) => client.password.reset({ token: await mails.last(BOB.email), password: BOB.password }),
          "signed-in bob@example.com",
        ],
        [(client) => client.account.delete({ currentPassword: BOB.password }), out],
      ],
      server,
    );
  });

  it("Y33 ending the current session by the list signs out, ending another does not", async () => {
    const server = openServer();
    const [here, there] = [browser(server), browser(server)];
    await there.signUp(ADA);
    await here.signIn(ADA);
    const listed = await here.sessions.list();
    await here.sessions.end(listed.find(({ current }) => !current)!.id);
    expect(here.session.get().status).toBe("signed-in");
    await here.sessions.end(listed.find(({ current }) => current)!.id);
    expect(here.session.get().status).toBe("signed-out");
    expect((await here.session.refresh()).status).toBe("signed-out");
  });

  it("Y38 confirming an address with the password, in a browser that is not signed in, signs nobody in", async () => {
    const server = openServer();
    const [here, there] = [browser(server), browser(server)];
    await here.signUp(ADA);
    await here.email.change({ email: BOB.email, currentPassword: ADA.password });
    await there.session.refresh();
    const token = await server.mails.last(BOB.email);
    expect(await there.email.confirm({ token, password: ADA.password })).toMatchObject({ email: BOB.email });
    expect(there.session.get().status).toBe("signed-out");
  });

  it("Y36 the link of another account's mail does not sign anybody out", async () => {
    const server = openServer();
    const [ada, bob] = [browser(server), browser(server)];
    await ada.signUp(ADA);
    await ada.email.sendVerification();
    await ada.email.change({ email: "lovelace@example.com", currentPassword: ADA.password });
    await bob.signUp(BOB);
    const { seen } = statesOf(bob);
    const verify = bob.email.verify({ token: await server.mails.last(ADA.email) });
    await expect(verify).rejects.toMatchObject({ code: "unauthenticated" });
    const confirm = bob.email.confirm({ token: await server.mails.last("lovelace@example.com") });
    await expect(confirm).rejects.toMatchObject({ code: "unauthenticated" });
    expect(seen).toEqual(["signed-in bob@example.com"]);
    expect((await bob.session.refresh()).user?.email).toBe(BOB.email);
  });
});

describe("a session that the server has ended", () => {
  it("P23 is over here with the next call, whichever it is", async () => {
    for (const call of [
      (client: Client) => client.refresh(),
      (client: Client) => client.sessions.list(),
      (client: Client) => client.apiKeys.list(),
      (client: Client) => client.password.change({ currentPassword: "a", newPassword: NEW_PASSWORD }),
      (client: Client) => client.account.update({ metadata: null }),
      (client: Client) => client.request("GET", "/sessions"),
    ]) {
      const server = openServer();
      const [here, there] = [browser(server), browser(server)];
      await here.signUp(ADA);
      await there.signIn(ADA);
      await there.sessions.endAll();
      await expect(call(here)).rejects.toMatchObject({ code: "unauthenticated", status: 401 });
      expect(here.session.get()).toEqual({ status: "signed-out", user: null, error: null });
    }
  });

  it("SI01 a wrong password is no such end", async () => {
    const client = browser(openServer());
    await client.signUp(ADA);
    const change = client.password.change({ currentPassword: "wrong horse", newPassword: NEW_PASSWORD });
    await expect(change).rejects.toMatchObject({ code: "invalid_credentials", status: 401 });
    await expect(client.signIn({ ...ADA, password: "wrong horse" })).rejects.toMatchObject({ status: 401 });
    expect(client.session.get().status).toBe("signed-in");
  });
});

describe("trouble signs nobody out", () => {
  /** A way to the server that can be broken. */
  function breakable() {
    const server = openServer();
    const through = browserFetch(server.handler);
    const way: { trouble: (() => Response) | null } = { trouble: null };
    const client = createClient({
      baseUrl: BASE_URL,
      fetch: async (url, init) => (way.trouble ? way.trouble() : through(url, init)),
    });
    return { client, way };
  }
  const offline = (): Response => {
    throw new TypeError("fetch failed");
  };

  it.each([
    ["no network", offline, "network"],
    ["a proxy's page", () => new Response("<h1>Bad gateway</h1>", { status: 502 }), "internal"],
    ["a proxy that asks for a password", () => new Response("Unauthorized", { status: 401 }), "internal"],
    ["a page in the place of the server", () => new Response("<!doctype html><title>App</title>"), "internal"],
    ["an answer without a user", () => Response.json({ hello: "world" }), "internal"],
    ["an answer that is a list", () => Response.json([]), "internal"],
    [
      "a database that is down",
      () => Response.json({ code: "storage_unavailable" }, { status: 503 }),
      "storage_unavailable",
    ],
  ])("HT09 the last state stays, and the error is told: %s", async (_, trouble, code) => {
    const { client, way } = breakable();
    const { seen } = statesOf(client);
    way.trouble = trouble;
    await client.session.refresh();
    way.trouble = null;
    await client.signUp(ADA);
    way.trouble = trouble;
    await client.session.refresh();
    // Nothing that only looks like signing out, either.
    await expect(client.signOut()).rejects.toMatchObject({ code });
    way.trouble = null;
    await client.session.refresh();
    expect(seen).toEqual([
      "loading",
      `loading ${code}`,
      "signed-in ada@example.com",
      `signed-in ada@example.com ${code}`,
      "signed-in ada@example.com",
    ]);
  });
});
