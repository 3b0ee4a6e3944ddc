import { AuthError, type Auth } from "@latchkey/core";
import { identities, type Identities, type ProvedIdentity } from "@latchkey/core/identities";
import { tickets, type Tickets } from "@latchkey/core/tickets";
import { flowCookies, type FlowCookies } from "./flow/cookies.ts";
import type { SocialSettings } from "./options.ts";
import type { Engine } from "./protocol/engine.ts";
import type { Profile } from "./provider/profile.ts";
import type { Provider } from "./provider/provider.ts";

/** What every operation works with. */
export interface Parts {
  readonly auth: Auth;
  readonly settings: SocialSettings;
  readonly engine: Engine;
  readonly identities: Identities;
  readonly tickets: Tickets;
  readonly cookies: FlowCookies;
}

export function createParts(auth: Auth, settings: SocialSettings): Parts {
  const { origin, basePath, now } = settings;
  const redirectUri = ({ id }: Provider) => `${origin}${basePath}/oauth/${id}/callback`;
  return {
    auth,
    settings,
    engine: { now, servers: new Map(), redirectUri },
    identities: identities(auth),
    tickets: tickets(auth),
    cookies: flowCookies(origin.startsWith("https:")),
  };
}

/**
 * The provider with an id.
 *
 * @throws AuthError `not_found`
 * @throws TypeError its client id is missing
 */
export function providerOf({ settings }: Parts, id: string): Provider {
  const provider = settings.providers.get(id);
  if (!provider) throw new AuthError("not_found", "There is no such provider");
  // Checked here, so that a build without the environment of the server builds.
  if (!provider.clientId) throw new TypeError(`the provider "${id}" needs a clientId`);
  return provider;
}

/** Whether a provider says when it last asked who it is. */
export function takesMaxAge(provider: Provider): boolean {
  return provider.kind === "openid" && provider.takesMaxAge === true;
}

/** Somebody who came back. */
interface Arrived {
  readonly profile: Profile;
  /** Tokens to keep. */
  readonly tokens?: string | null | undefined;
  /** When the provider last asked who it is, in seconds since 1970. `null`: it does not say. */
  readonly authTime?: number | null | undefined;
}

/** What core needs to know of somebody who came back. */
export function proved(
  { settings }: Parts,
  provider: Provider,
  { profile, tokens = null, authTime = null }: Arrived,
): ProvedIdentity {
  const { id } = provider;
  const { subject, email, emailIsProven } = profile;
  // Who left max_age out of the address has proved nothing of now.
  const at = authTime ?? (takesMaxAge(provider) ? 0 : null);
  const provedAt = at === null ? undefined : new Date(at * 1000);
  return { provider: id, subject, email, emailIsProven, provedAt, metadata: settings.metadata(profile, id), tokens };
}
