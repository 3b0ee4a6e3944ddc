import { AuthError, type Client } from "@latchkey/core";
import type { Identity } from "@latchkey/core/identities";
import type { Parts } from "../parts.ts";

/** Links what the ticket of a cookie or a body says: see `Social.linkPending`. */
export async function linkPending(
  { identities, cookies }: Parts,
  {
    token,
    ticket,
    headers,
    client,
  }: {
    readonly token: string;
    readonly ticket?: string | undefined;
    readonly headers: Headers;
    readonly client?: Client | undefined;
  },
): Promise<{ identity: Identity; setCookie: string }> {
  const sealed = ticket ?? cookies.link(headers);
  if (sealed === undefined) throw new AuthError("flow_expired", "There is nothing to link: begin at the provider");
  return { identity: await identities.linkPending(token, sealed, client), setCookie: cookies.endLink };
}
