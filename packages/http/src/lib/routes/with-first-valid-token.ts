import { AuthError } from "@latchkey/core";
import type { CarriedToken, Carrier } from "../credentials/carriers.ts";
import { HttpError } from "../http-error.ts";

/**
 * Calls `act` with each token until one has a live session, so that an invalid cookie does not hide a valid header.
 *
 * @throws HttpError `unauthenticated`, if no token has one
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
