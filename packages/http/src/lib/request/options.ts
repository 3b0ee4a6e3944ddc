import type { Client } from "@latchkey/core";
import { readCarriers, type Carrier } from "../credentials/carriers.ts";
import { clientReader, type ClientOption } from "./client.ts";
import { sessionCookie, type CookieOptions, type SessionCookie } from "../cookies/cookie.ts";
import { reporter } from "../log/report.ts";
import type { Route } from "./route.ts";
import { readStrategies, type Strategy } from "../credentials/strategy.ts";
import { readTrustedOrigins, type TrustedOrigins } from "../origin/trusted-origins.ts";

/** How requests are authenticated. Give the handler and the authenticator the same values. */
export interface AuthenticatorOptions {
  /** The session cookie. Default: `__Host-latchkey_session`, `Secure`, `SameSite=Lax`, for this host only. */
  readonly cookie?: CookieOptions | undefined;
  /**
   * Other origins whose pages may use the session: `"https://app.example.com"`, `"capacitor://localhost"`, or
   * `"https://*.example.com"` for every host one label below. They also get CORS, and may show pages from here in a
   * frame. Default: none.
   */
  readonly trustedOrigins?: readonly string[] | undefined;
  /**
   * Where session tokens may be, in the order of precedence. Default `["cookie", "bearer"]`. With `["bearer"]` no
   * cookie is set or read, and signing in answers with the token.
   */
  readonly carriers?: readonly Carrier[] | undefined;
  /**
   * Other ways to authenticate, such as `[apiKeyStrategy(keys)]`. They are asked in this order if no session token is
   * valid. Default: none.
   */
  readonly strategies?: readonly Strategy[] | undefined;
}

/** The options of `createHandler`. */
export interface HandlerOptions extends AuthenticatorOptions {
  /** The path that all routes are below. Default `"/auth"`. */
  readonly basePath?: string | undefined;
  /** The largest request body, in bytes, from 1024. Default 65 536 (64 KiB). */
  readonly bodyLimit?: number | undefined;
  /**
   * More routes: `[...sessionRoutes(sessions(auth)), ...passwordChangeRoutes(passwordChange(auth))]`. Default: none.
   */
  readonly routes?: readonly Route[] | undefined;
  /**
   * The IP address and the user agent of a request: for session lists, guards (`rateLimit()` needs the address) and
   * events. Return only what your server or its proxy guarantees: a client can send any `X-Forwarded-For`. Default:
   * unknown.
   */
  readonly client?: ClientOption | undefined;
  /**
   * Gets every error that is 500 `internal` or 503 `storage_unavailable`, once. It may be any value that was thrown. If
   * `onError` itself throws, the error is logged to the console. Default: `logLines()`, one line that says what to do.
   */
  readonly onError?: ((error: unknown) => unknown) | undefined;
}

export interface AuthenticatorSettings {
  readonly cookie: SessionCookie;
  readonly trustedOrigins: TrustedOrigins;
  readonly carriers: readonly Carrier[];
  readonly strategies: readonly Strategy[];
}

export interface HandlerSettings extends AuthenticatorSettings {
  readonly basePath: string;
  readonly bodyLimit: number;
  readonly routes: readonly Route[];
  readonly client: (request: Request) => Client;
  readonly onError: (error: unknown) => void;
}

const AUTHENTICATOR_OPTIONS = ["cookie", "trustedOrigins", "carriers", "strategies"];
const HANDLER_OPTIONS = [...AUTHENTICATOR_OPTIONS, "basePath", "bodyLimit", "routes", "client", "onError"];

export function authenticatorSettings(
  options: AuthenticatorOptions,
  known = AUTHENTICATOR_OPTIONS,
): AuthenticatorSettings {
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new TypeError(`there is no option "${unknown}": the options are ${known.join(", ")}`);
  return {
    cookie: sessionCookie(options.cookie),
    trustedOrigins: readTrustedOrigins(options.trustedOrigins),
    carriers: readCarriers(options.carriers),
    strategies: readStrategies(options.strategies),
  };
}

/** Checks the `routes` option. @throws TypeError It has no route, or an open one. */
function readRoutes(routes: readonly Route[]): readonly Route[] {
  const isRoute = (route: Route) => typeof route?.path === "string" && typeof route.handle === "function";
  if (!Array.isArray(routes) || !routes.every(isRoute))
    throw new TypeError("routes takes a list of routes, like [...sessionRoutes(sessions(auth))]");
  // Any page can make a browser send a GET, so its origin proves nothing.
  const unproved = routes.find(
    (route) => route.method === "GET" && route.opensSession && route.originProof !== "state",
  );
  if (unproved)
    throw new TypeError(`GET ${unproved.path} opens a session, so it must say what proves its origin: originProof`);
  return routes;
}

export function handlerSettings(options: HandlerOptions): HandlerSettings {
  const { basePath = "/auth", bodyLimit = 64 * 1024, routes = [] } = options;
  if (!/^(?:\/|(?:\/(?!\.{1,2}(?:\/|$))[\w.~-]+)+)$/.test(basePath))
    throw new TypeError('basePath must be a path like "/auth", without a slash at the end');
  if (!Number.isInteger(bodyLimit) || bodyLimit < 1024)
    throw new TypeError("bodyLimit must be a whole number of bytes from 1024");
  for (const name of ["client", "onError"] as const) {
    if (options[name] !== undefined && typeof options[name] !== "function")
      throw new TypeError(`${name} must be a function`);
  }
  const settings = authenticatorSettings(options, HANDLER_OPTIONS);
  const checked = readRoutes(routes);
  if (!settings.carriers.includes("cookie") && checked.some(({ errorPage }) => errorPage !== undefined))
    throw new TypeError('pages need the carrier "cookie": a browser has no other');
  return {
    ...settings,
    basePath: basePath === "/" ? "" : basePath,
    bodyLimit,
    routes: checked,
    client: clientReader(options.client),
    onError: reporter(options.onError),
  };
}
