import type { Auth } from "@latchkey/core";
import { accountRoutes } from "./routes/account.ts";
import { carriedTokens, decideCookie, isDisputed } from "./credentials/carriers.ts";
import { corsHeaders, preflightHeaders } from "./response/cors.ts";
import { RequestContext } from "./request/route-context.ts";
import { HttpError } from "./http-error.ts";
import { handlerSettings, type HandlerOptions, type HandlerSettings } from "./request/options.ts";
import { isSafe, classifyOrigin, mayUseCookie, type RequestHead, type Origin } from "./origin/origin.ts";
import { isExpected, readRefusal } from "./response/refusal.ts";
import { respond, respondError, respondOptions, type Asked } from "./response/response.ts";
import type { Route } from "./request/route.ts";

/** A Web-standard fetch handler. It always answers and never rejects. */
export interface Handler {
  (request: Request): Promise<Response>;
  /**
   * The same for server code, which may leave the base path out: `handler.local(new Request("http://localhost/me", { headers }))`.
   * Every rule holds as it does outside. Only give it requests that you made, never one that came from the network.
   */
  local(request: Request): Promise<Response>;
}

type RouteTable = ReadonlyMap<string, ReadonlyMap<string, Route>>;

/**
 * The routes of an auth below a base path: `POST /signup`, `/signin` and `/signout`, `GET /me`. Mount it as a
 * runtime's `fetch`, or hand it the requests below its path; the host does not matter.
 *
 * @throws TypeError for an option that is unknown or unsafe
 */
export function createHandler(auth: Auth, options: HandlerOptions = {}): Handler {
  const settings = handlerSettings(options);
  const table = routeTable([...accountRoutes, ...settings.routes]);

  const answer = async (request: Request, isLocal: boolean): Promise<Response> => {
    let asked: Asked = { cors: null, isHead: false };
    try {
      const incoming: RequestHead = { method: request.method, url: request.url, headers: request.headers };
      asked = { cors: corsHeaders(incoming, settings), isHead: incoming.method === "HEAD" };
      const url = URL.parse(incoming.url);
      if (!url || !isHost(incoming.headers.get("host")))
        throw new HttpError("invalid_request", "Host and path must make a URL");
      const methods = findMethods(table, routePath(url.pathname, settings.basePath, isLocal));
      if (!methods) throw new HttpError("not_found", "There is nothing here");

      const route = methods.get(asked.isHead ? "GET" : incoming.method);
      if (!route) return respondWithoutRoute(incoming, methods, asked);

      const origin = classifyOrigin(incoming, settings.trustedOrigins);
      requireOrigin(incoming, origin, route, settings);
      const carried = carriedTokens(incoming, origin, settings.carriers, settings.cookie);
      const tokens = isDisputed(carried) ? await decideCookie(auth, carried) : carried;
      return respond(
        await route.handle(new RequestContext(auth, request, settings, { tokens, incoming, origin })),
        asked,
      );
    } catch (error) {
      const refusal = readRefusal(error);
      if (!isExpected(refusal)) settings.onError(error);
      return respondError(refusal, asked);
    }
  };
  return Object.assign((request: Request) => answer(request, false), {
    local: (request: Request) => answer(request, true),
  });
}

function respondWithoutRoute(incoming: RequestHead, methods: ReadonlyMap<string, Route>, asked: Asked): Response {
  const allow = [...methods.keys()]
    .flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method]))
    .concat("OPTIONS")
    .join(", ");
  if (incoming.method === "OPTIONS") return respondOptions(allow, preflightHeaders(incoming, allow, asked.cors));
  return respondError(readRefusal(new HttpError("method_not_allowed", `Use ${allow}`)), asked, { allow });
}

/** Some runtimes paste Host into the URL as it is, so a Host like `x/auth` would be the beginning of the path. */
function isHost(host: string | null): boolean {
  return host === null || !/[/\\?#@]/.test(host);
}

/** The path below the base path. */
function routePath(pathname: string, basePath: string, isLocal: boolean): string {
  if (pathname.startsWith(`${basePath}/`)) return pathname.slice(basePath.length);
  return isLocal ? pathname : "";
}

/** What answers at a path, with one slash behind it forgiven. */
function findMethods(table: RouteTable, path: string): ReadonlyMap<string, Route> | undefined {
  return table.get(path) ?? (path.endsWith("/") ? table.get(path.slice(0, -1)) : undefined);
}

function routeTable(routes: readonly Route[]): RouteTable {
  const table = new Map<string, Map<string, Route>>();
  for (const route of routes) {
    const methods = table.get(route.path) ?? new Map<string, Route>();
    if (methods.has(route.method)) throw new TypeError(`two routes answer ${route.method} ${route.path}`);
    table.set(route.path, methods.set(route.method, route));
  }
  return table;
}

/**
 * A request that changes state comes from the own or a trusted origin when it carries the cookie (OWASP CSRF
 * Prevention Cheat Sheet, "Fetch Metadata headers") or would plant one; a client without cookies need not say. Where
 * cookies are no carrier there is none to carry or to plant, and a page of another origin cannot read a token.
 */
function requireOrigin(
  { method, headers }: RequestHead,
  origin: Origin,
  route: Route,
  { cookie, carriers }: HandlerSettings,
): void {
  if (isSafe(method) || mayUseCookie(origin, method) || !carriers.includes("cookie")) return;
  const carriesCookie = cookie.everyValue(headers).length > 0;
  if (carriesCookie || (route.opensSession === true && origin !== "unknown")) {
    throw new HttpError(
      "forbidden_origin",
      carriesCookie && origin === "unknown"
        ? "A request with a cookie needs an Origin header"
        : "This origin is not trusted",
    );
  }
}
