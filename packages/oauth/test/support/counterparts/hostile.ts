import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { exportJWK, generateKeyPair } from "jose";
import { callbackAddress } from "./callback-tricks.ts";
import { answerBadly } from "./faults.ts";
import { idToken, type SigningKeys } from "./id-token-tricks.ts";
import type { Fault } from "./kinds.ts";
import { listen, readForm } from "./listen.ts";

/**
 * An OpenID provider that does one thing wrong. The first part of the path says which, so each trick is an issuer of
 * its own: `http://127.0.0.1:1234/wrong-nonce`. It asks nobody who they are.
 */
export async function hostileProvider(): Promise<{ origin: string; landed(): number }> {
  const { publicKey, privateKey } = await generateKeyPair("RS256");
  const keys: SigningKeys = { publicKey, privateKey, otherKey: (await generateKeyPair("RS256")).privateKey };
  let landed = 0;
  const server = createServer(async (request, response) => {
    const url = new URL(request.url!, origin);
    if (url.pathname === "/landed") {
      landed++;
      response.end();
      return;
    }
    const [, trick = "", endpoint = ""] = /^\/([^/]+)\/(.*)$/.exec(url.pathname) ?? [];
    const [, faulty, fault] = /^(discovery|token|keys|userinfo)-(.+)$/.exec(trick) ?? [];
    const asked = endpoint === ".well-known/openid-configuration" ? "discovery" : endpoint;
    if (fault && asked === faulty) return answerBadly(fault as Fault, response, `${origin}/landed`);
    return answer({ issuer: `${origin}/${trick}`, trick, endpoint: asked, url, keys }, request, response);
  });
  const origin = await listen(server);
  return { origin, landed: () => landed };
}

interface At {
  readonly issuer: string;
  readonly trick: string;
  readonly endpoint: string;
  readonly url: URL;
  readonly keys: SigningKeys;
}

async function answer(at: At, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const json = (body: unknown, status = 200) =>
    void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  switch (at.endpoint) {
    case "discovery":
      return json(metadata(at));
    case "keys":
      return json({ keys: [{ ...(await exportJWK(at.keys.publicKey)), kid: "key-1", alg: "RS256", use: "sig" }] });
    case "authorize":
      return void response.writeHead(302, { location: comeBack(at) }).end();
    case "token":
      return json(await tokens(at, request));
    case "userinfo":
      return json({ sub: "subject-1", email: "ada@example.com", email_verified: true });
    default:
      return json({ error: "not_found" }, 404);
  }
}

const metadata = ({ issuer, trick }: At) => ({
  // One who has many tenants writes a placeholder, as Microsoft does.
  issuer: trick.startsWith("tenant-") ? `${issuer}/{tenantid}` : issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  userinfo_endpoint: `${issuer}/userinfo`,
  jwks_uri: `${issuer}/keys`,
  response_types_supported: ["code"],
  subject_types_supported: ["public"],
  id_token_signing_alg_values_supported: ["RS256", "HS256", "none"],
  code_challenge_methods_supported: ["S256"],
  authorization_response_iss_parameter_supported: true,
});

/** The code carries what was asked, so that nothing has to be kept. */
function comeBack({ url: { searchParams }, issuer, trick }: At): string {
  const asked = { nonce: searchParams.get("nonce"), clientId: searchParams.get("client_id") };
  const code = Buffer.from(JSON.stringify(asked)).toString("base64url");
  const { redirect_uri: redirectUri = "", state = "" } = Object.fromEntries(searchParams);
  return callbackAddress({ redirectUri, state, issuer, code }, trick);
}

async function tokens({ issuer, trick, keys }: At, request: IncomingMessage): Promise<object> {
  const form = await readForm(request);
  const basic = Buffer.from((request.headers.authorization ?? "").slice("Basic ".length), "base64").toString();
  const clientSecret = form.get("client_secret") ?? decodeURIComponent(basic.split(":")[1] ?? "");
  const asked = JSON.parse(Buffer.from(form.get("code") ?? "", "base64url").toString()) as {
    nonce: string | null;
    clientId: string;
  };
  const accessToken = crypto.randomUUID();
  const id = await idToken({ ...asked, issuer, trick, keys, accessToken, clientSecret });
  return { access_token: accessToken, token_type: "Bearer", expires_in: 600, ...(id === null ? {} : { id_token: id }) };
}
