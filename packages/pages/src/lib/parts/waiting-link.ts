import { AuthError, type SignedIn } from "@latchkey/core";
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
  readonly signedIn: SignedIn<any>;
}

/** Links what was waiting. If that fails, the account says why, and the sign-in stands. */
export async function finishLink(
  { context, link, arrival }: Visit,
  { social, provider, signedIn }: Waiting,
): Promise<RedirectReply> {
  const cookie = context.sessionCookie(signedIn);
  const { client, request } = context;
  try {
    const { setCookie } = await social.finishLink({ token: signedIn.token, headers: request.headers, client });
    return { redirectTo: arrival("connected"), setCookie: [...cookie, ...setCookie] };
  } catch (error) {
    if (!(error instanceof AuthError)) throw error;
    return { redirectTo: link("/account", { error: error.code, provider: provider.id }), setCookie: cookie };
  }
}
