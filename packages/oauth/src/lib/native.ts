import { AuthError, type Client, type OpenOptions } from "@latchkey/core";
import type { IdentitySignIn } from "@latchkey/core/identities";
import { FLOW_LIFETIME_S } from "./flow/cookies.ts";
import { providerOf, proved, type Parts } from "./parts.ts";
import { loadProtocol } from "./protocol/load.ts";
import type { OpenIdProvider } from "./provider/provider.ts";

/** What an app sends: an ID token that it got from the provider itself, and the nonce that we gave for it. */
export interface NativeInput {
  readonly idToken: string;
  readonly nonce: string;
}

const PURPOSE = "oauth_nonce";

/** A nonce for an app, which is a ticket: nothing is stored until it is spent. */
export async function createNonce(parts: Parts, providerId: string): Promise<string> {
  const { id } = openIdOf(parts, providerId);
  return parts.tickets.seal({
    purpose: PURPOSE,
    lifetime: FLOW_LIFETIME_S,
    userId: null,
    data: { provider: id },
  });
}

/**
 * Signs in by an ID token. The nonce is spent last: nobody can use up what is not verified.
 *
 * @throws AuthError `not_found`, `flow_expired`, `invalid_token`, `provider_failed`, and what core throws
 */
export async function signInByToken(
  parts: Parts,
  {
    providerId,
    input,
    client,
    options,
  }: {
    readonly providerId: string;
    readonly input: NativeInput;
    readonly client: Client;
    readonly options: OpenOptions;
  },
): Promise<IdentitySignIn> {
  const { engine, tickets, identities, settings } = parts;
  const provider = openIdOf(parts, providerId);
  const ticket = await tickets.read(input.nonce, PURPOSE);
  if (ticket?.data.provider !== provider.id) throw expired();
  await identities.attempt(provider.id, client);
  const { askProvider, verifyNativeToken } = await loadProtocol();
  const profile = await askProvider(engine, provider, (call) => verifyNativeToken(call, input));
  if (!(await tickets.spend(input.nonce, PURPOSE))) throw expired();
  const { linkVerified } = settings;
  return identities.signIn(proved(parts, provider, { profile }), client, { ...options, linkVerified, attempted: true });
}

/** @throws AuthError `not_found` also for a provider without ID tokens */
function openIdOf(parts: Parts, id: string): OpenIdProvider {
  const provider = providerOf(parts, id);
  if (provider.kind !== "openid") throw new AuthError("not_found", "This provider has no ID tokens");
  return provider;
}

function expired(): AuthError {
  return new AuthError("flow_expired", "The nonce has expired or was used: ask for a new one");
}
