import { AuthError, type Client, type OpenOptions, type SignedIn } from "@latchkey/core";
import { providerOf, proved, type Parts } from "../parts.ts";
import { loadProtocol } from "../protocol/load.ts";
import type { Exchanged } from "../protocol/exchange.ts";
import type { Provider } from "../provider/provider.ts";
import { keepWithOld, tokensToKeep } from "../tokens/keep.ts";
import { CLOCK_TOLERANCE_S } from "../protocol/clock.ts";
import { isState } from "./cookies.ts";
import { withFormName } from "./form-name.ts";
import { spendFlow, type Flow } from "./flow.ts";

/** The request with which a provider sends somebody back. */
export interface Return {
  readonly providerId: string;
  readonly parameters: URLSearchParams;
  readonly headers: Headers;
  /** The session tokens that count. */
  readonly tokens: readonly string[];
  readonly client: Client;
  readonly options: OpenOptions;
}

/** Where a request is on its way, for the answer to a failure, too. */
export interface Landing {
  /** The id of the provider, if there is one. */
  provider?: string;
  /** Where somebody wants to go. */
  next?: string;
  /** The page that began it for a session, which then hears of the failure, too. */
  startedAt?: string;
  /** `Set-Cookie` lines that hold whatever happens. */
  setCookie: string[];
}

/**
 * Ends a flow. Its state is spent before the provider is asked, so a callback that is sent twice does nothing twice.
 *
 * @param landing gets what is known, step by step
 * @returns who is signed in; `null`: nobody had to be
 * @throws AuthError `flow_expired`, `link_required` (the landing has the cookie), `provider_failed`, `access_denied`,
 * and what core throws
 */
export async function finish(parts: Parts, back: Return, landing: Landing): Promise<SignedIn | null> {
  const { engine, cookies, tickets, identities } = parts;
  if (parts.settings.providers.has(back.providerId)) landing.provider = back.providerId;
  const provider = providerOf(parts, back.providerId);
  const state = back.parameters.get("state");
  if (!isState(state)) throw expired();
  const sealed = cookies.find(state, back.headers);
  if (sealed === undefined) throw expired();
  landing.setCookie.push(cookies.end(state));
  await identities.attempt(provider.id, back.client);
  const flow = await spendFlow(tickets, sealed, { state, provider: provider.id });
  if (!flow) throw expired();
  landing.next = flow.next;
  const token = flow.sessionId === null ? undefined : await tokenOf(parts, back, flow.sessionId);
  if (token !== undefined) landing.startedAt = flow.next;
  const { askProvider, exchange } = await loadProtocol();
  const answer = await askProvider(engine, provider, (call) => exchange(call, back.parameters, flow));
  const profile = await withFormName(tickets, answer.profile, { parameters: back.parameters, state });
  const exchanged = { ...answer, profile };
  if (token === undefined) return signIn(parts, { provider, exchanged, back }, landing);
  await act(parts, { provider, exchanged, back, flow, token });
  return null;
}

/** The token of the session that began a flow. Another session of the same user is another browser. */
async function tokenOf({ auth }: Parts, { tokens }: Return, sessionId: string): Promise<string> {
  for (const token of tokens) {
    const found = await auth.getSession(token);
    if (found?.session.id === sessionId) return token;
  }
  throw expired();
}

interface Arrival {
  readonly provider: Provider;
  readonly exchanged: Exchanged;
  readonly back: Return;
}

async function signIn(parts: Parts, { provider, exchanged, back }: Arrival, landing: Landing): Promise<SignedIn> {
  const { identities, cookies, settings } = parts;
  const kept = tokensToKeep(parts, provider, exchanged.tokens);
  const tokens = kept?.tokens.refresh ? kept.text : null;
  const { profile, authTime } = exchanged;
  const who = proved(parts, provider, { profile, tokens, authTime });
  const { linkVerified } = settings;
  const result = await identities.signIn(who, back.client, { ...back.options, linkVerified, attempted: true });
  if (result.outcome === "link_required") {
    landing.setCookie.push(cookies.keepLink(result.ticket));
    throw new AuthError("link_required", "An account has this address: sign in to it, and link then");
  }
  await keepWithOld(parts, { userId: result.signedIn.user.id, who, kept });
  return result.signedIn;
}

async function act(
  parts: Parts,
  { provider, exchanged, back, flow, token }: Arrival & { readonly flow: Flow; readonly token: string },
): Promise<void> {
  const { identities } = parts;
  requireAuthTime(flow, exchanged);
  const kept = tokensToKeep(parts, provider, exchanged.tokens);
  const who = proved(parts, provider, { profile: exchanged.profile, tokens: kept?.text });
  if (flow.purpose === "link") await identities.link(token, who, back.client);
  else await identities.prove(token, who, back.client);
}

/** A provider that was told to ask for the password must have done so since (OpenID Connect Core §3.1.3.7, 13). */
function requireAuthTime({ provesAfter }: Flow, { authTime }: Exchanged): void {
  if (provesAfter === null || (authTime !== null && authTime >= provesAfter - CLOCK_TOLERANCE_S)) return;
  throw new AuthError("proof_required", "The provider did not ask you again who you are");
}

function expired(): AuthError {
  return new AuthError("flow_expired", "The sign-in took too long, or was begun elsewhere: begin again");
}
