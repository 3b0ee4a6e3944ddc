import type { Auth } from "@latchkey/core";
import { accountRoutes } from "./account-routes.ts";
import { carriedTokens } from "./carriers.ts";
import { RequestExchange } from "./exchange.ts";
import { HttpError } from "./http-error.ts";
import { handlerSettings, type HandlerOptions, type HandlerSettings } from "./options.ts";
import { isSafe, judgeOrigin, maySeeCookie, type Incoming, type Origin } from "./origin.ts";
import { isExpected, readRefusal } from "./refusal.ts";
import { respond, respondError, respondPreflight } from "./response.ts";
import type { Route } from "./route.ts";

/** A Web-standard fetch handler. It always answers and never rejects. */
export type Handler = (request: Request) => Promise<Response>;

/**
 * The routes of an auth below a base path: `POST /signup`, `/signin` and `/signout`, `GET /me`. Mount it as a
 * runtime's `fetch`, or hand it the requests below its path; the host does not matter.
 *
 * @throws TypeError for an option that is unknown or unsafe
 */
export function createHandler(auth: Auth, options: HandlerOptions = {}): Handler {
  const settings = handlerSettings(options);
  const table = routeTable([...accountRoutes, ...settings.routes]);

  return async (request) => {
    let cors: Record<string, string> | null = null;
    try {
      const incoming: Incoming = { method: request.method, url: request.url, headers: request.headers };
      cors = corsHeaders(incoming, settings);
      // Some bridges make the URL of whatever stands in Host.
      const url = URL.parse(incoming.url);
      if (!url) throw new HttpError("invalid_request", "Host and path must make a URL");
      const methods = table.get(routePath(url, settings.basePath) ?? "");
      if (!methods) throw new HttpError("not_found", "There is nothing here");

      const route = methods.get(incoming.method);
      if (!route) return respondWithoutRoute(incoming, [...methods.keys(), "OPTIONS"].join(", "), cors);

      const origin = judgeOrigin(incoming, settings.trustedOrigins);
      requireOrigin(incoming, origin, route, settings);
      const tokens = carriedTokens(incoming, origin, settings.carriers, settings.cookie);
      return respond(await route.handle(new RequestExchange(auth, request, tokens, settings)), cors);
    } catch (error) {
      const refusal = readRefusal(error);
      if (!isExpected(refusal)) settings.onError(error);
      return respondError(refusal, cors);
    }
  };
}

function respondWithoutRoute({ method }: Incoming, allow: string, cors: Record<string, string> | null): Response {
  if (method === "OPTIONS") return respondPreflight(allow, cors);
  return respondError(readRefusal(new HttpError("method_not_allowed", `Use ${allow}`)), cors, { allow });
}

/** The path below the base path, which server code may leave out by asking `http://auth/me`: the same rules hold there. */
function routePath({ host, pathname }: URL, basePath: string): string | null {
  if (pathname.startsWith(`${basePath}/`)) return pathname.slice(basePath.length);
  return host === "auth" ? pathname : null;
}

function routeTable(routes: readonly Route[]): ReadonlyMap<string, ReadonlyMap<string, Route>> {
  const table = new Map<string, Map<string, Route>>();
  for (const route of routes) {
    const methods = table.get(route.path) ?? new Map<string, Route>();
    if (methods.has(route.method)) throw new TypeError(`two routes answer ${route.method} ${route.path}`);
    table.set(route.path, methods.set(route.method, route));
  }
  return table;
}

/** Only origins that the application lists, never `*`. */
function corsHeaders({ headers }: Incoming, { trustedOrigins }: HandlerSettings): Record<string, string> | null {
  const origin = headers.get("origin");
  if (origin === null || !trustedOrigins.has(origin)) return null;
  return {
    "access-control-allow-origin": origin,
    "access-control-allow-credentials": "true",
    "access-control-expose-headers": "Retry-After",
  };
}

/**
 * A request that changes state comes from the own or a trusted origin when it carries the cookie (OWASP CSRF
 * Prevention Cheat Sheet, "Fetch Metadata headers") or would plant one; a client without cookies need not say.
 */
function requireOrigin({ method, headers }: Incoming, origin: Origin, route: Route, { cookie }: HandlerSettings): void {
  if (isSafe(method) || maySeeCookie(origin, method)) return;
  const carriesCookie = cookie.isIn(headers.get("cookie"));
  if (carriesCookie || (route.opensSession === true && origin !== "unknown")) {
    throw new HttpError("forbidden_origin", carriesCookie && origin === "unknown" ? "A request with a cookie needs an Origin header" : "This origin is not trusted");
  }
}
