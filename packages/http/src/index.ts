export { apiKeyRoutes } from "./lib/routes/api-keys.ts";
export { apiKeyStrategy, type ApiKeyIdentity } from "./lib/credentials/api-key-strategy.ts";
export { carriedTicket, type CarriedTicket } from "./lib/routes/carried-ticket.ts";
export { createAuthenticator, type Authenticate, type AuthenticatedRequest } from "./lib/authenticator.ts";
export type { AuthenticatedToken, AuthenticateOptions } from "./lib/credentials/find-authenticated.ts";
export type { CarriedToken, Carrier } from "./lib/credentials/carriers.ts";
export type { ClientOption } from "./lib/request/client.ts";
export type { CookieOptions } from "./lib/cookies/cookie.ts";
export { createHandler, type Handler } from "./lib/handler.ts";
export { endEach } from "./lib/routes/end-each.ts";
export { emailChangeRoutes, emailVerificationRoutes } from "./lib/routes/emails.ts";
export { healthRoutes, type HealthOptions } from "./lib/routes/health.ts";
export type { HeadersOnly } from "./lib/request/headers-only.ts";
export { HttpError, type HttpErrorCode, type PublicError } from "./lib/http-error.ts";
export type { AuthenticatorOptions, HandlerOptions } from "./lib/request/options.ts";
export { identityRoutes } from "./lib/routes/identities.ts";
export { logLines, type LogLinesOptions } from "./lib/log/log-lines.ts";
export { mailSignInRoutes } from "./lib/routes/mail-sign-in.ts";
export { ownAccountRoutes } from "./lib/routes/own-account.ts";
export { passwordChangeRoutes, passwordResetRoutes } from "./lib/routes/passwords.ts";
export { readReturnPath } from "./lib/request/return-path.ts";
export type {
  Carriage,
  HtmlReply,
  JsonReply,
  Offers,
  PublicReply,
  RedirectReply,
  Reply,
  Route,
  RouteContext,
  SignInStep,
} from "./lib/request/route.ts";
export type { RouteDescription } from "./lib/request/route-description.ts";
export { requestCookies } from "./lib/cookies/request-cookies.ts";
export { sessionCookie, type CookieAttributes, type PublicSessionCookie } from "./lib/cookies/public-cookie.ts";
export { publicUser, type PublicUser } from "./lib/routes/public-user.ts";
export { stepUpRoutes } from "./lib/routes/step-up.ts";
export { routeOf } from "./lib/response/route-of.ts";
export { sessionRoutes } from "./lib/routes/sessions.ts";
export type { Identity, Strategy } from "./lib/credentials/strategy.ts";
export { withFirstValidToken } from "./lib/routes/with-first-valid-token.ts";
export { usernameRoutes } from "./lib/routes/usernames.ts";
export { secondFactorStep } from "./lib/routes/second-factor-step.ts";
