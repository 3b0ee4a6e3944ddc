import type { SignedIn } from "@latchkey/core";
import { publicUser } from "./public-user.ts";
import type { RouteContext, Reply } from "../request/route.ts";
import { withFirstValidToken } from "./with-first-valid-token.ts";

/** Replaces the session of the request. The new token goes back the way the old one came. */
export async function respondWithNewSession(
  { tokens, replyWithSession }: RouteContext,
  replace: (token: string) => Promise<SignedIn>,
): Promise<Reply> {
  const [signedIn, old] = await withFirstValidToken(tokens, async (token) => [await replace(token), token] as const);
  const carrier = tokens.find(({ token }) => token === old)?.carrier;
  return replyWithSession(signedIn, { user: publicUser(signedIn.user) }, carrier);
}
