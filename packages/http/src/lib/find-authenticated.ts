import type { Auth, Authenticated } from "@latchkey/core";
import type { CarriedToken } from "./carriers.ts";

/** Who a request is, and what brought the token. */
export interface Found extends CarriedToken {
  readonly authenticated: Authenticated;
}

/** The first of the tokens that somebody's live session answers to. Only what came by cookie can be renewed by one. */
export async function findAuthenticated(auth: Auth, tokens: readonly CarriedToken[], renew = false): Promise<Found | null> {
  for (const { token, carrier } of tokens) {
    const authenticated = await auth.getSession(token, { renew: renew && carrier === "cookie" });
    if (authenticated) return { authenticated, carrier, token };
  }
  return null;
}
