import { createAuth } from "@latchkey/core";
import { identities } from "@latchkey/core/identities";
import { fastHasher } from "@latchkey/core/testing";
import { createHandler, identityRoutes } from "@latchkey/http";
import { oauth2, openid, socialRoutes, socialSignIn } from "@latchkey/oauth";
import { describe, expect, it } from "vitest";
import { ADA, CLIENT, openApplication, openOkta, ORIGIN, PERSON, SECRET, signIn } from "./support/application.ts";
import { openIdProvider } from "./support/counterparts.ts";
import { openVisitor } from "./support/visitor.ts";

type Shop = Awaited<ReturnType<typeof openOkta>>;
const isCallback = (url: URL) => url.pathname.endsWith("/callback");

/** A flow that has come back from the provider, and whose callback was not sent yet. */
async function comingBack(shop: Shop, path = "/auth/oauth/okta") {
  const visitor = shop.visitor();
  const page = await visitor.visit(`${shop.origin}${path}`);
  const { url } = await visitor.submit(page, PERSON, { stopAt: isCallback });
  return { visitor, url };
}

const errorOf = (url: URL) => url.searchParams.get("error");

/** On every runtime: what binds the way back to the way there. */
export function states(): void {
  describe("a flow", () => {
    it("OA02 always sends PKCE with S256, state and nonce, each new and of 256 bits", async () => {
      const shop = await openOkta({ okta: { authorizationParameters: { state: "mine", prompt: "login" } } });
      const values = new Set<string>();
      for (let at = 0; at < 3; at++) {
        const { url } = await openVisitor(shop.application).visit(`${ORIGIN}/auth/oauth/okta`, {
          stopAt: ({ origin }) => origin !== ORIGIN,
        });
        const asked = Object.fromEntries(url.searchParams);
        expect(asked).toMatchObject({ code_challenge_method: "S256", response_type: "code", prompt: "login" });
        expect(asked.scope).toBe("openid email profile");
        for (const name of ["state", "nonce", "code_challenge"]) {
          expect(asked[name]).toMatch(/^[\w-]{43}$/);
          values.add(asked[name]!);
        }
      }
      expect(values.size).toBe(9);
    });

    it("OA02 a wrong, missing or doubled state opens nothing, and neither does what is no state", async () => {
      const shop = await openOkta();
      const { visitor, url } = await comingBack(shop);
      const right = url.searchParams.get("state")!;
      const states = [
        `${right.slice(0, -1)}${right.endsWith("A") ? "B" : "A"}`,
        "",
        "%0d%0aset-cookie:a=b",
        "; Path=/",
      ];
      for (const state of states) {
        const wrong = new URL(url);
        wrong.searchParams.set("state", state);
        expect(errorOf((await visitor.visit(wrong)).url)).toBe("flow_expired");
      }
      const missing = new URL(url);
      missing.searchParams.delete("state");
      expect(errorOf((await visitor.visit(missing)).url)).toBe("flow_expired");
      expect(await shop.whoIs(visitor)).toBeNull();
      expect((await visitor.visit(url)).url.pathname).toBe("/");
      const twice = await comingBack(shop);
      twice.url.searchParams.append("state", twice.url.searchParams.get("state")!);
      expect(errorOf((await twice.visitor.visit(twice.url)).url)).toBe("provider_failed");
      expect(await shop.whoIs(twice.visitor)).toBeNull();
    });

    it("OA02 a cookie that is given the name of another state is none, and is not used up", async () => {
      const shop = await openOkta();
      const { visitor, url } = await comingBack(shop);
      const [name, value] = Object.entries(visitor.cookies(ORIGIN))[0]!;
      const renamed = name.slice(0, -4) + "AAAA";
      visitor.keep(ORIGIN, new Headers({ "set-cookie": `${renamed}=${value}; Path=/` }));
      const other = new URL(url);
      other.searchParams.set("state", renamed.slice(-43));
      expect(errorOf((await visitor.visit(other)).url)).toBe("flow_expired");
      expect((await visitor.visit(url)).url.pathname).toBe("/");
    });

    it("OA02 a callback that is sent twice, also at once, opens one session", async () => {
      const shop = await openOkta();
      const { visitor, url } = await comingBack(shop);
      const cookie = Object.entries(visitor.cookies(ORIGIN)).map(([name, value]) => `${name}=${value}`);
      const send = () => shop.handler(new Request(url, { headers: { cookie: cookie.join("; ") } }));
      const answers = await Promise.all([send(), send(), send()]);
      const places = answers.map(({ headers }) => headers.get("location")!);
      expect(places.filter((place) => place === "/")).toHaveLength(1);
      expect(places.filter((place) => place.includes("error=flow_expired"))).toHaveLength(2);
      expect((await send()).headers.get("location")).toContain("error=flow_expired");
    });

    it("OA02 is over after 10 minutes", async () => {
      const shop = await openOkta();
      const late = await comingBack(shop);
      shop.clock.advance(600);
      expect(errorOf((await late.visitor.visit(late.url)).url)).toBe("flow_expired");
      expect(await shop.whoIs(late.visitor)).toBeNull();
    });

    it("OA04 belongs to the browser that began it", async () => {
      const shop = await openOkta();
      const { url } = await comingBack(shop);
      const victim = shop.visitor();
      expect(errorOf((await victim.visit(url)).url)).toBe("flow_expired");
      // Nor does it help to have begun a flow of one's own.
      const own = await comingBack(shop);
      expect(errorOf((await own.visitor.visit(url)).url)).toBe("flow_expired");
      expect(await shop.whoIs(own.visitor)).toBeNull();
    });

    it("OA04 belongs to its provider: the code of one never comes to another", async () => {
      const redirect_uris = ["one", "two"].map((id) => `${ORIGIN}/auth/oauth/${id}/callback`);
      const { issuer } = await openIdProvider([{ ...CLIENT, redirect_uris }]);
      const options = { issuer, clientId: CLIENT.client_id, clientSecret: CLIENT.client_secret };
      const shop = openApplication([openid("one", options), openid("two", options)]);
      const visitor = shop.visitor();
      const page = await visitor.visit(`${ORIGIN}/auth/oauth/one`);
      const { url } = await visitor.submit(page, PERSON, { stopAt: isCallback });
      url.pathname = "/auth/oauth/two/callback";
      expect(errorOf((await visitor.visit(url)).url)).toBe("flow_expired");
      expect(await shop.whoIs(visitor)).toBeNull();
    });

    it("OA04 belongs to its pool, and to its secret", async () => {
      const shop = await openOkta();
      for (const other of [{ pool: "staff" }, { secret: "another secret of this project, 32 bytes" }]) {
        const { visitor, url } = await comingBack(shop);
        const common = { storage: shop.storage, secret: SECRET, passwords: fastHasher(), now: shop.clock.now };
        const auth = createAuth({ ...common, ...other });
        const data = openid("okta", { issuer: shop.provider.issuer, clientId: "shop" });
        const social = socialSignIn(auth, { origin: ORIGIN, providers: [data], now: shop.clock.now });
        const handler = createHandler(auth, { routes: socialRoutes(social) });
        const cookie = Object.entries(visitor.cookies(ORIGIN)).map(([name, value]) => `${name}=${value}`);
        const answer = await handler(new Request(url, { headers: { cookie: cookie.join("; ") } }));
        expect(answer.headers.get("location")).toContain("error=flow_expired");
      }
    });

    it("OA04 to link ends in the session that began it, and in no other", async () => {
      const shop = await openOkta();
      const { token } = await shop.auth.signUp(ADA);
      const other = await shop.auth.signUp({ ...ADA, email: "mallory@example.com" });
      for (const ending of [null, other.token, (await shop.auth.signIn(ADA)).token, token]) {
        const visitor = shop.visitor();
        const keep = (session: string) =>
          visitor.keep(ORIGIN, new Headers({ "set-cookie": `__Host-latchkey_session=${session}; Path=/` }));
        keep(token);
        const { body } = await shop.send(visitor, "/auth/oauth/okta/start", { purpose: "link", next: "/account" });
        const page = await visitor.visit(body.location);
        const { url } = await visitor.submit(page, PERSON, { stopAt: isCallback });
        if (ending === null) visitor.keep(ORIGIN, new Headers({ "set-cookie": "__Host-latchkey_session=; Max-Age=0" }));
        else keep(ending);
        const landed = (await visitor.visit(url)).url;
        if (ending === token) expect(landed.pathname + landed.search).toBe("/account");
        else expect(errorOf(landed)).toBe("flow_expired");
        const owned = await shop.social.identities.list(token);
        expect(owned.identities).toHaveLength(ending === token ? 1 : 0);
      }
      expect((await shop.social.identities.list(other.token)).identities).toEqual([]);
    });

    it("OA06 sends the browser back to the origin alone, whatever host a request names", async () => {
      const shop = await openOkta();
      for (const headers of [
        { host: "evil.example" },
        { "x-forwarded-host": "evil.example", forwarded: "host=evil.example" },
      ]) {
        const request = new Request("https://evil.example/auth/oauth/okta", { headers });
        const location = new URL((await shop.handler(request)).headers.get("location")!);
        expect(location.searchParams.get("redirect_uri")).toBe(`${ORIGIN}/auth/oauth/okta/callback`);
      }
    });

    it("OA06 a way back that leaves the origin counts as none", async () => {
      const shop = await openOkta({ defaultPath: "/home" });
      const away = [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
      ];
      for (const next of [...away, `/${"x".repeat(1100)}`]) {
        const visitor = shop.visitor();
        const path = `/auth/oauth/okta?next=${encodeURIComponent(next)}`;
        expect((await signIn(shop, visitor, { path })).url.href).toBe(`${ORIGIN}/home`);
      }
    });

    it("OA06 in plain http it is for this machine alone, where cookies have no prefix", async () => {
      const shop = await openOkta({ origin: "http://localhost:3000", handler: { cookie: { secure: false } } });
      const visitor = shop.visitor();
      const page = await visitor.visit(`${shop.origin}/auth/oauth/okta`);
      expect(Object.keys(visitor.cookies(shop.origin))).toEqual([expect.stringMatching(/^latchkey_oauth_[\w-]{43}$/)]);
      await visitor.submit(page, PERSON);
      expect(await shop.whoIs(visitor)).toBe(ADA.email);
    });
  });

  describe("the options of social sign-in", () => {
    const { auth } = openApplication([]);
    const data = { issuer: "https://example.com", clientId: "shop" };
    const okta = openid("okta", data);
    const open = (options: object) => () => socialSignIn(auth, { origin: ORIGIN, providers: [okta], ...options });

    it("OA06 an origin, a path or a provider that is not safe is refused at once", () => {
      for (const origin of [
        undefined,
        "",
        "http://example.com",
        `${ORIGIN}/`,
        `${ORIGIN}/app`,
        "https://a:b@example.com",
      ])
        expect(open({ origin })).toThrow(/^origin must be/);
      for (const path of ["https://evil.example", "//evil.example", "home"]) {
        expect(open({ defaultPath: path })).toThrow(/^defaultPath must be a path/);
        expect(open({ errorPath: path })).toThrow(/^errorPath must be a path/);
      }
      for (const id of ["Okta", "", "a/b", "link", "x".repeat(33)])
        expect(open({ providers: [{ ...okta, id }] })).toThrow(/^a provider/);
      expect(open({ providers: [okta, okta] })).toThrow('two providers have the id "okta"');
      const endpoints = { authorizationEndpoint: "http://example.com/a", tokenEndpoint: "https://example.com/t" };
      const plain = oauth2("plain", { ...endpoints, clientId: "shop", profile: async () => ({}) as never });
      for (const provider of [plain, openid("okta", { ...data, issuer: "http://example.com" })])
        expect(open({ providers: [provider] })).toThrow(/must be https/);
      expect(open({ keepTokens: ["google"] })).toThrow('keepTokens names "google", which is no provider');
      expect(open({ redirect: "/" })).toThrow(/^there is no option "redirect"/);
      expect(open({ linkVerified: "yes" })).toThrow("linkVerified must be true or false");
      expect(open({ metadata: {} })).toThrow("metadata must be a function");
      expect(() => socialRoutes({ ...open({})() })).toThrow("socialRoutes takes what socialSignIn returned");
    });

    it("OA02 the routes of identities are among those of providers, and cannot be mounted once more", () => {
      const { auth, social } = openApplication([openid("okta", data)]);
      const twice = [...socialRoutes(social), ...identityRoutes(identities(auth))];
      expect(() => createHandler(auth, { routes: twice })).toThrow("two routes answer GET /identities");
    });

    it("OA02 no client id is the application's mistake, and no such provider an answer", async () => {
      const shop = openApplication([openid("okta", { ...data, clientId: undefined as never })]);
      const { url } = await shop.visitor().visit(`${ORIGIN}/auth/oauth/okta?next=/orders`);
      expect(url.search).toBe("?error=internal&provider=okta&next=%2Forders");
      expect(String(shop.reported)).toContain('the provider "okta" needs a clientId');
      const nobody = (await shop.visitor().visit(`${ORIGIN}/auth/oauth/nobody`)).url;
      expect(nobody.search).toBe("?error=not_found");
    });
  });
}
