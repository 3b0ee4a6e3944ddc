import type { Auth, Authenticated, JsonObject } from "@latchkey/core";
import type { CarriedToken } from "./carriers.ts";

/** Who a request is, and what brought the token. */
export interface AuthenticatedToken<Metadata = JsonObject, Claims = JsonObject> extends CarriedToken {
  readonly authenticated: Authenticated<Metadata, Claims>;
}

/** The first of the tokens, from `at` on, that somebody's live session answers to. Only what came by cookie can be renewed by one. */
export function findAuthenticated<Metadata, Claims>(
  auth: Auth<Metadata, Claims>,
  tokens: readonly CarriedToken[],
  renew = false,
  at = 0,
): Promise<AuthenticatedToken<Metadata, Claims> | null> {
  const carried = tokens[at];
  if (!carried) return Promise.resolve(null);
  const { token, carrier } = carried;
  return auth
    .getSession(token, { renew: renew && carrier === "cookie" })
    .then((authenticated) =>
      authenticated ? { authenticated, carrier, token } : findAuthenticated(auth, tokens, renew, at + 1),
    );
}
