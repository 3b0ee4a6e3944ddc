import type { Client } from "@latchkey/core";
import { readCarriers, type Carrier } from "../credentials/carriers.ts";
import { clientReader, type ClientOption } from "./client.ts";
import { sessionCookie, type CookieOptions, type SessionCookie } from "../cookies/cookie.ts";
import { reporter } from "../log/report.ts";
import type { Route } from "./route.ts";
import { readStrategies, type Strategy } from "../credentials/strategy.ts";
import { readTrustedOrigins, type TrustedOrigins } from "../origin/trusted-origins.ts";

/** What decides who a request is: the same for the handler and for an application's own routes. */
export interface AuthenticatorOptions {
  readonly cookie?: CookieOptions | undefined;
  /**
   * Other origins whose pages may use the session: `["https://app.example.com", "capacitor://localhost"]`, or
   * `"https://*.example.com"` for every host one label below. They also get CORS, and may show pages in a frame. Default none.
   */
  readonly trustedOrigins?: readonly string[] | undefined;
  /**
   * What may bring a token, in the order of looking. Default `["cookie", "bearer"]`. With `["bearer"]` alone no cookie is
   * set or seen, and signing in answers with the token.
   */
  readonly carriers?: readonly Carrier[] | undefined;
  /** Other ways of saying who a request is, asked in this order when no session token answers: `[apiKeyStrategy(keys)]`. Default none. */
  readonly strategies?: readonly Strategy[] | undefined;
}

export interface HandlerOptions extends AuthenticatorOptions {
  /** Where the routes live. Default `"/auth"`. */
  readonly basePath?: string | undefined;
  /** Bytes of a request body. Default 64 KiB. */
  readonly bodyLimit?: number | undefined;
  /** Further routes, from a companion. */
  readonly routes?: readonly Route[] | undefined;
  /** Where a request comes from, for session lists, guards and events. Say only what your proxy vouches for. Default: unknown. */
  readonly client?: ClientOption | undefined;
  /**
   * Told once of storage trouble and of what nobody expected: whatever was thrown, which need not be an `Error`. What it
   * throws itself only leads to a line on the console. Default: `logLines()`, a line on the console that says what to do.
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

/** @throws TypeError for a companion in place of its routes, or a list in a list */
function readRoutes(routes: readonly Route[]): readonly Route[] {
  const isRoute = (route: Route) => typeof route?.path === "string" && typeof route.handle === "function";
  if (Array.isArray(routes) && routes.every(isRoute)) return routes;
  throw new TypeError("routes takes a list of routes, like [...sessionRoutes(sessions(auth))]");
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
  return {
    ...authenticatorSettings(options, HANDLER_OPTIONS),
    basePath: basePath === "/" ? "" : basePath,
    bodyLimit,
    routes: readRoutes(routes),
    client: clientReader(options.client),
    onError: reporter(options.onError),
  };
}
