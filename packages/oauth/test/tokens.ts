import { createAuth } from "@latchkey/core";
import { openid, socialSignIn } from "@latchkey/oauth";
import { describe, expect, it } from "vitest";
import { CLIENT, openApplication, ORIGIN, PERSON, SECRET } from "./support/application.ts";
import { hostileProvider, openIdProvider } from "./support/counterparts.ts";

const REDIRECT = `${ORIGIN}/auth/oauth/okta/callback`;

/** An application that asks a real provider for a refresh token, which that provider takes once. */
async function open(keepTokens: readonly string[] = ["okta"]) {
  const provider = await openIdProvider([
    {
      client_id: "public",
      token_endpoint_auth_method: "none",
      redirect_uris: [REDIRECT],
      grant_types: ["authorization_code", "refresh_token"],
    },
  ]);
  const data = openid("okta", {
    issuer: provider.issuer,
    clientId: "public",
    scopes: ["openid", "email", "offline_access"],
    authorizationParameters: { prompt: "consent" },
  });
  const shop = openApplication([data], { keepTokens });
  const visitor = shop.visitor();
  await visitor.submit(await visitor.visit(`${ORIGIN}/auth/oauth/okta`), PERSON);
  const { id: userId } = (await shop.send(visitor, "/auth/me")).body.user;
  const isTaken = async (token: string | null) =>
    (await fetch(`${provider.issuer}/me`, { headers: { authorization: `Bearer ${token}` } })).status === 200;
  return { ...shop, provider, data, userId: userId as string, isTaken };
}

/** On every runtime: tokens of providers that are kept. */
export function providerTokens(): void {
  describe("the tokens of a provider", () => {
    it("OA16 are not kept unless the application asks for it", async () => {
      const { storage, social, userId } = await open([]);
      expect((await storage.identities.list(userId))[0]!.tokens).toBeNull();
      expect(await social.accessToken(userId, "okta")).toBeNull();
      await expect(social.accessToken(userId, "google")).rejects.toMatchObject({ code: "not_found" });
    });

    it("OA16 are kept sealed for the row that they are of, and work at the provider", async () => {
      const { storage, social, auth, data, clock, userId, isTaken } = await open();
      const token = (await social.accessToken(userId, "okta"))!;
      expect(await isTaken(token)).toBe(true);
      const [row] = await storage.identities.list(userId);
      expect(row!.tokens).toMatch(/^[\w-]+$/);
      expect(row!.tokens).not.toContain(token);
      expect(
        await social.accessToken(
          (await auth.signUp({ email: "b@example.com", password: "long enough" })).user.id,
          "okta",
        ),
      ).toBeNull();
      // In the row of another identity they do not open, and with another secret neither.
      const { sessionVersion } = (await storage.users.find(userId))!.user;
      const later = new Date(clock.now() + 1000);
      expect(await storage.identities.link({ ...row!, subject: "other", lastUsedAt: later }, sessionVersion)).toBe(
        true,
      );
      expect(await social.accessToken(userId, "okta")).toBeNull();
      const stranger = createAuth({ storage, secret: "another secret of this project, 32 bytes" });
      const other = socialSignIn(stranger, { origin: ORIGIN, providers: [data], now: clock.now });
      expect(await other.accessToken(userId, "okta")).toBeNull();
    });

    it("OA16 are refreshed when they are old, by one of many callers and processes", async () => {
      const { storage, social, data, clock, userId, isTaken } = await open();
      const before = await social.accessToken(userId, "okta");
      clock.advance(530);
      expect(await social.accessToken(userId, "okta")).toBe(before);
      clock.advance(20);
      const another = createAuth({ storage, secret: SECRET, now: clock.now });
      const elsewhere = socialSignIn(another, { origin: ORIGIN, providers: [data], now: clock.now });
      const ask = [social, elsewhere, social, elsewhere, social].map((one) => one.accessToken(userId, "okta"));
      const after = new Set(await Promise.all(ask));
      expect(after.size).toBe(1);
      const [token = null] = after;
      expect([token === before, await isTaken(token)]).toEqual([false, true]);
      // The new refresh token was kept, too.
      clock.advance(3600);
      const third = await social.accessToken(userId, "okta");
      expect([third === token, await isTaken(third)]).toEqual([false, true]);
      const { lastUsedAt, createdAt } = (await storage.identities.list(userId))[0]!;
      expect(lastUsedAt).toEqual(createdAt);
    });

    it("OA16 that the provider takes no more are null, and one that is in trouble is an error", async () => {
      const { social, clock, userId } = await open();
      const name = { provider: "okta", subject: "ada-1" };
      const keep = (tokens: object) =>
        social.identities.keepTokens(userId, { ...name, tokens: JSON.stringify(tokens) });
      await keep({ access: "old", expires: 1, refresh: "unknown" });
      expect(await social.accessToken(userId, "okta")).toBeNull();
      await keep({ access: "old", expires: 1, refresh: null });
      expect(await social.accessToken(userId, "okta")).toBeNull();
      await keep({ access: "for ever", expires: null, refresh: null });
      expect(await social.accessToken(userId, "okta")).toBe("for ever");
      clock.advance(3600);
      expect(await social.accessToken(userId, "okta")).toBe("for ever");

      const { issuer } = await hostileProvider();
      const liar = openid("okta", { issuer: issuer("token-500"), clientId: "shop" });
      const trouble = openApplication([liar], { keepTokens: ["okta"] });
      const proved = { ...name, email: PERSON.email, emailIsProven: true };
      const tokens = JSON.stringify({ access: "old", expires: 1, refresh: "r" });
      const signed = await trouble.social.identities.signIn({ ...proved, tokens });
      const id = signed.outcome === "signed_in" ? signed.signedIn.user.id : "";
      await expect(trouble.social.accessToken(id, "okta")).rejects.toMatchObject({ code: "provider_failed" });
    });

    it("OA16 a sign-in without a new refresh token keeps the one of before", async () => {
      const { issuer } = await hostileProvider();
      const credentials = { clientId: CLIENT.client_id, clientSecret: CLIENT.client_secret };
      const shop = openApplication([openid("okta", { ...credentials, issuer: issuer("honest") })], {
        keepTokens: ["okta"],
      });
      const visitor = shop.visitor();
      const signIn = async () => {
        await visitor.visit(`${ORIGIN}/auth/oauth/okta`);
        const { id } = (await shop.send(visitor, "/auth/me")).body.user;
        return { id, kept: JSON.parse((await shop.social.identities.tokens(id, "okta"))!.tokens) };
      };
      const { id, kept } = await signIn();
      expect(kept).toMatchObject({ refresh: null, access: expect.any(String), expires: expect.any(Number) });
      const name = { provider: "okta", subject: "subject-1" };
      await shop.social.identities.keepTokens(id, { ...name, tokens: JSON.stringify({ ...kept, refresh: "first" }) });
      const again = (await signIn()).kept;
      expect([again.refresh, again.access === kept.access]).toEqual(["first", false]);
    });
  });
}
