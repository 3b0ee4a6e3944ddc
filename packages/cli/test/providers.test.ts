import { readFileSync } from "node:fs";
import { request, type IncomingMessage } from "node:http";
import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { openVisitor, type Visitor } from "../../oauth/test/support/visitor.ts";
import { openIdProvider } from "../../oauth/test/support/counterparts.ts";
import { readConfig } from "../src/index.ts";
import { providerSettings } from "../src/lib/settings/provider-settings.ts";
import { get } from "./client.ts";
import { AUTH_SECRET } from "./databases.ts";
import { newFolder, run, startServer } from "./processes.ts";

const simple = ["google", "github", "gitlab", "facebook", "discord", "linkedin", "slack", "twitch", "x", "spotify"];

/** Presses the button of a provider on the page for signing in, and arrives there. */
async function goTo(visitor: Visitor, url: string, provider: string) {
  const page = await visitor.visit(`${url}/auth/sign-in`);
  const [, href] = new RegExp(`href="([^"]*/oauth/${provider}[^"]*)"`).exec(page.text) ?? [];
  expect(href, page.text).toBeDefined();
  return visitor.visit(new URL(href!.replaceAll("&amp;", "&"), page.url));
}

describe("providers by environment variables", () => {
  it("each one is there when its variables are, in the order of the buttons", () => {
    const env = simple.flatMap((id) => [
      [`AUTH_${id.toUpperCase()}_ID`, "an id"],
      [`AUTH_${id.toUpperCase()}_SECRET`, "a secret"],
    ]);
    const more = {
      AUTH_MICROSOFT_ID: "an id",
      AUTH_MICROSOFT_SECRET: "a secret",
      AUTH_MICROSOFT_TENANT: "organizations",
      AUTH_APPLE_ID: "com.example.web",
      AUTH_APPLE_TEAM_ID: "A1B2C3D4E5",
      AUTH_APPLE_KEY_ID: "F6G7H8I9J0",
      AUTH_APPLE_PRIVATE_KEY: "-----BEGIN PRIVATE KEY-----",
      AUTH_OPENID_ISSUER: "https://accounts.example.com",
      AUTH_OPENID_ID: "an id",
      AUTH_OPENID_NAME: "Example",
    };
    const { providers } = readConfig({ ...Object.fromEntries(env), ...more });
    expect(providers.map(({ name }) => name)).toEqual([
      "Google",
      "Apple",
      "Microsoft",
      "GitHub",
      "GitLab",
      "Facebook",
      "Discord",
      "LinkedIn",
      "Slack",
      "Twitch",
      "X",
      "Spotify",
      "Example",
    ]);
    expect(readConfig({ AUTH_GOOGLE_ID: "", AUTH_GOOGLE_SECRET: "" }).providers).toEqual([]);
  });

  it("OA01 people sign in by any OpenID provider, also in production and at another path", async () => {
    const { port } = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    const callback = `${origin}/api/login/oauth/openid/callback`;
    const client = { client_id: "shop", client_secret: "a secret of the shop", redirect_uris: [callback] };
    const { issuer } = await openIdProvider([client]);
    const { url } = await startServer(
      {
        NODE_ENV: "production",
        AUTH_SECRET,
        PORT: String(port),
        AUTH_ORIGIN: origin,
        AUTH_BASE_PATH: "/api/login",
        AUTH_OPENID_ISSUER: issuer,
        AUTH_OPENID_ID: client.client_id,
        AUTH_OPENID_SECRET: client.client_secret,
        AUTH_OPENID_NAME: "Example",
      },
      newFolder(),
    );
    expect((await get(`${url}/api/login/methods`)).body.methods).toMatchObject({
      oauth: { providers: [{ id: "openid", name: "Example" }] },
      identities: {},
      proof: {},
    });
    const visitor = openVisitor();
    const there = await visitor.visit(`${url}/api/login/oauth/openid`);
    expect(there.url.origin).toBe(issuer);
    const account = await visitor.submit(there, { subject: "ada-1", email: "ada@example.com", answer: "allow" });
    expect([account.url.href, account.status]).toEqual([`${origin}/api/login/account`, 200]);
    expect(account.text).toContain("ada@example.com");
    expect(account.text).toContain("Example");
  });
});

describe("--demo-provider", () => {
  it("OA01 a newcomer signs in by it, is the same person again, and is told when the person refuses", async () => {
    // This visitor cannot say that it navigates from one site to another, so both are at one address.
    const { port } = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const env = { PORT: String(port), AUTH_ORIGIN: url };
    const { said } = await startServer(env, newFolder(), ["--demo-provider"]);
    expect(said.out).toMatch(/sign in {3}with Demo provider \(http:\/\/127\.0\.0\.1:\d+/);
    const [ada, bob] = [openVisitor(), openVisitor()];
    const account = await ada.submit(await goTo(ada, url, "demo"), { email: "ada@example.com", answer: "allow" });
    expect(account.url.pathname).toBe("/auth/account");
    expect(account.text).toContain("ada@example.com");
    const again = await bob.submit(await goTo(bob, url, "demo"), { email: "Ada@example.com", answer: "allow" });
    expect(again.text).toContain("ada@example.com");

    const refused = await bob.submit(await goTo(openVisitor(), url, "demo"), { answer: "refuse" });
    expect(refused.status).toBe(400);
    const carol = openVisitor();
    const told = await carol.submit(await goTo(carol, url, "demo"), { answer: "refuse" });
    expect([told.url.pathname, told.url.searchParams.get("error")]).toEqual(["/auth/sign-in", "access_denied"]);
    expect(told.text).toContain("You have not agreed to sign in this way.");
    expect(said.err).toBe("");
  });

  it("who comes by the other name of this machine is sent to the one that providers and passkeys know", async () => {
    const { url } = await startServer({}, newFolder());
    const [here, there] = [url, url.replace("localhost", "127.0.0.1")];
    const path = "/auth/sign-in?next=%2F";
    const navigation = { "sec-fetch-mode": "navigate" };
    expect(await locationOf(there + path, navigation)).toBe(here + path);
    expect(await locationOf(there + path, {})).toBeUndefined();
    expect(await locationOf(here + path, navigation)).toBeUndefined();
    // A host that a stranger made up leads nowhere.
    expect(await locationOf(here + path, { ...navigation, host: "evil.example" })).toBeUndefined();
  });

  it("it is refused in production and for other commands, and ends with the server", async () => {
    const production = run(["serve", "--demo-provider"], { NODE_ENV: "production", AUTH_SECRET }, newFolder());
    expect(await production.end).toBe(1);
    expect(production.said.err).toBe(
      "latchkey: --demo-provider lets anybody sign in as anybody: it is not for production.\n",
    );
    const migrate = run(["migrate", "--demo-provider"], {}, newFolder());
    expect(await migrate.end).toBe(2);
    const server = await startServer({}, newFolder(), ["--demo-provider"]);
    const [, demo] = /Demo provider \((\S+),/.exec(server.said.out) ?? [];
    const configuration = `${demo}/.well-known/openid-configuration`;
    expect((await fetch(configuration)).status).toBe(200);
    // A name of a stranger that leads to this machine gets nothing of it.
    const host = `evil.example:${new URL(demo!).port}`;
    expect((await answerOf(configuration, { host })).statusCode).toBe(421);
    expect(await server.kill("SIGTERM")).toBe(0);
    await expect(fetch(demo!)).rejects.toThrow();
  });
});

/** Where an answer leads. By node:http: fetch writes these headers itself. */
async function locationOf(url: string, headers: Record<string, string>): Promise<string | undefined> {
  return (await answerOf(url, headers)).headers.location;
}

function answerOf(url: string, headers: Record<string, string>): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request(url, { headers }, (response) => resolve(response.resume()))
      .on("error", reject)
      .end();
  });
}

/** A port on which nothing listens at this moment: the provider must know it before the server starts. */
async function freePort(): Promise<{ port: number }> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return { port };
}

it("docs/server.md lists every variable of a provider", () => {
  const text = readFileSync(new URL("../../../docs/server.md", import.meta.url), "utf8");
  const names = Object.keys(providerSettings).filter((name) => name !== "AUTH_LINK_VERIFIED");
  expect(names.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
});
