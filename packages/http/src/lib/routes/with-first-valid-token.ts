import { AuthError } from "@latchkey/core";
import type { CarriedToken, Carrier } from "../credentials/carriers.ts";
import { HttpError } from "../http-error.ts";

/** What comes of the first of the tokens whose session is live: a bad cookie does not hide a good header. @throws HttpError `unauthenticated` */
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
