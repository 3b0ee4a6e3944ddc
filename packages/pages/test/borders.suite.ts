import { expect, it } from "vitest";
import { AWAY } from "../../../test/support/away.ts";
import { EMAIL, openWithAda, PATHS } from "./forms.suite.ts";
import { openShop, ORIGIN, PASSWORD } from "./server.ts";
import { attribute, tagOf, textOf, Visitor } from "./visitor.ts";

const EVIL = "https://evil.example";
const POLICY =
  /^default-src 'none'; style-src 'sha256-[\w+/]{43}='; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/;

/** What others may try from outside. */
export function tellBorders(): void {
  it("CL08 every page has a policy that allows its one style and nothing else, and its headers", async () => {
    const shop = openShop();
    const [ada, nobody] = [await openWithAda(shop), new Visitor(shop)];
    const policies = new Set<string>();
    for (const path of PATHS) {
      const visitor = path === "/account" || path === "/sign-out" ? ada : nobody;
      const seen = await visitor.get(path);
      expect([path, seen.status]).toEqual([path, 200]);
      const policy = seen.headers.get("content-security-policy") ?? "";
      expect(policy).toMatch(POLICY);
      policies.add(policy);
      expect(seen.headers.get("cache-control")).toBe("no-store");
      expect(seen.headers.get("referrer-policy")).toBe("same-origin");
      expect(seen.headers.get("x-content-type-options")).toBe("nosniff");
      expect(seen.html).not.toMatch(/<script|\son\w+=|\sstyle=|\ssrc=|<link|<iframe|<img|https?:|url\(|@import/i);
      expect(seen.html.match(/<style>/g)).toHaveLength(1);
      const head = await shop.handler(
        new Request(`${ORIGIN}/auth${path}`, {
          method: "HEAD",
          headers: visitor.cookie ? { cookie: visitor.cookie } : {},
        }),
      );
      expect([head.status, await head.text(), head.headers.get("content-length")]).toEqual([
        200,
        "",
        String(new TextEncoder().encode(seen.html).length),
      ]);
    }
    const [, hash] = /'sha256-([^']*)'/.exec([...policies].join(" ")) ?? [];
    const [, css = ""] = /<style>(.*?)<\/style>/s.exec((await nobody.get("/sign-in")).html) ?? [];
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(css));
    expect(hash).toBe(btoa(String.fromCharCode(...new Uint8Array(digest))));
    expect(policies.size).toBe(1);
  });

  it("a form of another site, or an unknown one, is refused on every page, with a cookie or without", async () => {
    const shop = openShop();
    const ada = await openWithAda(shop);
    const senders: Record<string, string>[] = [
      { origin: EVIL, "sec-fetch-site": "cross-site" },
      { origin: "null", "sec-fetch-site": "cross-site" },
      { origin: "null" },
      { origin: ORIGIN, "sec-fetch-site": "same-site" },
      {},
    ];
    for (const path of PATHS) {
      for (const sender of senders) {
        for (const visitor of [ada, new Visitor(shop)]) {
          const fields = { action: "end-all-sessions", username: EMAIL, email: EMAIL, password: PASSWORD, token: "x" };
          const seen = await visitor.post(path, fields, sender);
          expect([path, seen.status, seen.location, seen.headers.getSetCookie()]).toEqual([path, 403, null, []]);
          expect(textOf(seen.html)).toContain("For your security, this request was blocked.");
        }
      }
    }
    expect((await ada.get("/account")).status).toBe(200);
  });

  it("a return path that leaves the origin is dropped, wherever it comes from", async () => {
    const shop = openShop();
    const ada = await openWithAda(shop);
    for (const next of AWAY) {
      const nobody = new Visitor(shop);
      const query = new URLSearchParams({ next }).toString();
      expect(tagOf((await nobody.get(`/sign-in?${query}`)).html, "next")).toBe("");
      expect((await ada.get(`/sign-in?${query}`)).location).toBe("/auth/account");
      const signedIn = await nobody.post("/sign-in", { username: EMAIL, password: PASSWORD, next });
      expect([next, signedIn.location]).toEqual([next, "/auth/account"]);
    }
  });

  it("a return path is carried through signing in, signing up and a forgotten password to its end", async () => {
    const shop = openShop();
    await openWithAda(shop);
    const nobody = new Visitor(shop);
    const next = "/orders/7?from=ä&to=b#last";
    const carried = "/orders/7?from=%C3%A4&to=b#last";
    const query = new URLSearchParams({ next: carried }).toString();
    const signIn = await nobody.get(`/sign-in?${new URLSearchParams({ next })}`);
    expect(signIn.html).toContain(`href="/auth/sign-up?${query}"`);
    expect(signIn.html).toContain(`href="/auth/forgot-password?${query}"`);
    expect(textOf(signIn.html)).toContain("Sign in to continue.");
    expect(attribute(tagOf(signIn.html, "next"), "value")).toBe(carried.replace("&", "&amp;"));
    for (const path of ["/sign-up", "/forgot-password"]) {
      expect((await nobody.get(`${path}?${query}`)).html).toContain(`href="/auth/sign-in?${query}"`);
    }
    const sent = await nobody.post("/forgot-password", { email: EMAIL, next: carried });
    expect(sent.location).toBe(`/auth/forgot-password?done=sent&${query}`);
    const wrong = await nobody.post("/sign-in", { username: EMAIL, password: "wrong", next: carried });
    expect(attribute(tagOf(wrong.html, "next"), "value")).toBe(carried.replace("&", "&amp;"));
    expect((await nobody.post("/sign-in", { username: EMAIL, password: PASSWORD, next: carried })).location).toBe(
      carried,
    );
    expect((await nobody.get(`/sign-in?${query}`)).location).toBe(carried);
    const bea = new Visitor(shop);
    const joined = await bea.post("/sign-up", {
      username: "bea",
      email: "b@b.test",
      password: PASSWORD,
      next: carried,
    });
    expect(joined.location).toBe(carried);
  });

  it("a wrong password beside a live session signs nobody in: the form comes again", async () => {
    const shop = openShop();
    const ada = await openWithAda(shop);
    const seen = await ada.post("/sign-in", { username: EMAIL, password: "wrong" });
    expect([seen.status, seen.location]).toEqual([401, null]);
    expect(attribute(tagOf(seen.html, "password"), "aria-invalid")).toBe("true");
  });

  it("after signing out the pages of the account lead to signing in, in every tab and for every form", async () => {
    const shop = openShop();
    const ada = await openWithAda(shop);
    const stale = ada.cookie;
    const confirm = await ada.get("/sign-out");
    expect(confirm.status).toBe(200);
    expect(ada.cookie).toBe(stale);
    const out = await ada.submit("/sign-out");
    expect(textOf(out.html)).toContain("You are signed out.");
    const tab = new Visitor(shop);
    tab.cookie = stale;
    expect((await tab.get("/account")).location).toBe("/auth/sign-in?next=%2Fauth%2Faccount");
    const late = await tab.post("/account", {
      action: "change-password",
      currentPassword: PASSWORD,
      newPassword: "x".repeat(9),
    });
    expect([late.status, late.location]).toEqual([303, "/auth/sign-in?next=%2Fauth%2Faccount"]);
    expect((await tab.post("/sign-out")).location).toBe("/auth/sign-in?done=signed-out");
    expect((await tab.get("/sign-out")).location).toBe("/auth/sign-in");
  });

  it("a new session replaces the one that the browser had", async () => {
    const shop = openShop();
    const ada = await openWithAda(shop);
    const before = ada.cookie;
    await ada.post("/sign-in", { username: "ADA", password: PASSWORD });
    expect(ada.cookie).not.toBe(before);
    const old = new Visitor(shop);
    old.cookie = before;
    expect((await old.get("/account")).status).toBe(303);
  });

  it("a message comes from a fixed list: an address can make no page say anything", async () => {
    const shop = openShop();
    const ada = await openWithAda(shop);
    for (const done of ["You won", "<b>x</b>", "toString", "__proto__", "constructor"]) {
      const query = new URLSearchParams({ done }).toString();
      for (const [visitor, path] of [
        [new Visitor(shop), "/sign-in"],
        [ada, "/account"],
      ] as const) {
        expect((await visitor.get(`${path}?${query}`)).html).not.toMatch(/class="note"|You won|<b>/);
      }
    }
  });
}
