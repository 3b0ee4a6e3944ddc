import { passwordReset } from "@latchkey/core/password-reset";
import { rateLimit } from "@latchkey/core/rate-limit";
import { users } from "@latchkey/core/users";
import { describe, expect, it } from "vitest";
import { mailbox } from "../../../test/support/all-routes.ts";
import { ADA, openOkta, ORIGIN, PERSON, signIn } from "./support/application.ts";
import type { Visitor } from "./support/visitor.ts";

type Shop = Awaited<ReturnType<typeof openOkta>>;

const errorOf = ({ url }: { readonly url: URL }) => url.searchParams.get("error");
const keep = (visitor: Visitor, token: string) =>
  visitor.keep(ORIGIN, new Headers({ "set-cookie": `__Host-latchkey_session=${token}; Path=/` }));
const LINK_COOKIE = "__Host-latchkey_link";

/** A visitor who is signed in by password. */
async function signedIn(shop: Shop, { email, password } = ADA) {
  const visitor = shop.visitor();
  await shop.auth.signUp({ email, password }).catch(() => {});
  const { token } = await shop.auth.signIn({ email, password });
  keep(visitor, token);
  return { visitor, token };
}

/** Goes to the provider for a session, and comes back. */
async function go(shop: Shop, visitor: Visitor, { purpose, person = {} }: { purpose: string; person?: object }) {
  const { status, body } = await shop.send(visitor, "/auth/oauth/okta/start", { purpose, next: "/account" });
  if (status !== 200) return { status, code: body.code as string };
  const page = await visitor.visit(body.location);
  const { url } = page.url.origin === ORIGIN ? page : await visitor.submit(page, { ...PERSON, ...person });
  // Who is signed in hears of a failure on the page that began it.
  expect(url.pathname).toBe("/account");
  return { status, code: url.searchParams.get("error") ?? url.pathname };
}

/** As if the session had been proved a good five minutes ago. The clock of the provider cannot be moved. */
async function makeStale({ auth, storage, clock }: Shop, token: string) {
  const { session } = (await auth.getSession(token))!;
  const proof = { provedAt: new Date(clock.now() - 301_000), methods: ["password"] };
  await storage.sessions.prove(session.id, session.userId, proof);
}

/** On every runtime: whom an account at a provider belongs to. */
export function linking(): void {
  describe("an account at a provider whose address has an account here", () => {
    it("OA09 is linked by nobody but its owner, who signs in by another way, and once", async () => {
      const shop = await openOkta();
      const { user } = await shop.auth.signUp(ADA);
      const visitor = shop.visitor();
      const landed = await signIn(shop, visitor, { path: "/auth/oauth/okta?next=/orders" });
      expect(landed.url.href).toBe(`${ORIGIN}/auth/sign-in?error=link_required&provider=okta&next=%2Forders`);
      expect(Object.keys(visitor.cookies(ORIGIN))).toEqual([LINK_COOKIE]);
      expect(await shop.whoIs(visitor)).toBeNull();
      const ticket = visitor.cookies(ORIGIN)[LINK_COOKIE]!;
      expect((await shop.send(visitor, "/auth/oauth/link", {})).body.code).toBe("unauthenticated");

      const mallory = await signedIn(shop, { email: "mallory@example.com", password: "another long password" });
      expect((await shop.send(mallory.visitor, "/auth/oauth/link", { ticket })).body.code).toBe("link_required");
      expect((await shop.send(mallory.visitor, "/auth/oauth/link", {})).body.code).toBe("flow_expired");

      keep(visitor, (await shop.auth.signIn(ADA)).token);
      expect(shop.social.hasPendingLink(new Headers({ cookie: `${LINK_COOKIE}=${ticket}` }))).toBe(true);
      const linked = await shop.send(visitor, "/auth/oauth/link", {});
      expect(linked.body.identity).toMatchObject({ provider: "okta", subject: "ada-1", email: ADA.email });
      expect(Object.keys(visitor.cookies(ORIGIN))).toEqual(["__Host-latchkey_session"]);
      expect((await shop.send(visitor, "/auth/oauth/link", { ticket })).body.code).toBe("flow_expired");

      const later = shop.visitor();
      await signIn(shop, later);
      expect((await shop.send(later, "/auth/me")).body.user.id).toBe(user.id);
    });

    it("OA08 is linked at once only if the application says so and both sides have proved the address", async () => {
      for (const [linkVerified, theirs, ours, expected] of [
        [true, "true", true, null],
        [true, "false", true, "link_required"],
        [true, "true", false, "link_required"],
        [false, "true", true, "link_required"],
      ] as const) {
        const shop = await openOkta({ linkVerified });
        await users(shop.auth).create({ ...ADA, emailVerified: ours });
        const visitor = shop.visitor();
        const landed = await signIn(shop, visitor, { person: { email_verified: theirs } });
        expect([linkVerified, theirs, ours, errorOf(landed)]).toEqual([linkVerified, theirs, ours, expected]);
      }
    });

    it("OA10 gives nothing to who took the address first, by password or at the provider", async () => {
      const shop = await openOkta();
      const mails = mailbox();
      const reset = passwordReset(shop.auth, { send: ({ user, token }) => mails.deliver(user.email, token) });
      // Somebody signs up with the address of a victim, and waits.
      const { visitor: squatter, token } = await signedIn(shop);
      const victim = shop.visitor();
      expect(errorOf(await signIn(shop, victim))).toBe("link_required");
      expect((await shop.social.identities.list(token)).identities).toEqual([]);
      // The victim proves the mailbox, which ends what the other has, and links.
      await reset.request({ email: ADA.email });
      const owner = await reset.reset({ token: await mails.last(ADA.email), password: "a password of the owner" });
      keep(victim, owner.token);
      expect((await shop.send(victim, "/auth/oauth/link", {})).status).toBe(200);
      expect(await shop.whoIs(squatter)).toBeNull();

      // Somebody signs in there with an address that the provider does not prove.
      const bob = { email: "bob@example.com", password: "correct horse battery" };
      const person = { subject: "mallory", email: bob.email, email_verified: "false" };
      const mallory = shop.visitor();
      await signIn(shop, mallory, { person });
      expect((await shop.send(mallory, "/auth/me")).body.user).toMatchObject({ emailVerified: false });
      await reset.request({ email: bob.email });
      const real = await reset.reset({ token: await mails.last(bob.email), password: bob.password });
      expect(await shop.whoIs(mallory)).toBeNull();
      expect((await shop.social.identities.list(real.token)).identities).toEqual([]);
      expect(errorOf(await signIn(shop, shop.visitor(), { person }))).toBe("link_required");
    });
  });

  describe("the identities of a user", () => {
    it("OA04 are linked from a session that was proved a moment ago, whatever their address", async () => {
      const shop = await openOkta();
      const { visitor } = await signedIn(shop);
      const person = { email: "ada@elsewhere.example", email_verified: "false" };
      expect(await go(shop, visitor, { purpose: "link", person })).toEqual({ status: 200, code: "/account" });
      expect(Object.keys(visitor.cookies(ORIGIN))).toEqual(["__Host-latchkey_session"]);
      const { body } = await shop.send(visitor, "/auth/identities");
      expect(body).toEqual({
        hasPassword: true,
        identities: [
          {
            provider: "okta",
            subject: "ada-1",
            email: person.email,
            createdAt: expect.any(String),
            lastUsedAt: expect.any(String),
          },
        ],
      });
      expect((await shop.send(visitor, "/auth/me")).body.user).toMatchObject({ email: ADA.email });

      const bob = await signedIn(shop, { email: "bob@example.com", password: "correct horse battery" });
      expect(await go(shop, bob.visitor, { purpose: "link" })).toEqual({ status: 200, code: "identity_taken" });
    });

    it("OA04 need a recent proof, which an account at a provider gives, too, if it is one's own", async () => {
      const shop = await openOkta();
      const { visitor, token } = await signedIn(shop);
      await go(shop, visitor, { purpose: "link" });
      await makeStale(shop, token);
      expect(await go(shop, visitor, { purpose: "link" })).toEqual({ status: 403, code: "proof_required" });
      const name = { provider: "okta", subject: "ada-1" };
      expect((await shop.send(visitor, "/auth/identities/delete", name)).body.code).toBe("proof_required");

      expect(await go(shop, visitor, { purpose: "prove" })).toEqual({ status: 200, code: "/account" });
      const found = await shop.auth.getSession(token);
      expect(found?.session).toMatchObject({ methods: ["oauth:okta"] });
      expect((await shop.send(visitor, "/auth/identities/delete", name)).body).toEqual({ success: true });
      expect((await shop.send(visitor, "/auth/identities")).body.identities).toEqual([]);
      // What is not linked proves nothing.
      expect(await go(shop, visitor, { purpose: "prove" })).toEqual({ status: 200, code: "invalid_credentials" });
    });

    it("SF08 prove nothing while the provider does not ask anew, and need not where it takes no max_age", async () => {
      for (const takesMaxAge of [true, false]) {
        const shop = await openOkta({ okta: { takesMaxAge } });
        const { visitor, token } = await signedIn(shop);
        await go(shop, visitor, { purpose: "link" });
        await makeStale(shop, token);
        const { body } = await shop.send(visitor, "/auth/oauth/okta/start", { purpose: "prove", next: "/account" });
        const url = new URL(body.location);
        expect(url.searchParams.get("max_age")).toBe(takesMaxAge ? "0" : null);
        // Somebody who sits at the device leaves it out, so that the provider sends them back at once.
        url.searchParams.delete("max_age");
        shop.clock.advance(31);
        const { url: landed } = await visitor.visit(url);
        expect(errorOf({ url: landed })).toBe(takesMaxAge ? "proof_required" : null);
        const found = await shop.auth.getSession(token);
        expect(found?.session.methods).toEqual([takesMaxAge ? "password" : "oauth:okta"]);
      }
    });

    it("SF08 signing in again at a device that was left signed in proves nothing of now", async () => {
      const shop = await openOkta();
      const visitor = shop.visitor();
      await signIn(shop, visitor);
      const provedAt = async () => {
        const token = visitor.cookies(ORIGIN)["__Host-latchkey_session"]!;
        return Date.parse((await shop.auth.getSession(token))!.session.provedAt);
      };
      const first = await provedAt();
      shop.clock.advance(3000);
      // The provider knows the browser and sends it back at once.
      await visitor.visit(`${ORIGIN}/auth/oauth/okta`);
      expect(Math.abs((await provedAt()) - first)).toBeLessThan(60_000);
      expect(await go(shop, visitor, { purpose: "link" })).toEqual({ status: 403, code: "proof_required" });

      expect(visitor.trail.filter((url) => url.includes("max_age=2592000"))).toHaveLength(2);
    });

    it("OA14 a flood of made-up codes is stopped by a guard before it reaches the provider", async () => {
      const shop = await openOkta({
        auth: { guards: [rateLimit({ limit: 3 })] },
        handler: { client: () => ({ address: "192.0.2.1" }) },
      });
      const codes: (string | null)[] = [];
      for (let times = 0; times < 5; times++) {
        const visitor = shop.visitor();
        const begun = await shop.social.begin({ provider: "okta" });
        for (const line of begun.setCookie) visitor.keep(ORIGIN, new Headers({ "set-cookie": line }));
        const state = new URL(begun.location).searchParams.get("state")!;
        const callback = `${ORIGIN}/auth/oauth/okta/callback?code=made-up&state=${state}`;
        codes.push(errorOf(await visitor.visit(`${callback}&iss=${encodeURIComponent(shop.provider.issuer)}`)));
      }
      expect(codes).toEqual([...Array<string>(3).fill("provider_failed"), "rate_limited", "rate_limited"]);
      expect(shop.reported).toHaveLength(3);
    });

    it("OA12 keep the last way in", async () => {
      const shop = await openOkta();
      const visitor = shop.visitor();
      await signIn(shop, visitor);
      const name = { provider: "okta", subject: "ada-1" };
      const gone = await shop.send(visitor, "/auth/identities/delete", name);
      expect([gone.status, gone.body.code]).toEqual([409, "last_way_in"]);
      const none = await shop.send(visitor, "/auth/identities/delete", { ...name, subject: "x" });
      expect([none.status, none.body.code]).toEqual([404, "not_found"]);
    });

    it("OA04 no flow begins without a session, with another purpose or at a provider that is not there", async () => {
      const shop = await openOkta();
      const start = async (visitor: Visitor | null, body: object, id = "okta") => {
        const answer = await shop.send(visitor, `/auth/oauth/${id}/start`, body);
        return [answer.status, answer.body.code];
      };
      expect(await start(null, { purpose: "link" })).toEqual([401, "unauthenticated"]);
      expect(await start(null, { purpose: "prove" })).toEqual([401, "unauthenticated"]);
      const { visitor, token } = await signedIn(shop);
      expect(await start(visitor, { purpose: "sign_in" })).toEqual([400, "invalid_request"]);
      expect(await start(visitor, { purpose: "link" }, "nobody")).toEqual([404, "not_found"]);
      await expect(shop.social.begin({ provider: "okta", purpose: "prove" })).rejects.toMatchObject({
        code: "unauthenticated",
      });
      const begun = await shop.social.begin({ provider: "okta", purpose: "link", token, next: "/account" });
      expect(begun.location).toContain(shop.provider.issuer);
      expect(begun.setCookie).toEqual([expect.stringMatching(/^__Host-latchkey_oauth_[\w-]{43}=[\w-]+; Max-Age=600;/)]);
    });
  });
}
