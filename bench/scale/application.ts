/** Latchkey as an application mounts it, with the hash taken out: requests to it, and what they answer. */

import { createAuth, type AuthOptions, type PasswordHasher, type Storage } from "../../packages/core/src/index.ts";
import { sessions } from "../../packages/core/src/sessions.ts";
import { createHandler, sessionRoutes } from "../../packages/http/src/index.ts";
import { emailOf, PASSWORD_HASH } from "./population.ts";
import { SECRET } from "./token.ts";

const ORIGIN = "http://localhost";
const COOKIE = "__Host-latchkey_session";

/** Takes the hash out of the measurement: it has a table of its own. */
const noHash: PasswordHasher = {
  id: "none",
  hash: async () => PASSWORD_HASH,
  verify: async () => true,
  needsRehash: () => false,
};

export type Application = (request: Request) => Promise<Response>;

export function createApplication(storage: Storage, options: Partial<AuthOptions> = {}): Application {
  const auth = createAuth({ storage, secret: SECRET, passwords: noHash, ...options });
  return createHandler(auth, { routes: sessionRoutes(sessions(auth)) });
}

export const ask = {
  me: (token: string) => withCookie("GET", "me", token),
  list: (token: string) => withCookie("GET", "sessions", token),
  refresh: (token: string) => withCookie("POST", "refresh", token),
  signOut: (token: string) => withCookie("POST", "signout", token),
  signIn: (user: number) => withBody("signin", emailOf(user)),
  signUp: (email: string) => withBody("signup", email),
};

function withCookie(method: string, route: string, token: string): Request {
  return new Request(`${ORIGIN}/auth/${route}`, { method, headers: { cookie: `${COOKIE}=${token}`, origin: ORIGIN } });
}

function withBody(route: string, email: string): Request {
  const headers = { "content-type": "application/json", origin: ORIGIN };
  return new Request(`${ORIGIN}/auth/${route}`, {
    method: "POST",
    headers,
    body: JSON.stringify({ email, password: "correct horse" }),
  });
}

/** A refusal is quick: figures must not be made of those. */
export function mustBeOk(response: Response): Response {
  if (!response.ok) throw new Error(`The handler answered ${response.status}`);
  return response;
}

export function tokenIn(response: Response): string {
  const [pair = ""] = (response.headers.get("set-cookie") ?? "").split(";");
  return pair.slice(COOKIE.length + 1);
}
