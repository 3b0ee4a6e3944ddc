export { createAuthenticator, type Authenticate } from "./lib/authenticator.ts";
export type { CookieOptions } from "./lib/cookie.ts";
export { createHandler, type Handler } from "./lib/handler.ts";
export { HttpError, type HttpErrorCode } from "./lib/http-error.ts";
export type { AuthenticatorOptions, HandlerOptions } from "./lib/options.ts";
export type { Exchange, Reply, Route } from "./lib/route.ts";
