import * as oauth from "oauth4webapi";
import { describe, expect, it } from "vitest";
import { githubProvider, hostileProvider, openIdProvider } from "./support/counterparts.ts";
import { CALLBACK_TRICKS, ID_TOKEN_TRICKS } from "./support/counterparts/kinds.ts";
import { openVisitor } from "./support/visitor.ts";

const BACK = "https://app.example.com/back";
const CLIENT = { client_id: "shop", client_secret: "a secret of the shop", redirect_uris: [BACK] };
const local = { [oauth.allowInsecureRequests]: true };
const atBack = { stopAt: (url: URL) => url.href.startsWith(BACK) };

/** What a careful client does with a provider: oauth4webapi by itself, without a line of Latchkey. */
async function plainClient(issuer: string) {
  const response = await oauth.discoveryRequest(new URL(issuer), local);
  const server = await oauth.processDiscoveryResponse(new URL(issuer), response);
  const verifier = oauth.generateRandomCodeVerifier();
  const challenge = await oauth.calculatePKCECodeChallenge(verifier);
  const address = (more: Record<string, string> = {}) => {
    const url = new URL(server.authorization_endpoint!);
    const asked = { client_id: CLIENT.client_id, redirect_uri: BACK, response_type: "code", scope: "openid email" };
    const pkce = { code_challenge: challenge, code_challenge_method: "S256" };
    url.search = new URLSearchParams({ ...asked, ...pkce, state: "state", nonce: "nonce", ...more }).toString();
    return url;
  };
  const redeem = async (url: URL) => {
    const client = { client_id: CLIENT.client_id };
    const parameters = oauth.validateAuthResponse(server, client, url, "state");
    const secret = oauth.ClientSecretBasic(CLIENT.client_secret);
    const code = oauth.authorizationCodeGrantRequest(server, client, secret, parameters, BACK, verifier, local);
    const answer = await code;
    const options = { expectedNonce: "nonce", requireIdToken: true };
    const tokens = await oauth.processAuthorizationCodeResponse(server, client, answer, options);
    await oauth.validateApplicationLevelSignature(server, answer, local);
    return oauth.getValidatedIdTokenClaims(tokens)!;
  };
  return { address, redeem };
}

export function counterparts(): void {
  describe("the OpenID provider of these tests", () => {
    it("tells a client of another make who signed in, with new keys as with old ones", async () => {
      const { issuer, rotate } = await openIdProvider([CLIENT]);
      const visitor = openVisitor();
      const person = { subject: "ada-1", email: "ada@example.com", email_verified: "true", name: "Ada" };
      const first = await plainClient(issuer);
      const page = await visitor.visit(first.address());
      const { url } = await visitor.submit(page, { answer: "allow", ...person }, atBack);
      expect(await first.redeem(url)).toMatchObject({ sub: "ada-1", email: "ada@example.com", email_verified: true });
      // One who is signed in there is not asked again.
      await rotate();
      const second = await plainClient(issuer);
      expect(await second.redeem((await visitor.visit(second.address(), atBack)).url)).toMatchObject({ sub: "ada-1" });
    });

    it("requires PKCE, posts a form when asked for it, and says when somebody refuses", async () => {
      const { issuer } = await openIdProvider([CLIENT]);
      const { address } = await plainClient(issuer);
      const without = address();
      without.searchParams.delete("code_challenge");
      without.searchParams.delete("code_challenge_method");
      const refused = await openVisitor().visit(without, atBack);
      expect(refused.url.searchParams.get("error")).toBe("invalid_request");

      const visitor = openVisitor();
      const login = await visitor.visit(address({ response_mode: "form_post" }));
      const form = await visitor.submit(login, { answer: "allow", subject: "ada-2" });
      expect(form.text).toContain(`action="${BACK}"`);
      expect((await visitor.submit(form, {}, atBack)).url.href).toBe(BACK);

      const other = openVisitor();
      const { url } = await other.submit(await other.visit(address()), { answer: "refuse" }, atBack);
      expect(url.searchParams.get("error")).toBe("access_denied");
    });
  });

  it("the plain OAuth 2 provider of these tests gives one token for a code, and for it the addresses", async () => {
    const { origin } = await githubProvider(CLIENT);
    const visitor = openVisitor();
    const query = new URLSearchParams({ client_id: "shop", redirect_uri: BACK, state: "state" });
    const page = await visitor.visit(`${origin}/login/oauth/authorize?${query}`);
    const { url } = await visitor.submit(page, { answer: "allow" }, atBack);
    const body = { ...CLIENT, code: url.searchParams.get("code")!, redirect_uri: BACK, redirect_uris: "" };
    const redeem = async () => {
      const sent = { method: "POST", body: new URLSearchParams(body) };
      return (await (await fetch(`${origin}/login/oauth/access_token`, sent)).json()) as Record<string, string>;
    };
    const { access_token: token } = await redeem();
    expect((await redeem()).error).toBe("bad_verification_code");
    const headers = { authorization: `Bearer ${token}`, "user-agent": "a test" };
    const emails = await fetch(`${origin}/user/emails`, { headers });
    expect(await emails.json()).toMatchObject([{ email: "octocat@example.com", primary: true, verified: true }]);
  });

  it("the hostile provider of these tests is right without its trick, and a careful client sees most", async () => {
    const { issuer } = await hostileProvider();
    const attempt = async (trick: Parameters<typeof issuer>[0]) => {
      const client = await plainClient(issuer(trick));
      const { url } = await openVisitor().visit(client.address(), atBack);
      return client.redeem(url).then(
        () => "taken",
        () => "refused",
      );
    };
    expect(await attempt("honest")).toBe("taken");
    const taken: string[] = [];
    for (const trick of [...ID_TOKEN_TRICKS, ...CALLBACK_TRICKS]) {
      if ((await attempt(trick)) === "taken") taken.push(trick);
    }
    // The library leaves these to the code of this package.
    expect(taken).toEqual([
      "wrong-at-hash",
      "foreign-azp",
      "iat-tomorrow",
      "empty-sub",
      "long-sub",
      "callback-next-elsewhere",
    ]);
  });
}
