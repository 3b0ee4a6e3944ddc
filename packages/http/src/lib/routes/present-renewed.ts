import type { SignedIn } from "@latchkey/core";
import { presentUser } from "./present-user.ts";
import type { Exchange, Reply } from "../request/route.ts";
import { withLiveToken } from "./with-live-token.ts";

/** Answers with the session that takes the place of the one the request came with, the same way as that one came. */
export async function presentRenewed(
  { tokens, present }: Exchange,
  renew: (token: string) => Promise<SignedIn>,
): Promise<Reply> {
  const [signedIn, old] = await withLiveToken(tokens, async (token) => [await renew(token), token] as const);
  const carrier = tokens.find(({ token }) => token === old)?.carrier;
  return present(signedIn, { user: presentUser(signedIn.user) }, carrier);
}
