import { AuthError } from "@latchkey/core";
import type { CarriedToken, Carrier } from "../credentials/carriers.ts";
import { HttpError } from "../http-error.ts";

/**
 * Calls `act` with each token until one has a live session, so that an invalid cookie does not hide a valid header.
 *
 * @param tokens `tokens` of the route's context.
 * @param act What needs a session. It throws AuthError `unauthenticated` for a token without one.
 * @returns What `act` returned for the first token that has a session.
 * @throws HttpError `unauthenticated`, if no token has one
 * @example
 * const clear: Route = {
 *   method: "POST",
 *   path: "/account/clear",
 *   async handle({ tokens }) {
 *     const user = await withFirstValidToken(tokens, (token) => ownAccount(auth).updateMetadata(token, null));
 *     return { body: { id: user.id } };
 *   },
 * };
 */
export async function withFirstValidToken<T>(
  tokens: readonly CarriedToken[],
  act: (token: string, carrier: Carrier) => Promise<T>,
): Promise<T> {
  for (const { token, carrier } of tokens) {
    try {
      return await act(token, carrier);
    } catch (error) {
      if (!(error instanceof AuthError) || error.code !== "unauthenticated") throw error;
    }
  }
  throw new HttpError("unauthenticated", "Not signed in");
}
