import type { Auth, Authenticated, JsonObject } from "@latchkey/core";
import type { CarriedToken } from "./carriers.ts";

/** A live session, and the token that it was found by. */
export interface AuthenticatedToken<Metadata = JsonObject, Claims = JsonObject> extends CarriedToken {
  /** The session, its user and the claims of its token. */
  readonly authenticated: Authenticated<Metadata, Claims>;
}

/** How to authenticate a request. */
export interface AuthenticateOptions {
  /**
   * Set it if your answer can set a cookie: only then does `sessionUse({ renewAfter })` renew a session, and only one
   * that came by cookie. Default `false`.
   */
  readonly renew?: boolean | undefined;
}

/** The live session of the first token that has one. @throws AuthError `storage_unavailable` */
export function findAuthenticated<Metadata, Claims>(
  auth: Auth<Metadata, Claims>,
  tokens: readonly CarriedToken[],
  options?: AuthenticateOptions,
): Promise<AuthenticatedToken<Metadata, Claims> | null> {
  const [carried] = tokens;
  if (!carried) return Promise.resolve(null);
  const { token, carrier } = carried;
  return auth
    .getSession(token, { renew: options?.renew && carrier === "cookie" })
    .then((authenticated) =>
      authenticated ? { authenticated, carrier, token } : findAuthenticated(auth, tokens.slice(1), options),
    );
}
