import type { Auth, Authenticated } from "@latchkey/core";
import type { CarriedToken, Carrier } from "./carriers.ts";

/** The first of the tokens that somebody's live session answers to. */
export async function findAuthenticated(
  auth: Auth,
  tokens: readonly CarriedToken[],
): Promise<(Authenticated & { readonly carrier: Carrier }) | null> {
  for (const { token, carrier } of tokens) {
    const found = await auth.getSession(token);
    if (found) return { ...found, carrier };
  }
  return null;
}
