import { github, openid } from "@latchkey/oauth";
import { describe, expect, it } from "vitest";
import { ADA, CLIENT, openApplication, ORIGIN } from "./support/application.ts";
import { hostileProvider } from "./support/counterparts.ts";
import type { Trick } from "./support/counterparts/kinds.ts";

const REDIRECT = "com.example.shop:/back";

/** What an app does by itself: it gets an ID token from the provider, for a client and a nonce. */
async function idToken(issuer: string, { clientId, nonce }: { clientId: string; nonce: string }): Promise<string> {
  const asked = new URLSearchParams({ client_id: clientId, nonce, redirect_uri: REDIRECT, state: "state" });
  const answer = await fetch(`${issuer}/authorize?${asked}`, { redirect: "manual" });
  const code = new URL(answer.headers.get("location")!).searchParams.get("code")!;
  const tokens = await fetch(`${issuer}/token`, { method: "POST", body: new URLSearchParams({ code }) });
  return ((await tokens.json()) as { id_token: string }).id_token;
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function open(trick: Trick = "honest") {
  const { issuer } = await hostileProvider();
  const options = { issuer: issuer(trick), clientId: CLIENT.client_id, nativeClientIds: ["shop-ios"] };
  const other = openid("other", { ...options, issuer: issuer("expired") });
  const secrets = { clientId: "x", clientSecret: "x" };
  const shop = openApplication([openid("okta", options), other, github(secrets)]);
  const nonceOf = async (id = "okta") => (await shop.send(null, `/auth/oauth/${id}/nonce`, {})).body.nonce as string;
  const signIn = async (input: { idToken: string; nonce: string }, id = "okta") => {
    const { status, body } = await shop.send(null, `/auth/oauth/${id}/token`, input);
    return status === 200 ? (body.user.email as string) : (body.code as string);
  };
  return { shop, issuer: issuer(trick), nonceOf, signIn };
}

/** On every runtime: apps that get an ID token from the provider themselves. */
export function nativeApps(): void {
  describe("an ID token of an app", () => {
    it("OA01 signs in, for the client of the web and for that of the app, with the nonce or its SHA-256", async () => {
      const { shop, issuer, nonceOf, signIn } = await open();
      for (const clientId of ["shop", "shop-ios"]) {
        const nonce = await nonceOf();
        expect(await signIn({ idToken: await idToken(issuer, { clientId, nonce }), nonce })).toBe(ADA.email);
        const second = await nonceOf();
        const hashed = { clientId, nonce: await sha256(second) };
        expect(await signIn({ idToken: await idToken(issuer, hashed), nonce: second })).toBe(ADA.email);
      }
      expect(shop.reported).toEqual([]);
      const request = new Request(`${ORIGIN}/auth/oauth/okta/token`, {
        method: "POST",
        headers: { "content-type": "application/json", "session-carrier": "bearer" },
        body: JSON.stringify(await inputFor(issuer, await nonceOf())),
      });
      const answer = (await (await shop.handler(request)).json()) as { token: string };
      expect(await shop.auth.getUser(answer.token)).toMatchObject({ email: ADA.email });
    });

    it("OA02 is worth nothing twice, with another nonce, too late or at another provider", async () => {
      const { shop, issuer, nonceOf, signIn } = await open();
      const input = await inputFor(issuer, await nonceOf());
      expect(await signIn({ ...input, nonce: await nonceOf() })).toBe("invalid_token");
      expect(await signIn({ ...input, nonce: "a nonce of the app's own" })).toBe("flow_expired");
      expect(await signIn(input, "other")).toBe("flow_expired");
      const both = await Promise.all([signIn(input), signIn(input)]);
      expect(both.sort()).toEqual([ADA.email, "flow_expired"]);
      expect(await signIn(input)).toBe("flow_expired");
      const late = await inputFor(issuer, await nonceOf());
      shop.clock.advance(600);
      expect(await signIn(late)).toBe("flow_expired");
      expect(shop.reported).toEqual([]);
    });

    it("OA07 is refused for another client, unsigned, signed by another key, or as no token at all", async () => {
      for (const trick of ["alg-none", "hs256-public-key", "other-key", "wrong-iss", "wrong-aud", "expired"] as const) {
        const { shop, issuer, nonceOf, signIn } = await open(trick);
        expect(await signIn(await inputFor(issuer, await nonceOf()))).toBe("invalid_token");
        expect(shop.reported).toEqual([]);
      }
      const { issuer, nonceOf, signIn } = await open();
      const nonce = await nonceOf();
      const foreign = { idToken: await idToken(issuer, { clientId: "another-app", nonce }), nonce };
      expect(await signIn(foreign)).toBe("invalid_token");
      for (const idToken of ["", "x", "a.b.c", "..", "eyJhbGciOiJub25lIn0.e30."])
        expect(await signIn({ idToken, nonce })).toBe("invalid_token");
      // The nonce was not used up by what is no proof.
      expect(await signIn(await inputFor(issuer, nonce))).toBe(ADA.email);
    });

    it("OA14 is the provider's trouble if its keys are no keys, and the log says so", async () => {
      for (const trick of ["keys-500", "keys-html", "keys-huge", "keys-closes"] as const) {
        const { shop, issuer, nonceOf, signIn } = await open(trick);
        expect(await signIn(await inputFor(issuer, await nonceOf()))).toBe("provider_failed");
        expect(shop.reported).toHaveLength(1);
      }
    });

    it("OA09 for an address that has an account, gives a ticket in the body", async () => {
      const { shop, issuer, nonceOf } = await open();
      const { token } = await shop.auth.signUp(ADA);
      const input = await inputFor(issuer, await nonceOf());
      const { status, body, headers } = await shop.send(null, "/auth/oauth/okta/token", input);
      expect([status, body.code, headers.get("set-cookie")]).toEqual([409, "link_required", null]);
      const linked = await shop.social.linkPending({ token, ticket: body.ticket, headers: new Headers() });
      expect(linked.identity).toMatchObject({ provider: "okta", subject: "subject-1" });
    });

    it("OA02 is nothing for a provider without OpenID, or one that is not there", async () => {
      const { shop } = await open();
      for (const id of ["github", "nobody"]) {
        expect((await shop.send(null, `/auth/oauth/${id}/nonce`, {})).body.code).toBe("not_found");
        const { body } = await shop.send(null, `/auth/oauth/${id}/token`, { idToken: "x", nonce: "x" });
        expect(body.code).toBe("not_found");
      }
    });
  });
}

async function inputFor(issuer: string, nonce: string) {
  return { idToken: await idToken(issuer, { clientId: "shop", nonce }), nonce };
}
