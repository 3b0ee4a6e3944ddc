import { describe, expect, it } from "vitest";
import { oauth2 } from "@latchkey/oauth";
import { ADA, CLIENT, openApplication, openOkta, ORIGIN, PERSON, signIn } from "./support/application.ts";
import { githubProvider } from "./support/counterparts.ts";

/** On every runtime: whole flows through a real OpenID provider. */
export function flows(): void {
  describe("sign-in with a real OpenID provider", () => {
    it("OA01 creates a user at the first time and finds the same one at the second", async () => {
      const shop = await openOkta();
      const first = shop.visitor();
      const landed = await signIn(shop, first, { path: "/auth/oauth/okta?next=/orders/7?a=b%23c" });
      expect(shop.reported).toEqual([]);
      expect(landed.url.href).toBe(`${shop.origin}/orders/7?a=b#c`);
      expect(await shop.whoIs(first)).toBe(ADA.email);
      const { body } = await shop.send(first, "/auth/identities");
      expect(body).toMatchObject({ hasPassword: false, identities: [{ provider: "okta", subject: "ada-1" }] });

      const second = shop.visitor();
      expect((await signIn(shop, second)).url.href).toBe(`${shop.origin}/`);
      const me = async (visitor: typeof first) => (await shop.send(visitor, "/auth/me")).body.user;
      expect(await me(second)).toEqual(await me(first));
      expect(await me(second)).toMatchObject({ emailVerified: true, metadata: null });
      expect(Object.keys(second.cookies(shop.origin))).toEqual(["__Host-latchkey_session"]);
    });

    it("OA01 says by whom the user was proved, ends the session of before, and offers its providers", async () => {
      const shop = await openOkta({ metadata: ({ name }, provider) => ({ name, provider }) });
      const visitor = shop.visitor();
      await signIn(shop, visitor);
      const before = visitor.cookies(shop.origin)["__Host-latchkey_session"]!;
      expect(await shop.auth.getSession(before)).toMatchObject({
        user: { metadata: { name: "Ada", provider: "okta" } },
        session: { methods: ["oauth:okta"] },
      });
      await visitor.visit(`${shop.origin}/auth/oauth/okta`);
      expect(await shop.auth.getSession(before)).toBeNull();
      expect(await shop.whoIs(visitor)).toBe(ADA.email);
      const { body } = await shop.send(null, "/auth/methods");
      expect(body.methods).toMatchObject({ oauth: { providers: [{ id: "okta", name: "Okta" }] }, identities: {} });
      expect(shop.social.providers).toEqual([{ id: "okta", name: "Okta" }]);
    });

    it("OA01 by plain OAuth 2 asks the API who it is, and takes no `iss` that the provider has not said", async () => {
      const { origin } = await githubProvider({ ...CLIENT, redirect_uris: [`${ORIGIN}/auth/oauth/plain/callback`] });
      const plain = oauth2("plain", {
        authorizationEndpoint: `${origin}/login/oauth/authorize`,
        tokenEndpoint: `${origin}/login/oauth/access_token`,
        clientId: CLIENT.client_id,
        clientSecret: CLIENT.client_secret,
        async profile(api) {
          const { id } = (await api.get(`${origin}/user`)) as { id: number };
          const [row] = (await api.get(`${origin}/user/emails`)) as { email: string; verified: boolean }[];
          return { subject: String(id), email: row!.email, emailIsProven: row!.verified };
        },
      });
      const shop = openApplication([plain]);
      for (const iss of [null, origin, "https://accounts.example.com", ""]) {
        const visitor = shop.visitor();
        const page = await visitor.visit(`${ORIGIN}/auth/oauth/plain`);
        const { url } = await visitor.submit(page, { answer: "allow" }, { stopAt: ({ origin }) => origin === ORIGIN });
        if (iss !== null) url.searchParams.set("iss", iss);
        await visitor.visit(url);
        expect(await shop.whoIs(visitor)).toBe(iss ? null : "octocat@example.com");
      }
      expect(shop.reported).toHaveLength(2);
    });

    it("OA03 two tabs of one browser at once both come back", async () => {
      const shop = await openOkta();
      const visitor = shop.visitor();
      const one = await visitor.visit(`${shop.origin}/auth/oauth/okta?next=/one`);
      const two = await visitor.visit(`${shop.origin}/auth/oauth/okta?next=/two`);
      expect(Object.keys(visitor.cookies(shop.origin))).toHaveLength(2);
      expect((await visitor.submit(one, PERSON)).url.pathname).toBe("/one");
      expect((await visitor.submit(two, PERSON)).url.pathname).toBe("/two");
      expect(await shop.whoIs(visitor)).toBe(ADA.email);
      expect(Object.keys(visitor.cookies(shop.origin))).toEqual(["__Host-latchkey_session"]);
    });

    it("OA03 a browser never has more than 8 flows, and the oldest go first", async () => {
      const shop = await openOkta();
      const visitor = shop.visitor();
      const pages = [];
      for (let at = 0; at < 12; at++) pages.push(await visitor.visit(`${shop.origin}/auth/oauth/okta?next=/${at}`));
      expect(Object.keys(visitor.cookies(shop.origin))).toHaveLength(8);
      expect((await visitor.submit(pages[3]!, PERSON)).url.search).toContain("error=flow_expired");
      expect((await visitor.submit(pages[4]!, PERSON)).url.pathname).toBe("/4");

      const long = `/${"x".repeat(1000)}`;
      const other = shop.visitor();
      for (let at = 0; at < 9; at++) await other.visit(`${shop.origin}/auth/oauth/okta?next=${long}`);
      const bytes = Object.entries(other.cookies(shop.origin)).flat().join("").length;
      expect(bytes).toBeGreaterThan(4000);
      expect(bytes).toBeLessThan(7000);
    });

    it("OA13 takes an answer that the provider posts from its own site, and hands on that alone", async () => {
      const shop = await openOkta({ okta: { responseMode: "form_post" } });
      const visitor = shop.visitor();
      const form = await signIn(shop, visitor, { path: "/auth/oauth/okta?next=/orders" });
      expect(form.text).toContain(`action="${shop.origin}/auth/oauth/okta/callback"`);
      const user = JSON.stringify({ name: { firstName: "Ada" }, email: ADA.email });
      expect((await visitor.submit(form, { user })).url.href).toBe(`${shop.origin}/orders`);
      expect(await shop.whoIs(visitor)).toBe(ADA.email);
      const callbacks = visitor.trail.filter((address) => address.includes("/callback"));
      expect(callbacks).toHaveLength(2);
      expect([...new URL(callbacks[1]!).searchParams.keys()].sort()).toEqual(["code", "iss", "state"]);
    });

    it("OA13 a form of another kind, of another provider or without end is refused", async () => {
      const shop = await openOkta();
      const post = (id: string, type: string, body: string) => {
        const headers = { "content-type": type, origin: shop.provider.issuer };
        return shop.handler(new Request(`${shop.origin}/auth/oauth/${id}/callback`, { method: "POST", headers, body }));
      };
      const form = "application/x-www-form-urlencoded";
      const codeOf = async (answer: Promise<Response>) => ((await (await answer).json()) as { code: string }).code;
      expect(await codeOf(post("okta", "application/json", "{}"))).toBe("unsupported_media_type");
      expect(await codeOf(post("nobody", form, "code=1"))).toBe("not_found");
      expect(await codeOf(post("okta", form, `code=${"x".repeat(20_000)}`))).toBe("payload_too_large");
      const answer = await post("okta", `${form}; charset=utf-8`, "state=1&code=a%0d%0ab&code=2");
      expect(answer.headers.get("location")).toBe(
        `${shop.origin}/auth/oauth/okta/callback?code=a%0D%0Ab&code=2&state=1`,
      );
      expect([answer.status, answer.headers.get("set-cookie")]).toEqual([303, null]);
    });

    it("OA15 who refuses at the provider comes to the error path, with where they wanted to go", async () => {
      const shop = await openOkta({ errorPath: "/welcome?from=provider" });
      const visitor = shop.visitor();
      const { url } = await signIn(shop, visitor, {
        person: { answer: "refuse" },
        path: "/auth/oauth/okta?next=/orders",
      });
      expect(url.href).toBe(`${shop.origin}/welcome?from=provider&error=access_denied&provider=okta&next=%2Forders`);
      expect(shop.reported).toEqual([]);
      expect(visitor.cookies(shop.origin)).toEqual({});
    });

    it("OA15 without an address nobody is created, and without a name somebody is", async () => {
      const shop = await openOkta({ metadata: (profile) => ({ ...profile }) });
      const visitor = shop.visitor();
      const { url } = await signIn(shop, visitor, { person: { email: "", name: "" } });
      expect(url.search).toBe("?error=email_required&provider=okta&next=%2F");
      expect(visitor.cookies(shop.origin)).toEqual({});
      const other = shop.visitor();
      await signIn(shop, other, {
        person: { subject: "bob", email: "Bob@Example.com", name: "", email_verified: "absent" },
      });
      const { body } = await shop.send(other, "/auth/me");
      expect(body.user).toMatchObject({ email: "bob@example.com", emailVerified: false });
      expect(body.user.metadata).toMatchObject({ subject: "bob", name: null, emailIsProven: false });
      expect(shop.reported).toEqual([]);
    });
  });
}
