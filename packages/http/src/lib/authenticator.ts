import type { Auth, Authenticated, JsonObject } from "@latchkey/core";
import { carriedTokens, chooseCookie, hasSeveralCookies } from "./credentials/carriers.ts";
import { secondsLeft } from "./cookies/cookie.ts";
import { findAuthenticated, type AuthenticateOptions } from "./credentials/find-authenticated.ts";
import { readHead, toRequest, type HeadersOnly } from "./request/headers-only.ts";
import { authenticatorSettings, type AuthenticatorOptions } from "./request/options.ts";
import { classifyOrigin } from "./origin/origin.ts";
import { identifyBy, type FoundBy, type Strategy } from "./credentials/strategy.ts";

/** A request with a live session. */
export interface AuthenticatedRequest<Metadata = JsonObject, Claims = JsonObject> extends Omit<
  Authenticated<Metadata, Claims>,
  "renewed"
> {
  /** It has a session token, in contrast to what a strategy finds. */
  readonly via: "session";
  /** The cookie of a renewed session: add it to your answer as `Set-Cookie`. Only with `renew: true`. */
  readonly setCookie?: string | undefined;
}

/**
 * Finds out who sent a request.
 *
 * @param request A `Request`, or `{ headers }`.
 * @returns The session with its user (`via: "session"`), what a strategy has found (`via: "api-key"`), or `null`.
 * @throws AuthError `storage_unavailable`, and whatever a strategy throws
 * @throws TypeError `request` has no headers.
 */
export type Authenticate<Strategies extends readonly Strategy[] = [], Metadata = JsonObject, Claims = JsonObject> = (
  request: Request | HeadersOnly,
  options?: AuthenticateOptions,
) => Promise<AuthenticatedRequest<Metadata, Claims> | FoundBy<Strategies> | null>;

/**
 * Authenticates requests to routes of your own, with the carriers and the origin rules of the handler. On a request
 * that changes state, the cookie counts only from the same or a trusted origin, so these routes need no CSRF token.
 * Session tokens come first, then the strategies in their order.
 *
 * If your framework gives no `Request`, use `{ headers }`. Headers with `Origin` or `Content-Type` count as a request
 * that changes state.
 *
 * @param auth Made by `createAuth`.
 * @param options The same `cookie`, `trustedOrigins`, `carriers` and `strategies` as for `createHandler`.
 * @throws TypeError An option is unknown or unsafe.
 * @example
 * const authenticate = createAuthenticator(auth);
 * const found = await authenticate(request);
 * if (!found) return new Response("Not signed in", { status: 401 });
 * return Response.json({ hello: found.user.email });
 */
export function createAuthenticator<
  const Strategies extends readonly Strategy[] = [],
  Metadata = JsonObject,
  Claims = JsonObject,
>(
  auth: Auth<Metadata, Claims>,
  options: AuthenticatorOptions & { readonly strategies?: Strategies | undefined } = {},
): Authenticate<Strategies, Metadata, Claims> {
  const settings = authenticatorSettings(options);
  const { cookie, trustedOrigins, strategies } = settings;
  return async (given, authenticateOptions) => {
    const head = readHead(given);
    const carried = carriedTokens(head, classifyOrigin(head, trustedOrigins), settings);
    const tokens = hasSeveralCookies(carried) ? await chooseCookie(auth, carried) : carried;
    const found = await findAuthenticated(auth, tokens, authenticateOptions);
    if (!found) return strategies.length === 0 ? null : identifyBy(strategies as Strategies, toRequest(given, head));
    const { user, session, claims, renewed } = found.authenticated;
    return {
      via: "session",
      user,
      session,
      claims,
      ...(renewed === undefined ? {} : { setCookie: cookie.set(renewed, secondsLeft(session)) }),
    };
  };
}
