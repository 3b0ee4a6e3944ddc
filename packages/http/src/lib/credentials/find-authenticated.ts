import type { Auth, Authenticated } from "@latchkey/core";
import type { CarriedToken } from "./carriers.ts";

/** Who a request is, and what brought the token. */
export interface AuthenticatedToken extends CarriedToken {
  readonly authenticated: Authenticated;
}

/** The first of the tokens, from `at` on, that somebody's live session answers to. Only what came by cookie can be renewed by one. */
export function findAuthenticated(
  auth: Auth,
  tokens: readonly CarriedToken[],
  renew = false,
  at = 0,
): Promise<AuthenticatedToken | null> {
  const carried = tokens[at];
  if (!carried) return Promise.resolve(null);
  const { token, carrier } = carried;
  return auth
    .getSession(token, { renew: renew && carrier === "cookie" })
    .then((authenticated) =>
      authenticated ? { authenticated, carrier, token } : findAuthenticated(auth, tokens, renew, at + 1),
    );
}
