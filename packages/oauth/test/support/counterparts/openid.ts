import { createServer, type RequestListener } from "node:http";
import { exportJWK, generateKeyPair } from "jose";
import { Provider, type AdapterFactory, type ClientMetadata, type Configuration, type JWK } from "oidc-provider";
import { escaped, listen, readForm } from "./listen.ts";
import { memory } from "./memory.ts";

/** The claims of everybody who has signed in here, by subject. */
type People = Map<string, { readonly sub: string; readonly [claim: string]: unknown }>;

/**
 * A certified OpenID provider (the package `oidc-provider`) that asks who one would like to be. PKCE is required.
 * `rotate` replaces its keys by new ones, as a provider does that lost one.
 */
export async function openIdProvider(clients: ClientMetadata[]): Promise<{ issuer: string; rotate(): Promise<void> }> {
  const people: People = new Map();
  const adapter = memory();
  let answer: RequestListener = () => {};
  const server = createServer((request, response) => answer(request, response));
  const issuer = await listen(server);
  const rotate = async () => {
    const provider = new Provider(issuer, configuration(issuer, { clients, people, adapter, keys: await newKeys() }));
    const openid = provider.callback();
    const page = loginPage(provider, people);
    answer = (request, response) => void (request.url!.startsWith("/interaction/") ? page : openid)(request, response);
  };
  await rotate();
  return { issuer, rotate };
}

async function newKeys(): Promise<JWK[]> {
  const pairs = ["RS256", "ES256"].map(async (alg) => {
    const { privateKey } = await generateKeyPair(alg, { extractable: true });
    return { ...(await exportJWK(privateKey)), alg, use: "sig", kid: crypto.randomUUID() } as JWK;
  });
  return Promise.all(pairs);
}

function configuration(
  issuer: string,
  given: { clients: ClientMetadata[]; people: People; adapter: AdapterFactory; keys: JWK[] },
): Configuration {
  // Cookies know no ports, so each provider has names of its own.
  const names = ["interaction", "resume", "session"].map((name) => [name, `${name}_${new URL(issuer).port}`]);
  return {
    clients: given.clients,
    adapter: given.adapter,
    jwks: { keys: given.keys },
    pkce: { required: () => true },
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    scopes: ["openid", "email", "profile", "offline_access"],
    // As Google and Microsoft do it: the ID token says all.
    conformIdTokenClaims: false,
    cookies: { keys: ["a key of this test"], names: Object.fromEntries(names) },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => given.people.get(sub) ?? { sub } }),
    ttl: { Interaction: 600, Session: 3600, Grant: 3600, AccessToken: 600, IdToken: 600, AuthorizationCode: 60 },
  };
}

/** Where one says who one is, and allows or refuses. */
function loginPage(provider: Provider, people: People): RequestListener {
  return async (request, response) => {
    const details = await provider.interactionDetails(request, response).catch(() => null);
    if (!details) {
      response.writeHead(400).end("Nobody is expected here.");
      return;
    }
    const { params } = details;
    if (request.method !== "POST") {
      response.setHeader("content-type", "text/html; charset=utf-8").end(page(String(params.client_id)));
      return;
    }
    const form = await readForm(request);
    if (form.get("answer") === "refuse") {
      await provider.interactionFinished(request, response, { error: "access_denied", error_description: "Refused." });
      return;
    }
    const accountId = form.get("subject")!;
    people.set(accountId, claimsIn(form));
    const grant = new provider.Grant({ accountId, clientId: String(params.client_id) });
    grant.addOIDCScope(String(params.scope));
    const grantId = await grant.save();
    await provider.interactionFinished(request, response, { login: { accountId }, consent: { grantId } });
  };
}

function claimsIn(form: URLSearchParams): { sub: string; [claim: string]: unknown } {
  const verified = form.get("email_verified");
  return {
    sub: form.get("subject")!,
    ...(form.get("email") ? { email: form.get("email") } : {}),
    ...(verified === "true" || verified === "false" ? { email_verified: verified === "true" } : {}),
    ...(form.get("name") ? { name: form.get("name") } : {}),
  };
}

const page = (client: string) => `<!doctype html><html lang="en"><title>Sign in</title>
<h1>Sign in to ${escaped(client)}</h1>
<form method="post">
<label>Subject <input name="subject" value="subject-1"></label>
<label>Email <input name="email"></label>
<label>Email is verified <select name="email_verified"><option>true<option>false<option>absent</select></label>
<label>Name <input name="name"></label>
<button name="answer" value="allow">Allow</button>
<button name="answer" value="refuse">Refuse</button>
</form></html>`;
