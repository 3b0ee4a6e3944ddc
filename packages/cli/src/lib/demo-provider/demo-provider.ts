import { once } from "node:events";
import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Provider, openid } from "@latchkey/oauth";
import type { Configuration, Provider as Issuer } from "oidc-provider";
import { CliError } from "../log.ts";
import { memoryAdapter } from "./memory-adapter.ts";
import { personPage, personOf, type Person } from "./person-page.ts";

/** A provider on this machine, where one signs in as anybody. */
export interface DemoProvider {
  /** The provider, for the server. */
  readonly provider: Provider;
  /** Where it listens. */
  readonly url: string;
  close(): Promise<void>;
}

const CLIENT = "latchkey";

/**
 * Starts an OpenID provider on 127.0.0.1, so that one can see the whole way to a provider and back without an account
 * anywhere. It believes whatever one says, so it is for development alone. Everything that it knows is lost when it
 * ends.
 *
 * @param redirectUri where it sends people back to: nowhere else
 * @throws CliError when the package `oidc-provider` is not installed
 */
export async function startDemoProvider(redirectUri: (id: string) => string): Promise<DemoProvider> {
  const { Provider } = await loadIssuer();
  let answer: (request: IncomingMessage, response: ServerResponse) => unknown = () => {};
  const server = createServer((request, response) => void answer(request, response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const people = new Map<string, Person>();
  const issuer = new Provider(url, await configuration(people, redirectUri("demo")));
  const callback = issuer.callback();
  answer = (request, response) => {
    // A page in the browser can let its own name lead to this machine (DNS rebinding), and then be anybody here.
    if (`http://${request.headers.host}` !== url) return response.writeHead(421).end();
    return request.url?.startsWith("/interaction/")
      ? interact(issuer, people, { request, response })
      : callback(request, response);
  };
  return {
    provider: openid("demo", { issuer: url, clientId: CLIENT, name: "Demo provider" }),
    url,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function loadIssuer(): Promise<{ readonly Provider: typeof Issuer }> {
  try {
    return await import("oidc-provider");
  } catch {
    throw new CliError('--demo-provider needs the package oidc-provider: install it with "npm install oidc-provider".');
  }
}

async function configuration(people: Map<string, Person>, redirectUri: string): Promise<Configuration> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const { privateKey } = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const { kty, crv, x, y, d } = await crypto.subtle.exportKey("jwk", privateKey);
  const key = { kty: kty!, crv: crv!, x: x!, y: y!, d: d!, kid: crypto.randomUUID(), use: "sig", alg: "ES256" };
  return {
    clients: [
      {
        client_id: CLIENT,
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: "none",
        id_token_signed_response_alg: "ES256",
      },
    ],
    adapter: memoryAdapter(),
    jwks: { keys: [key] },
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    // The ID token says everything, as that of most providers.
    conformIdTokenClaims: false,
    // Cookies know no ports: this server's own have other names.
    cookies: {
      keys: [crypto.randomUUID()],
      names: { interaction: "demo_interaction", resume: "demo_resume", session: "demo_session" },
    },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, ...people.get(sub) }) }),
    ttl: { Interaction: 600, Session: 3600, Grant: 3600, AccessToken: 600, IdToken: 600, AuthorizationCode: 60 },
  };
}

/** Asks who one would like to be, and sends that person back. */
async function interact(
  issuer: Issuer,
  people: Map<string, Person>,
  { request, response }: { readonly request: IncomingMessage; readonly response: ServerResponse },
): Promise<void> {
  try {
    const { params } = await issuer.interactionDetails(request, response);
    if (request.method !== "POST") {
      response.setHeader("content-type", "text/html; charset=utf-8").end(personPage());
      return;
    }
    const person = await personOf(request);
    if (!person) {
      await issuer.interactionFinished(request, response, { error: "access_denied" });
      return;
    }
    // One address is one account.
    const accountId = person.email.toLowerCase();
    people.set(accountId, person);
    const grant = new issuer.Grant({ accountId, clientId: CLIENT });
    grant.addOIDCScope(String(params.scope));
    const consent = { grantId: await grant.save() };
    await issuer.interactionFinished(request, response, { login: { accountId, remember: false }, consent });
  } catch {
    response.writeHead(400, { "content-type": "text/plain; charset=utf-8" }).end("Go back and begin again.\n");
  }
}
