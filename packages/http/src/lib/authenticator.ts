import type { Auth, Authenticated, JsonObject } from "@latchkey/core";
import { carriedTokens, decideCookie, isDisputed } from "./credentials/carriers.ts";
import { secondsLeft } from "./cookies/cookie.ts";
import { findAuthenticated } from "./credentials/find-authenticated.ts";
import { readIncoming, toRequest, type HeadersOnly } from "./request/given-request.ts";
import { authenticatorSettings, type AuthenticatorOptions } from "./request/options.ts";
import { classifyOrigin } from "./origin/origin.ts";
import { identifyBy, type FoundBy, type Strategy } from "./credentials/strategy.ts";

export interface AuthenticateOptions {
  /** Whether you put `setCookie` into your answer: only then `sessionUse({ renewAfter })` renews. Default `false`. */
  readonly renew?: boolean | undefined;
}

export interface AuthenticatedRequest<Metadata = JsonObject, Claims = JsonObject> extends Omit<
  Authenticated<Metadata, Claims>,
  "renewed"
> {
  readonly via: "session";
  /** The cookie of a renewed session: add it to your answer as `Set-Cookie`. */
  readonly setCookie?: string | undefined;
}

/** Who a request is, `via` what, or `null`. @throws AuthError `storage_unavailable`, and what a strategy throws */
export type Authenticate<Strategies extends readonly Strategy[] = [], Metadata = JsonObject, Claims = JsonObject> = (
  request: Request | HeadersOnly,
  options?: AuthenticateOptions,
) => Promise<AuthenticatedRequest<Metadata, Claims> | FoundBy<Strategies> | null>;

/**
 * For an application's own routes: who a request is, by the same carriers and origin rules as the handler. A cookie
 * on a request that changes state counts only from the own or a trusted origin, so such routes need no CSRF token.
 * Sessions come first, then the strategies in their order.
 *
 * Where there is no `Request`, `{ headers }` will do. Then a request with an `Origin` header counts as one that changes
 * state, and the cookie on it counts only from the own or a trusted origin.
 */
export function createAuthenticator<
  const Strategies extends readonly Strategy[] = [],
  Metadata = JsonObject,
  Claims = JsonObject,
>(
  auth: Auth<Metadata, Claims>,
  options: AuthenticatorOptions & { readonly strategies?: Strategies | undefined } = {},
): Authenticate<Strategies, Metadata, Claims> {
  const { carriers, cookie, trustedOrigins, strategies } = authenticatorSettings(options);
  return async (given, { renew = false } = {}) => {
    const request = readIncoming(given);
    const carried = carriedTokens(request, classifyOrigin(request, trustedOrigins), carriers, cookie);
    const tokens = isDisputed(carried) ? await decideCookie(auth, carried) : carried;
    const found = await findAuthenticated(auth, tokens, renew);
    if (!found) return strategies.length === 0 ? null : identifyBy(strategies as Strategies, toRequest(given, request));
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
