import { sessionCookie, type CookieOptions, type SessionCookie } from "./cookie.ts";
import { readTrustedOrigins } from "./origin.ts";
import type { Route } from "./route.ts";

/** What decides who a request is: the same for the handler and for an application's own routes. */
export interface AuthenticatorOptions {
  readonly cookie?: CookieOptions;
  /** Other origins whose pages may use the session: `["https://app.example.com"]`. They also get CORS. Default none. */
  readonly trustedOrigins?: readonly string[];
}

export interface HandlerOptions extends AuthenticatorOptions {
  /** Where the routes live. Default `"/auth"`. */
  readonly basePath?: string;
  /** Bytes of a request body. Default 2 MiB. */
  readonly bodyLimit?: number;
  /** Further routes, from a companion. */
  readonly routes?: readonly Route[];
  /** Told of storage trouble and of what nobody expected. Default: one line on the console. */
  readonly onError?: (error: unknown) => void;
}

export interface AuthenticatorSettings {
  readonly cookie: SessionCookie;
  readonly trustedOrigins: ReadonlySet<string>;
}

export interface HandlerSettings extends AuthenticatorSettings {
  readonly basePath: string;
  readonly bodyLimit: number;
  readonly routes: readonly Route[];
  readonly onError: (error: unknown) => void;
}

const AUTHENTICATOR_OPTIONS = ["cookie", "trustedOrigins"];
const HANDLER_OPTIONS = [...AUTHENTICATOR_OPTIONS, "basePath", "bodyLimit", "routes", "onError"];

export function authenticatorSettings(options: AuthenticatorOptions, known = AUTHENTICATOR_OPTIONS): AuthenticatorSettings {
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new TypeError(`there is no option "${unknown}": the options are ${known.join(", ")}`);
  return { cookie: sessionCookie(options.cookie), trustedOrigins: readTrustedOrigins(options.trustedOrigins) };
}

export function handlerSettings(options: HandlerOptions): HandlerSettings {
  const { basePath = "/auth", bodyLimit = 2 * 1024 * 1024, routes = [], onError = logLine } = options;
  if (!/^(?:\/|(?:\/[\w.~-]+)+)$/.test(basePath)) throw new TypeError('basePath must be a path like "/auth", without a slash at the end');
  if (!Number.isInteger(bodyLimit) || bodyLimit < 1024) throw new TypeError("bodyLimit must be a whole number of bytes from 1024");
  return {
    ...authenticatorSettings(options, HANDLER_OPTIONS),
    basePath: basePath === "/" ? "" : basePath,
    bodyLimit,
    routes,
    onError,
  };
}

/** One line, whatever the error says. A driver's own words may quote data, so its name and code must do. */
function logLine(error: unknown): void {
  const { code, cause } = error as { code?: string; cause?: { name?: string; code?: string } };
  const line = cause === undefined ? String(error) : [code, cause.name, cause.code].filter(Boolean).join(" ");
  console.error(`latchkey: ${line.replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029]+/g, " ")}`);
}
