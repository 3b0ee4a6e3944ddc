import type { SignedIn } from "@latchkey/core";
import { presentUser } from "./present-user.ts";
import type { RouteContext, Reply } from "../request/route.ts";
import { withFirstValidToken } from "./with-first-valid-token.ts";

/** Answers with the session that takes the place of the one the request came with, the same way as that one came. */
export async function respondWithNewSession(
  { tokens, present }: RouteContext,
  renew: (token: string) => Promise<SignedIn>,
): Promise<Reply> {
  const [signedIn, old] = await withFirstValidToken(tokens, async (token) => [await renew(token), token] as const);
  const carrier = tokens.find(({ token }) => token === old)?.carrier;
  return present(signedIn, { user: presentUser(signedIn.user) }, carrier);
}
