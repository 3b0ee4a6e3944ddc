import type { Auth } from "@latchkey/core";
import { accountRoutes } from "./routes/account.ts";
import { methodsRoute } from "./routes/methods.ts";
import { carriedTokens, chooseCookie, hasSeveralCookies } from "./credentials/carriers.ts";
import { corsHeaders, preflightHeaders } from "./response/cors.ts";
import { RequestContext } from "./request/route-context.ts";
import { HttpError } from "./http-error.ts";
import { handlerSettings, type HandlerOptions, type HandlerSettings } from "./request/options.ts";
import { isSafe, classifyOrigin, mayUseCookie, type RequestHead, type Origin } from "./origin/origin.ts";
import { isExpected, toPublicError } from "./response/public-error.ts";
import { rememberRoute } from "./response/route-of.ts";
import { respond, respondError, respondOptions, respondRefusal, type ResponseOptions } from "./response/response.ts";
import type { Route } from "./request/route.ts";
import { routeTable } from "./request/route-table.ts";

/** A fetch handler: a function from `Request` to `Response`. It always answers and never rejects. */
export interface Handler {
  (request: Request): Promise<Response>;
  /**
   * Answers server code, which may leave the base path out. Every other rule holds as it does for clients. Give it only
   * requests that you made, never one that came from the network.
   *
   * @example
   * const handler = createHandler(auth);
   * const response = await handler.local(new Request("http://localhost/me", { headers: request.headers }));
   */
  local(request: Request): Promise<Response>;
}

/**
 * Answers the routes of an auth below a base path: `POST /signup`, `POST /signin`, `POST /signout`, `GET /me`, and the
 * routes that you add. Use it as the `fetch` of a runtime, or give it the requests below its path. The host does not
 * matter. docs/http.md lists all routes and error codes.
 *
 * @param auth Made by `createAuth`.
 * @param options See `HandlerOptions`. Every option has a default.
 * @throws TypeError An option is unknown or unsafe, or two routes have the same method and path.
 * @example
 * const auth = createAuth({ storage, secret: process.env.AUTH_SECRET });
 * const handler = createHandler(auth, { routes: sessionRoutes(sessions(auth)) });
 * const response = await handler(new Request("https://example.com/auth/me"));
 */
export function createHandler(auth: Auth, options: HandlerOptions = {}): Handler {
  const settings = handlerSettings(options);
  const routes = [...accountRoutes, ...settings.routes];
  const step = routes.find(({ signInStep }) => signInStep)?.signInStep;
  const findEndpoint = routeTable([...routes, methodsRoute(auth, routes)]);

  const answer = async (request: Request, pathOf: (pathname: string) => string): Promise<Response> => {
    let responseOptions: ResponseOptions = { cors: null, isHead: false };
    let route: Route | undefined;
    let template: string | undefined;
    let context: RequestContext | undefined;
    const answered = (response: Response) => rememberRoute(response, template);
    try {
      const head: RequestHead = { method: request.method, url: request.url, headers: request.headers };
      responseOptions = { cors: corsHeaders(head, settings), isHead: head.method === "HEAD" };
      const url = URL.parse(head.url);
      if (!url || !isHost(head.headers.get("host")))
        throw new HttpError("invalid_request", "Host and path must make a URL");
      const endpoint = findEndpoint(pathOf(url.pathname));
      if (!endpoint) throw new HttpError("not_found", "Not found");

      const { path, methods, params } = endpoint;
      template = settings.basePath + path;
      route = methods.get(responseOptions.isHead ? "GET" : head.method);
      if (!route) return answered(respondWithoutRoute(head, methods, responseOptions));

      const origin = classifyOrigin(head, settings.trustedOrigins);
      if (!isSafe(head.method)) requireTrustedOrigin({ head, origin, route }, settings);
      const carried = carriedTokens(head, origin, settings);
      const tokens = hasSeveralCookies(carried) ? await chooseCookie(auth, carried) : carried;
      context = new RequestContext({ auth, request, route, step, params, tokens, head, origin }, settings);
      return answered(respond(await route.handle(context), responseOptions));
    } catch (error) {
      const publicError = toPublicError(error);
      if (!isExpected(publicError)) settings.onError(error);
      const response = respondRefusal({ error: publicError, route, request }, responseOptions, settings.onError);
      return answered(context && step ? await step.refusal(error, response, context) : response);
    }
  };
  const belowBasePath = (pathname: string) =>
    pathname.startsWith(`${settings.basePath}/`) ? pathname.slice(settings.basePath.length) : "";
  return Object.assign((request: Request) => answer(request, belowBasePath), {
    local: (request: Request) => answer(request, (pathname) => belowBasePath(pathname) || pathname),
  });
}

function respondWithoutRoute(
  head: RequestHead,
  methods: ReadonlyMap<string, Route>,
  options: ResponseOptions,
): Response {
  const allow = [...methods.keys()]
    .flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method]))
    .concat("OPTIONS")
    .join(", ");
  if (head.method === "OPTIONS") return respondOptions(allow, preflightHeaders(head, allow, options.cors));
  return respondError(toPublicError(new HttpError("method_not_allowed", `Use ${allow}`)), options, { allow });
}

/** Some runtimes paste `Host` into the URL as it is. With a `Host` like `x/auth`, the path would begin in it. */
function isHost(host: string | null): boolean {
  return host === null || !/[/\\?#@]/.test(host);
}

/**
 * Refuses a request that changes state if it has the cookie and its origin is not trusted (OWASP CSRF Prevention Cheat
 * Sheet, "Fetch Metadata headers"), or if it could set one. Clients without cookies need no origin, except on pages,
 * because any site can send a form. If the cookie is no carrier, there is nothing to protect: a page of another origin
 * cannot read a token. A route with another proof checks that, and gets no token of a cookie.
 *
 * @throws HttpError `forbidden_origin`
 */
function requireTrustedOrigin(
  { head, origin, route }: { readonly head: RequestHead; readonly origin: Origin; readonly route: Route },
  { cookie, carriers }: HandlerSettings,
): void {
  if (mayUseCookie(origin, head.method) || !carriers.includes("cookie") || route.originProof) return;
  const hasCookie = cookie.allValues(head.headers).length > 0;
  if (!route.errorPage && !hasCookie && (!route.opensSession || origin === "unknown")) return;
  const what = hasCookie ? "A request with a cookie" : "A form";
  throw new HttpError(
    "forbidden_origin",
    origin === "unknown" ? `${what} needs an Origin header` : "This origin is not trusted",
  );
}
