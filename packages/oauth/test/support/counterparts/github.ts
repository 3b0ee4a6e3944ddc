import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { PlainClient } from "./kinds.ts";
import { escaped, listen, readForm } from "./listen.ts";

/** What `/user` and `/user/emails` say of who allowed it. */
interface Account {
  readonly user: unknown;
  readonly emails: unknown;
}

/** What somebody allowed: spent by the first who redeems it. */
interface Allowed extends Account {
  readonly client: string;
  readonly redirectUri: string;
  readonly challenge: string | null;
}

/**
 * A provider of plain OAuth 2, with the manners of GitHub: errors of the token endpoint are answers with status 200,
 * the API refuses requests without `User-Agent`, and addresses are a list of their own. As with a server of one's own,
 * the API is below `/api/v3`.
 */
export async function githubProvider(client: PlainClient): Promise<{ origin: string }> {
  const codes = new Map<string, Allowed>();
  const tokens = new Map<string, Account>();
  const server = createServer(async (request, response) => {
    const url = new URL(request.url!, "http://127.0.0.1");
    if (url.pathname === "/login/oauth/authorize") return authorize(url, request, response);
    if (url.pathname === "/login/oauth/access_token") return json(response, await redeem(await readForm(request)));
    return api(url.pathname.replace(/^\/api\/v3/, ""), request, response);
  });

  async function authorize({ searchParams }: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const redirectUri = searchParams.get("redirect_uri") ?? "";
    if (searchParams.get("client_id") !== client.client_id || !client.redirect_uris.includes(redirectUri)) {
      json(response, { error: "redirect_uri_mismatch" }, 400);
      return;
    }
    if (request.method !== "POST") {
      response.setHeader("content-type", "text/html; charset=utf-8").end(PAGE);
      return;
    }
    const form = await readForm(request);
    const back = new URL(redirectUri);
    if (searchParams.has("state")) back.searchParams.set("state", searchParams.get("state")!);
    if (form.get("answer") === "refuse") {
      back.searchParams.set("error", "access_denied");
      back.searchParams.set("error_description", "The user has denied your application access.");
    } else {
      const code = crypto.randomUUID();
      const account = { user: JSON.parse(form.get("user")!), emails: JSON.parse(form.get("emails")!) };
      const challenge = searchParams.get("code_challenge");
      codes.set(code, { ...account, client: client.client_id, redirectUri, challenge });
      back.searchParams.set("code", code);
    }
    response.writeHead(302, { location: back.href }).end();
  }

  async function redeem(form: URLSearchParams): Promise<object> {
    const allowed = codes.get(form.get("code") ?? "");
    codes.delete(form.get("code") ?? "");
    if (form.get("client_id") !== client.client_id || form.get("client_secret") !== client.client_secret) {
      return { error: "incorrect_client_credentials", error_description: "The client_id or secret is incorrect." };
    }
    const digest = createHash("sha256").update(form.get("code_verifier") ?? "");
    const isProved = allowed && (allowed.challenge === null || allowed.challenge === digest.digest("base64url"));
    if (!isProved || form.get("redirect_uri") !== allowed.redirectUri) {
      return { error: "bad_verification_code", error_description: "The code passed is incorrect or expired." };
    }
    const token = `gho_${crypto.randomUUID()}`;
    tokens.set(token, allowed);
    return { access_token: token, token_type: "bearer", scope: "read:user,user:email" };
  }

  function api(path: string, request: IncomingMessage, response: ServerResponse): void {
    if (!request.headers["user-agent"]) return json(response, { message: "Request forbidden: no User-Agent" }, 403);
    const account = tokens.get(/^Bearer (.+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? "");
    if (!account) return json(response, { message: "Bad credentials" }, 401);
    if (path === "/user") return json(response, account.user);
    if (path === "/user/emails") return json(response, account.emails);
    return json(response, { message: "Not Found" }, 404);
  }

  return { origin: await listen(server) };
}

function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" }).end(JSON.stringify(body));
}

const USER = JSON.stringify({ id: 1, login: "octocat", name: "The Octocat", email: null });
const EMAILS = JSON.stringify([{ email: "octocat@example.com", primary: true, verified: true, visibility: "private" }]);

const PAGE = `<!doctype html><html lang="en"><title>Authorize</title>
<form method="post">
<label>User <textarea name="user">${escaped(USER)}</textarea></label>
<label>Emails <textarea name="emails">${escaped(EMAILS)}</textarea></label>
<button name="answer" value="allow">Authorize</button>
<button name="answer" value="refuse">Cancel</button>
</form></html>`;
