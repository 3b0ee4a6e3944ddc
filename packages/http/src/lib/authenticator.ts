import type { Auth, Authenticated } from "@latchkey/core";
import { carriedTokens } from "./carriers.ts";
import { findAuthenticated } from "./find-authenticated.ts";
import { authenticatorSettings, type AuthenticatorOptions } from "./options.ts";
import { judgeOrigin } from "./origin.ts";

/** Who a request is, or `null`. @throws AuthError `storage_unavailable` */
export type Authenticate = (request: Request) => Promise<Authenticated | null>;

/**
 * For an application's own routes: who a request is, by the same carriers and origin rules as the handler. A cookie
 * on a request that changes state counts only from the own or a trusted origin, so such routes need no CSRF token.
 */
export function createAuthenticator(auth: Auth, options: AuthenticatorOptions = {}): Authenticate {
  const { cookie, trustedOrigins } = authenticatorSettings(options);
  return async (request) => {
    const found = await findAuthenticated(auth, carriedTokens(request, judgeOrigin(request, trustedOrigins), cookie));
    return found && { user: found.user, session: found.session, claims: found.claims };
  };
}
