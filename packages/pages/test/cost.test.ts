import { gzipSync } from "node:zlib";
import { sqliteStorage } from "@latchkey/adapter-sqlite";
import type { Auth } from "@latchkey/core";
import { github, google, microsoft, socialSignIn, type Provider } from "@latchkey/oauth";
import Database from "better-sqlite3";
import { expect, it } from "vitest";
import { EMAIL, openWithAda, PATHS } from "./forms.suite.ts";
import { openShop, ORIGIN, PASSWORD } from "./server.ts";
import { Visitor } from "./visitor.ts";

/** What a page may weigh, in bytes as gzip sends them, with its style: nothing else is loaded. */
const HEAVIEST = 15_360;

it("a page weighs at most 15 kB with its style, in every language, also with a hundred devices and keys", async () => {
  const shop = openShop();
  const ada = await openWithAda(shop);
  for (let at = 0; at < 99; at++) {
    const phone = new Visitor(shop);
    await phone.post("/sign-in", { username: "ada", password: PASSWORD });
    await ada.post("/account", { action: "create-api-key", name: `Key ${at}`, currentPassword: PASSWORD });
  }
  for (const path of PATHS) {
    for (const language of ["en", "de", "fr", "es", "pt", "ja"]) {
      const visitor = path === "/account" || path === "/sign-out" ? ada : new Visitor(shop);
      const seen = await visitor.get(path, { "accept-language": language });
      expect(seen.status).toBe(200);
      expect(gzipSync(seen.html).length).toBeLessThanOrEqual(HEAVIEST);
    }
  }
  const { html } = await ada.get("/account");
  expect(html.match(/value="end-session"/g)).toHaveLength(99);
});

it("a page asks the database for no more than it shows, and for nothing if nobody is signed in", async () => {
  const heard: string[] = [];
  const database = new Database(":memory:", {
    verbose: (sql) => void heard.push(String(sql).trim().split(/\s/, 1)[0]!),
  });
  const shop = openShop({ storage: sqliteStorage(database) });
  const ada = await openWithAda(shop);
  await ada.get("/account");
  const during = async (act: () => Promise<unknown>) => {
    heard.length = 0;
    await act();
    return heard.map((verb) => verb.toLowerCase()).join(" ");
  };
  for (const path of ["/sign-in", "/sign-up", "/forgot-password", "/reset-password?token=x", "/account"]) {
    expect(await during(() => new Visitor(shop).get(path))).toBe("");
  }
  expect(await during(() => ada.get("/sign-in"))).toBe("select");
  expect(await during(() => ada.get("/sign-out"))).toBe("select");
  expect(await during(() => ada.get("/verify-email?token=x"))).toBe("select");
  // The session with its user, the devices, the keys, and the ways in: by mail one may have no password.
  expect(await during(() => ada.get("/account"))).toBe("select select select select select");
  expect(await during(() => new Visitor(shop).post("/sign-in", { username: EMAIL, password: PASSWORD }))).toBe(
    "select insert",
  );
  expect(await during(() => ada.post("/sign-out"))).toBe("delete");
});

it("with providers the account asks for what is connected, and without any for nothing more", async () => {
  const heard: string[] = [];
  const open = async (providers: readonly Provider[]) => {
    const database = new Database(":memory:", {
      verbose: (sql) => void heard.push(String(sql).trim().split(/\s/, 1)[0]!),
    });
    const social = (auth: Auth) => socialSignIn(auth, { origin: ORIGIN, providers });
    const shop = openShop({ storage: sqliteStorage(database), social, without: ["mailSignIn"] });
    const ada = await openWithAda(shop);
    await ada.get("/account");
    heard.length = 0;
    const account = await ada.get("/account");
    const asked = heard.join(" ").toLowerCase();
    heard.length = 0;
    const signIn = await new Visitor(shop).get("/sign-in");
    expect(heard).toEqual([]);
    for (const { html } of [account, signIn]) expect(gzipSync(html).length).toBeLessThanOrEqual(HEAVIEST);
    return { asked, account: account.html, signIn: signIn.html };
  };
  const client = { clientId: "shop", clientSecret: "a secret of the shop" };
  const many = await open([google(client), github(client), microsoft({ ...client, tenant: "common" })]);
  // The session with its user, the connected accounts and whether there is a password, the devices, the keys.
  expect(many.asked).toBe("select select select select select");
  expect(many.signIn).toContain('href="/auth/oauth/google?next=%2Fauth%2Faccount"');
  const none = await open([]);
  expect(none.asked).toBe("select select select");
  expect(none.account).not.toContain("Connected accounts");
  expect(none.signIn).not.toMatch(/class="or"|oauth/);
});
