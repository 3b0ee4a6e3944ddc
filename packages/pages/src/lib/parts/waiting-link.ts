import { AuthError } from "@latchkey/core";
import type { RedirectReply } from "@latchkey/http";
import type { Visit } from "../request/visit.ts";
import type { Social, SocialProvider } from "../social.ts";

const CODE = "link_required";

/**
 * The provider whose account is to be linked once its owner has signed in by another way. The page says so, and only
 * its own form does it: nothing is linked that one was not told of.
 */
export function waitingLink({ query }: Visit, social: Social | undefined): SocialProvider | null {
  if (!social || query("error") !== CODE) return null;
  return social.providers.find(({ id }) => id === query("provider")) ?? null;
}

/** What the address of the page must say for `waitingLink`. */
export function waitingQuery(waiting: SocialProvider | null): Readonly<Record<string, string>> {
  return waiting ? { error: CODE, provider: waiting.id } : {};
}

interface Waiting {
  readonly social: Social;
  readonly provider: SocialProvider;
  /** The session of who has signed in by another way. */
  readonly token: string;
  /** The `Set-Cookie` lines of that sign-in, if it is new. */
  readonly setCookie: readonly string[];
}

/** Links what was waiting. If that fails, the account says why, and the sign-in stands. */
export async function finishLink(
  { context, link, arrival }: Visit,
  { social, provider, token, setCookie }: Waiting,
): Promise<RedirectReply> {
  const { client, request } = context;
  try {
    const linked = await social.linkPending({ token, headers: request.headers, client });
    return { redirectTo: arrival("connected"), setCookie: [...setCookie, linked.setCookie] };
  } catch (error) {
    if (!(error instanceof AuthError)) throw error;
    return { redirectTo: link("/account", { error: error.code, provider: provider.id }), setCookie };
  }
}
