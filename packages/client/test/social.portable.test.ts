import { createClient, LatchkeyError, withSocial, type Identity } from "@latchkey/client";
import { ownAccount } from "@latchkey/core/own-account";
import { stepUp } from "@latchkey/core/step-up";
import type { Identity as CoreIdentity } from "@latchkey/core/identities";
import { createHandler, ownAccountRoutes, stepUpRoutes } from "@latchkey/http";
import { openid, socialRoutes } from "@latchkey/oauth";
import { describe, expect, expectTypeOf, it } from "vitest";
import { ADA, CLIENT, openApplication, openOkta, ORIGIN, PERSON } from "../../oauth/test/support/application.ts";
import { hostileProvider } from "../../oauth/test/support/counterparts.ts";
import { openVisitor } from "../../oauth/test/support/visitor.ts";
import { BASE_URL, fetchOf, Keychain } from "./support/server.ts";

type Shop = Pick<ReturnType<typeof openApplication>, "auth" | "social">;

/** The shop with its routes for social sign-in, for recent proof, and for deleting the account. */
const handlerOf = ({ auth, social }: Shop) =>
  createHandler(auth, {
    routes: [...socialRoutes(social), ...stepUpRoutes(stepUp(auth)), ...ownAccountRoutes(ownAccount(auth))],
  });

/** A browser at the shop: the client of its pages has the cookies of its navigations. */
async function openBrowser() {
  // What providers say is as old as it is: only the sessions of the shop grow old by hand.
  const shop = await openOkta({ now: Date.now });
  const handler = handlerOf(shop);
  const visitor = openVisitor({ origin: ORIGIN, handler });
  const client = withSocial(
    createClient({
      baseUrl: BASE_URL,
      async fetch(url, init) {
        const request = new Request(url, init);
        request.headers.set("sec-fetch-site", "same-origin");
        const cookies = Object.entries(visitor.cookies(url)).map((pair) => pair.join("="));
        if (cookies.length > 0) request.headers.set("cookie", cookies.join("; "));
        const response = await handler(request);
        visitor.keep(url, response.headers);
        return response;
      },
    }),
  );
  /** Goes to an address and agrees there, as far as the provider asks. */
  const go = async (url: string, person: Partial<typeof PERSON> = {}) => {
    const page = await visitor.visit(url);
    return page.text.includes("<form") ? visitor.submit(page, { ...PERSON, ...person }) : page;
  };
  return { ...shop, client, go };
}

describe("a client with social sign-in", () => {
  it("OA01 its address signs in with the whole page, and comes back to where it was asked to", async () => {
    expectTypeOf<Identity>().toEqualTypeOf<CoreIdentity>();
    const { client, go } = await openBrowser();
    expect((await client.methods()).oauth).toEqual({ providers: [{ id: "okta", name: "Okta" }] });
    expect(client.signInUrl("okta")).toBe(`${BASE_URL}/oauth/okta`);
    const { url } = await go(client.signInUrl("okta", { next: "/orders?open=1&page=2" }));
    expect(url.pathname + url.search).toBe("/orders?open=1&page=2");
    expect((await client.session.refresh()).user?.email).toBe(ADA.email);
    expect(await client.identities.list()).toMatchObject({
      identities: [{ provider: "okta", subject: PERSON.subject, email: ADA.email }],
      hasPassword: false,
    });
  });

  it("OA12 SF08 it connects, proves and disconnects; the last way in stays", async () => {
    const { client, go, clock } = await openBrowser();
    await client.signUp({ email: "bea@example.com", password: ADA.password });
    await go(await client.linkAccount("okta", { next: "/account" }));
    const { identities } = await client.identities.list();
    expect(identities).toHaveLength(1);

    clock.advance(300);
    await expect(client.identities.delete(identities[0]!)).rejects.toMatchObject({ code: "proof_required" });
    await expect(client.linkAccount("okta")).rejects.toMatchObject({ code: "proof_required", status: 403 });
    await expect(client.prove({ password: "wrong" })).rejects.toMatchObject({ code: "invalid_credentials" });
    await client.prove({ password: ADA.password });
    expect(await client.linkAccount("okta")).toMatch(/^http/);
    clock.advance(300);
    const { url } = await go(await client.proveWith("okta", { next: "/account" }));
    expect(url.pathname).toBe("/account");
    await client.identities.delete(identities[0]!);
    await expect(client.identities.delete(identities[0]!)).rejects.toMatchObject({ code: "not_found" });
    expect(client.session.get().user?.email).toBe("bea@example.com");
    await client.account.delete();
    expect(client.session.get().status).toBe("signed-out");

    // A session is as old as the sign-in at the provider, whose clock stood still.
    clock.advance(-600);
    await go(client.signInUrl("okta"));
    const [only] = (await client.identities.list()).identities;
    await expect(client.identities.delete(only!)).rejects.toMatchObject({ code: "last_way_in", status: 409 });
  });

  it("OA09 it finishes a link that a sign-in was refused for, once", async () => {
    const { client, go } = await openBrowser();
    await client.signUp(ADA);
    await client.signOut();
    const { url } = await go(client.signInUrl("okta", { next: "/orders" }));
    expect(Object.fromEntries(url.searchParams)).toEqual({ error: "link_required", provider: "okta", next: "/orders" });
    await expect(client.finishLink()).rejects.toMatchObject({ code: "unauthenticated" });
    await client.signIn(ADA);
    expect(await client.finishLink()).toMatchObject({ provider: "okta", subject: PERSON.subject });
    await expect(client.finishLink()).rejects.toMatchObject({ code: "flow_expired" });
  });
});

/** What an app does by itself: it gets an ID token from the provider. */
async function idTokenOf(issuer: string, nonce: string): Promise<string> {
  const redirect = "com.example.shop:/back";
  const asked = new URLSearchParams({ client_id: CLIENT.client_id, nonce, redirect_uri: redirect, state: "state" });
  const answer = await fetch(`${issuer}/authorize?${asked}`, { redirect: "manual" });
  const code = new URL(answer.headers.get("location")!).searchParams.get("code")!;
  const tokens = await fetch(`${issuer}/token`, { method: "POST", body: new URLSearchParams({ code }) });
  return ((await tokens.json()) as { id_token: string }).id_token;
}

describe("a client of an app with social sign-in", () => {
  it("OA01 OA09 an ID token signs in; for a taken address it gets a ticket, with which the owner links", async () => {
    const issuer = (await hostileProvider()).issuer("honest");
    const shop = openApplication([openid("okta", { issuer, clientId: CLIENT.client_id })]);
    const tokenStore = new Keychain();
    const client = withSocial(createClient({ baseUrl: BASE_URL, fetch: fetchOf(handlerOf(shop)), tokenStore }));
    await client.signUp(ADA);
    await client.signOut();
    const input = async () => {
      const nonce = await client.nonce("okta");
      return { idToken: await idTokenOf(issuer, nonce), nonce };
    };
    const refusal = await client.signInWithIdToken("okta", await input()).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(LatchkeyError);
    expect(refusal).toMatchObject({ code: "link_required", ticket: expect.any(String) });
    expect(tokenStore.token).toBeNull();
    await client.signIn(ADA);
    expect(await client.finishLink({ ticket: (refusal as LatchkeyError).ticket })).toMatchObject({ provider: "okta" });
    await client.signOut();
    expect((await client.signInWithIdToken("okta", await input())).email).toBe(ADA.email);
    expect(tokenStore.token).toEqual(expect.any(String));
    expect(client.session.get().status).toBe("signed-in");
  });
});
