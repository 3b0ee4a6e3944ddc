import { github, openid, type OpenIdOptions, type ProviderClaims } from "@latchkey/oauth";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ADA, CLIENT, openApplication, ORIGIN, PERSON } from "./support/application.ts";
import { githubProvider, hostileProvider, openIdProvider } from "./support/counterparts.ts";
import {
  FAULTS,
  FAULTY_ENDPOINTS,
  ID_TOKEN_TRICKS,
  TENANT_TRICKS,
  type CallbackTrick,
  type Trick,
} from "./support/counterparts/kinds.ts";

// Most of those that hang do so until the time is over: all of them wait together.
vi.setConfig({ maxConcurrency: 40 });

const CREDENTIALS = { clientId: CLIENT.client_id, clientSecret: CLIENT.client_secret };

/** How each lie in an answer ends. */
const CALLBACKS: Readonly<Partial<Record<CallbackTrick, string>>> = {
  "callback-iss-wrong": "provider_failed",
  "callback-iss-missing": "provider_failed",
  "callback-state-wrong": "flow_expired",
  "callback-state-missing": "flow_expired",
  "callback-code-missing": "provider_failed",
  "callback-code-twice": "provider_failed",
  "callback-code-and-error": "access_denied",
  "callback-error-unknown": "provider_failed",
};

/** An application whose provider plays a trick, and where somebody lands who signs in with it. */
async function attempt(trick: Trick, options: Partial<OpenIdOptions> = {}) {
  const { issuer, landed } = await hostileProvider();
  const shop = openApplication([openid("liar", { ...CREDENTIALS, issuer: issuer(trick), ...options })]);
  const visitor = shop.visitor();
  const started = performance.now();
  const { url } = await visitor.visit(`${ORIGIN}/auth/oauth/liar?next=/orders`, {
    stopAt: ({ origin, pathname }) => origin === ORIGIN && !pathname.startsWith("/auth/oauth/"),
  });
  const took = performance.now() - started;
  return { shop, visitor, url, took, landed, error: url.searchParams.get("error") };
}

/** Nobody is signed in, nobody was created, and the log names the provider without anything of a person. */
async function expectNothing({ shop, visitor }: Awaited<ReturnType<typeof attempt>>): Promise<void> {
  expect(await shop.whoIs(visitor)).toBeNull();
  expect(await shop.auth.signUp(ADA)).toMatchObject({ user: { email: ADA.email } });
  const log = shop.reported.map((error) => `${String(error)} ${String((error as Error).cause)}`).join("\n");
  expect(log).not.toMatch(/ada@|eyJ|secret/);
}

export function hostileProviders(): void {
  describe("a provider that is honest for once", () => {
    it("signs somebody in, so that the refusals below come from the trick alone", async () => {
      const { shop, visitor, url } = await attempt("honest");
      expect(url.href).toBe(`${ORIGIN}/orders`);
      expect(await shop.whoIs(visitor)).toBe(ADA.email);
    });
  });

  describe("an ID token", () => {
    afterEach(() => void vi.useRealTimers());

    for (const trick of ID_TOKEN_TRICKS) {
      it(`OA07 is refused with the trick "${trick}"`, async () => {
        const outcome = await attempt(trick);
        expect(outcome.error).toBe("provider_failed");
        expect(outcome.url.searchParams.get("next")).toBe("/orders");
        await expectNothing(outcome);
        expect(outcome.shop.reported).toHaveLength(1);
      });
    }

    it("OA07 of a provider with tenants has the issuer of its own tenant, which must be allowed", async () => {
      const { issuer } = await hostileProvider();
      const outcomes: Record<string, string | null> = {};
      for (const trick of TENANT_TRICKS) {
        const base = issuer(trick);
        const provider = {
          ...openid("tenants", { ...CREDENTIALS, issuer: `${base}/{tenantid}` }),
          discovery: `${base}/.well-known/openid-configuration`,
          tokenIssuer: ({ tid }: ProviderClaims) => (tid === "one" || tid === "two" ? `${base}/${tid}` : null),
        };
        const shop = openApplication([provider]);
        const visitor = shop.visitor();
        await visitor.visit(`${ORIGIN}/auth/oauth/tenants`);
        outcomes[trick] = await shop.whoIs(visitor);
      }
      expect(outcomes).toEqual({
        "tenant-right": ADA.email,
        "tenant-of-another": null,
        "tenant-not-allowed": null,
        "tenant-missing": null,
        "tenant-placeholder": null,
      });
    });

    it("OA07 is taken with a new key of the provider, a minute after its keys were read", async () => {
      const back = `${ORIGIN}/auth/oauth/okta/callback`;
      const { issuer, rotate } = await openIdProvider([{ ...CLIENT, redirect_uris: [back] }]);
      const shop = openApplication([openid("okta", { ...CREDENTIALS, issuer })]);
      const first = shop.visitor();
      await first.submit(await first.visit(`${ORIGIN}/auth/oauth/okta`), PERSON);
      expect(await shop.whoIs(first)).toBe(ADA.email);
      await rotate();
      // Keys that are not found are asked for again after a minute, by the clock of the machine.
      shop.clock.advance(61);
      vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 61_000 });
      const second = shop.visitor();
      await second.submit(await second.visit(`${ORIGIN}/auth/oauth/okta`), PERSON);
      vi.useRealTimers();
      expect(shop.reported).toEqual([]);
      expect(await shop.whoIs(second)).toBe(ADA.email);
    });
  });

  describe("the answer of a provider", () => {
    for (const [trick, code] of Object.entries(CALLBACKS)) {
      it(`OA05 ends with ${code} for "${trick}"`, async () => {
        const outcome = await attempt(trick as CallbackTrick);
        expect(outcome.error).toBe(code);
        expect(outcome.url.href).not.toMatch(/script|xxxx|description/);
        await expectNothing(outcome);
      });
    }

    it("OA05 of one provider is worth nothing at the callback of another: mixed up, it is refused", async () => {
      const back = (id: string) => `${ORIGIN}/auth/oauth/${id}/callback`;
      const honest = await openIdProvider([{ ...CLIENT, redirect_uris: [back("okta"), back("liar")] }]);
      const { issuer } = await hostileProvider();
      const shop = openApplication([
        openid("okta", { ...CREDENTIALS, issuer: honest.issuer }),
        openid("liar", { ...CREDENTIALS, issuer: issuer("honest") }),
      ]);
      const visitor = shop.visitor();
      const atCallback = { stopAt: ({ pathname }: URL) => pathname.endsWith("/callback") };
      // The code is of the honest provider, and the state of a flow at the other.
      const okta = await visitor.submit(await visitor.visit(`${ORIGIN}/auth/oauth/okta`), PERSON, atCallback);
      const liar = await visitor.visit(`${ORIGIN}/auth/oauth/liar`, atCallback);
      const mixed = new URL(back("liar"));
      mixed.search = okta.url.search;
      mixed.searchParams.set("state", liar.url.searchParams.get("state")!);
      const { url } = await visitor.visit(mixed);
      expect(url.searchParams.get("error")).toBe("provider_failed");
      expect(await shop.whoIs(visitor)).toBeNull();
      // The state of one provider at the callback of the other.
      const again = await visitor.visit(`${ORIGIN}/auth/oauth/okta`, atCallback);
      const other = new URL(back("liar"));
      other.search = again.url.search;
      expect((await visitor.visit(other)).url.searchParams.get("error")).toBe("flow_expired");
      expect(await shop.whoIs(visitor)).toBeNull();
      // The flow whose code was stolen is still good.
      await visitor.visit(okta.url);
      expect(await shop.whoIs(visitor)).toBe(ADA.email);
    });

    it("OA06 cannot choose where somebody goes: `next` of the flow counts, not that of the answer", async () => {
      const { url } = await attempt("callback-next-elsewhere");
      expect(url.href).toBe(`${ORIGIN}/orders`);
    });
  });

  describe("a provider in trouble", () => {
    for (const endpoint of FAULTY_ENDPOINTS) {
      for (const fault of FAULTS) {
        it.concurrent(`OA14 is a clear error in bounded time: its ${endpoint} "${fault}"`, async () => {
          const outcome = await attempt(`${endpoint}-${fault}`);
          expect(outcome.error).toBe("provider_failed");
          expect(outcome.took).toBeLessThan(20_000);
          // Nobody follows where it points.
          expect(await outcome.landed()).toBe(0);
          await expectNothing(outcome);
        });
      }
    }
  });

  describe("GitHub", () => {
    const back = `${ORIGIN}/auth/oauth/github-enterprise/callback`;
    async function signInWith(account: { readonly user?: unknown; readonly emails?: unknown }) {
      const { origin } = await githubProvider({ ...CLIENT, redirect_uris: [back] });
      const shop = openApplication([github({ ...CREDENTIALS, origin, trustsEmail: true })]);
      const visitor = shop.visitor();
      const fields = Object.entries(account).map(([name, value]) => [name, JSON.stringify(value)]);
      const page = await visitor.visit(`${ORIGIN}/auth/oauth/github-enterprise`);
      const { url } = await visitor.submit(page, { answer: "allow", ...Object.fromEntries(fields) });
      const { user } = (await shop.send(visitor, "/auth/me")).body;
      return { error: url.searchParams.get("error"), user, reported: shop.reported };
    }
    const row = { email: "octocat@example.com", primary: true, verified: true };

    it("OA15 verifies the address of a new user only by a verified primary row", async () => {
      expect((await signInWith({ emails: [row] })).user).toMatchObject({ email: row.email, emailVerified: true });
      const unverified = await signInWith({ emails: [{ ...row, verified: false }] });
      expect(unverified.user).toMatchObject({ email: row.email, emailVerified: false });
    });

    it("OA15 without an address is email_required, and without an account provider_failed", async () => {
      for (const emails of [[], null, { message: "Not Found" }, [{ ...row, primary: false }]]) {
        const { error, reported } = await signInWith({
          emails,
          user: { id: 7, login: "x", email: "shown@example.com" },
        });
        expect([error, reported]).toEqual(["email_required", []]);
      }
      for (const user of [null, [], "x", { login: "x" }, { id: null }, { id: 1.5 }])
        expect((await signInWith({ user })).error).toBe("provider_failed");
    });
  });
}
