import { apple, github, gitlab, google, microsoft, openid, type AppleKey } from "@latchkey/oauth";
import { decodeProtectedHeader, exportPKCS8, generateKeyPair, jwtVerify } from "jose";
import { describe, expect, it } from "vitest";
import { changed, samples } from "./provider-samples.ts";
import { CLIENT, issuerOf, profileOf } from "./support/profiles.ts";

const TENANT = "b9410318-09af-49c2-b0c3-653adc1f376e";
const PERSONAL = "9188040d-6c67-4c5b-b112-36a304b66dad";

/** Providers whose address is proof where a field says so. With the others, nothing that they say makes it one. */
const BELIEVED = ["google", "apple", "gitlab", "twitch", "github", "discord", "linkedin"];

export function providers(): void {
  describe("a provider", () => {
    for (const sample of samples) {
      const { provider, fields } = sample;
      const { id } = provider;
      it(`${id} makes of the answer in its documents who it is, and what of the address is proven`, async () => {
        expect(await profileOf(provider, sample.said)).toEqual(sample.profile);
        expect(sample.profile.emailIsProven).toBe(BELIEVED.includes(id));
      });

      it(`OA15 ${id} without an address, without a name, or with null for both, is a person all the same`, async () => {
        for (const nothing of [undefined, null, "", 7, ["a@example.com"], { value: "a@example.com" }]) {
          const names = { [fields.email]: nothing, [fields.name ?? "name"]: nothing };
          const said = changed(sample, names);
          const profile = await profileOf(provider, id === "github" ? withoutRows(said) : said);
          expect(profile).toMatchObject({ subject: sample.profile.subject, email: null });
          // The name of the account stands in, where there is one.
          expect([null, "octocat", "nelly", "TwitterDev"]).toContain(profile.name);
        }
      });

      it(`OA15 ${id} without an id, or with one that is no name of an account, signs nobody in`, async () => {
        for (const nobody of [undefined, null, "", {}, [], ["1"], true, 1.5, 2 ** 53, Number.NaN]) {
          await expect(profileOf(provider, changed(sample, { [fields.id]: nobody }))).rejects.toThrow("no account");
        }
      });
    }

    for (const sample of samples.filter(({ fields }) => fields.verified)) {
      const { provider, fields, profile } = sample;
      it(`${provider.id} proves nothing by a word that is not exactly true`, async () => {
        for (const word of [undefined, null, false, "false", "TRUE", "yes", 1, {}, []]) {
          const found = await profileOf(provider, changed(sample, { [fields.verified!]: word }));
          expect(found).toMatchObject({ email: profile.email, emailIsProven: false });
        }
      });
    }

    it("each has an id and a name of its own, and says only https addresses", () => {
      const all = samples.map(({ provider }) => provider);
      expect(new Set(all.map(({ id }) => id)).size).toBe(12);
      expect(new Set(all.map(({ name }) => name)).size).toBe(12);
      for (const provider of all) {
        const urls =
          provider.kind === "openid"
            ? [provider.issuer, ...Object.values(provider.endpoints ?? {})]
            : [provider.authorizationEndpoint, provider.tokenEndpoint, provider.issuer ?? "https://-"];
        expect(urls.filter((url) => !url?.startsWith("https://"))).toEqual([]);
        expect(provider.scopes.length).toBeGreaterThan(0);
      }
    });
  });

  describe("the address of Google", () => {
    const google1 = google(CLIENT);
    const proven = async (claims: object) => (await profileOf(google1, { sub: "1", ...claims })).emailIsProven;
    it("is proof in Gmail and in a Workspace, and no proof for a mailbox elsewhere", async () => {
      expect(await proven({ email: "a@gmail.com", email_verified: true })).toBe(true);
      expect(await proven({ email: "a@GMail.com", email_verified: true })).toBe(true);
      expect(await proven({ email: "a@shop.example", email_verified: true, hd: "shop.example" })).toBe(true);
      expect(await proven({ email: "a@shop.example", email_verified: true })).toBe(false);
      expect(await proven({ email: "a@shop.example", email_verified: true, hd: "" })).toBe(false);
      expect(await proven({ email: "a@shop.example", email_verified: false, hd: "shop.example" })).toBe(false);
      expect(await proven({ email: "a@gmail.com.evil.example", email_verified: true })).toBe(false);
      expect(await proven({ email: "a@notgmail.com", email_verified: true })).toBe(false);
    });
  });

  describe("the address of GitHub", () => {
    const user = { id: 1, login: "octocat", name: null, email: "profile@example.com" };
    const of = (emails: unknown, origin = "https://api.github.com", provider = github(CLIENT)) =>
      profileOf(provider, { [`${origin}/user`]: user, [`${origin}/user/emails`]: emails });
    it("is the primary one, and proof if that row is verified; the one of the profile is never taken", async () => {
      const row = { email: "a@example.com", primary: true, verified: true };
      expect(await of([row])).toMatchObject({ email: "a@example.com", emailIsProven: true, name: "octocat" });
      expect(await of([{ ...row, verified: false }])).toMatchObject({ email: "a@example.com", emailIsProven: false });
      expect(await of([{ ...row, verified: "true" }])).toMatchObject({ emailIsProven: false });
      for (const none of [[], [{ ...row, primary: false }], [null], "x", {}, null, [{ primary: true, verified: true }]])
        expect(await of(none)).toMatchObject({ subject: "1", email: null, emailIsProven: false });
    });

    it("is proof on a server of one's own only when the application says so, and its ids are others", async () => {
      const origin = "https://git.example";
      const row = [{ email: "a@example.com", primary: true, verified: true }];
      const own = github({ ...CLIENT, origin });
      expect(own).toMatchObject({ id: "github-enterprise", tokenEndpoint: `${origin}/login/oauth/access_token` });
      expect((await of(row, `${origin}/api/v3`, own)).emailIsProven).toBe(false);
      const trusted = github({ ...CLIENT, origin, trustsEmail: true });
      expect((await of(row, `${origin}/api/v3`, trusted)).emailIsProven).toBe(true);
    });
  });

  it("a GitLab of one's own is another provider, whose word about addresses is not believed", async () => {
    const claims = { sub: "1", email: "a@example.com", email_verified: true };
    const own = gitlab({ ...CLIENT, issuer: "https://git.example" });
    expect([own.id, own.issuer]).toEqual(["gitlab-self-managed", "https://git.example"]);
    expect((await profileOf(own, claims)).emailIsProven).toBe(false);
    const trusted = gitlab({ ...CLIENT, issuer: "https://git.example", trustsEmail: true });
    expect((await profileOf(trusted, claims)).emailIsProven).toBe(true);
    const distrusted = openid("work", { ...CLIENT, issuer: "https://id.example", trustsEmail: false });
    expect((await profileOf(distrusted, claims)).emailIsProven).toBe(false);
  });

  describe("an ID token of Microsoft", () => {
    const issuer = (tenant: string) => `https://login.microsoftonline.com/${tenant}/v2.0`;
    it("has the issuer of its tenant, and of none that may not sign in", () => {
      const common = microsoft(CLIENT);
      expect(issuerOf(common, { tid: TENANT })).toBe(issuer(TENANT));
      expect(issuerOf(common, { tid: PERSONAL })).toBe(issuer(PERSONAL));
      const organizations = microsoft({ ...CLIENT, tenant: "organizations" });
      expect(issuerOf(organizations, { tid: TENANT })).toBe(issuer(TENANT));
      expect(issuerOf(organizations, { tid: PERSONAL })).toBeNull();
      expect(issuerOf(microsoft({ ...CLIENT, tenant: "consumers" }), { tid: TENANT })).toBe(issuer(PERSONAL));
      expect(issuerOf(microsoft({ ...CLIENT, tenant: TENANT }), { tid: PERSONAL })).toBe(issuer(TENANT));
      for (const tid of [
        undefined,
        null,
        "",
        "common",
        `${TENANT}/v2.0?`,
        `${TENANT}\n`,
        TENANT.toUpperCase(),
        [TENANT],
      ])
        expect(issuerOf(common, { tid })).toBeNull();
    });

    it("comes from a document that is asked for by the name of the tenant; another name is refused at once", () => {
      const { discovery } = microsoft({ ...CLIENT, tenant: "organizations" });
      expect(discovery).toBe(issuer("organizations") + "/.well-known/openid-configuration");
      for (const tenant of ["", "Common", "common/../evil", "shop.example"])
        expect(() => microsoft({ ...CLIENT, tenant })).toThrow(TypeError);
    });
  });

  it("OA15 the name in Apple's form is first and last name, or one of them, or none, whatever is sent", () => {
    const name = (firstName: unknown, lastName: unknown) =>
      nameInForm(JSON.stringify({ name: { firstName, lastName } }));
    expect(name("Ada", "Lovelace")).toBe("Ada Lovelace");
    expect([name("Ada", ""), name(null, "Lovelace"), name({}, 7)]).toEqual(["Ada", "Lovelace", null]);
    for (const user of [null, "", "null", "[]", "{}", '{"name":null}', '{"name":"Ada"}', '{"name":', "Ada"])
      expect(nameInForm(user)).toBeNull();
  });

  describe("the client secret of Apple", () => {
    const NOW = Date.UTC(2026, 10, 26);
    const aKey = async (): Promise<{ key: AppleKey; publicKey: CryptoKey }> => {
      const { publicKey, privateKey } = await generateKeyPair("ES256", { extractable: true });
      const pem = await exportPKCS8(privateKey);
      const named = { clientId: "com.example.web", teamId: "A1B2C3D4E5", keyId: "F6G7H8I9J0" };
      return { key: { ...named, privateKey: pem }, publicKey };
    };
    const secretOf = (key: AppleKey) => {
      const { clientAuthentication } = apple(key);
      if (clientAuthentication.method !== "post" || typeof clientAuthentication.secret === "string")
        throw new Error("Apple wants a secret that is made, in the body");
      return clientAuthentication.secret;
    };

    it("is a JWT that the developer's key signs, for Apple, for an hour", async () => {
      const { key, publicKey } = await aKey();
      const secret = await secretOf(key)(NOW);
      const { payload } = await jwtVerify(secret, publicKey, { currentDate: new Date(NOW), algorithms: ["ES256"] });
      const seconds = NOW / 1000;
      expect(payload).toEqual({
        iss: "A1B2C3D4E5",
        sub: "com.example.web",
        aud: "https://appleid.apple.com",
        iat: seconds,
        exp: seconds + 3600,
      });
      expect(decodeProtectedHeader(secret)).toEqual({ alg: "ES256", kid: "F6G7H8I9J0" });
    });

    it("is made once, again five minutes before it expires, and again when the clock was set back", async () => {
      const secret = secretOf((await aKey()).key);
      const first = await secret(NOW);
      expect(await secret(NOW + 3_299_000)).toBe(first);
      const second = await secret(NOW + 3_300_000);
      expect(second).not.toBe(first);
      expect(await secret(NOW + 3_301_000)).toBe(second);
      expect(await secret(NOW)).not.toBe(second);
    });

    it("takes a key from an environment variable; a text that is no key is an error without that text", async () => {
      const { key, publicKey } = await aKey();
      const oneLine = { ...key, privateKey: key.privateKey.replaceAll("\n", "\\n") };
      await jwtVerify(await secretOf(oneLine)(NOW), publicKey, { currentDate: new Date(NOW) });
      const begin = "-----BEGIN PRIVATE KEY-----";
      for (const privateKey of ["", "c2VjcmV0", `${begin}c2VjcmV0-----END PRIVATE KEY-----`, `${begin}%%-----END…`]) {
        const secret = secretOf({ ...key, privateKey });
        const error = await Promise.resolve(secret(NOW)).catch((error: unknown) => error);
        expect(String(error)).not.toContain("c2VjcmV0");
        expect(error).toBeInstanceOf(Error);
        // A mistake is not kept.
        await expect(secret(NOW)).rejects.toThrow();
      }
    });
  });
}

/** The name in a form as Apple posts it. */
export const nameInForm = (user: string | null) =>
  apple({ clientId: "x", teamId: "x", keyId: "x", privateKey: "" }).formName!(
    new URLSearchParams(user ? { user } : {}),
  );

/** The answers of GitHub without any address. */
const withoutRows = (said: Readonly<Record<string, unknown>>) => ({
  ...said,
  "https://api.github.com/user/emails": [],
});
