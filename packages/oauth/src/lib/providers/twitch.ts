import { textOf } from "../provider/fields.ts";
import type { OpenIdProvider } from "../provider/provider.ts";
import { openid, standardProfile } from "./openid.ts";
import type { ProviderOptions } from "./options.ts";

/** Twitch puts only those claims into the ID token that one asks for (OpenID Connect Core §5.5). */
const CLAIMS = JSON.stringify({ id_token: { email: null, email_verified: null, preferred_username: null } });

/**
 * Twitch. Its address is proof where `email_verified` is true.
 *
 * @example
 * const provider = twitch({ clientId: "…", clientSecret: "…" });
 */
export function twitch(options: ProviderOptions): OpenIdProvider {
  const { scopes = ["openid", "user:read:email"], authorizationParameters } = options;
  return openid("twitch", {
    ...options,
    scopes,
    issuer: "https://id.twitch.tv/oauth2",
    name: "Twitch",
    clientAuthentication: "post",
    // Its documents do not say.
    takesMaxAge: false,
    authorizationParameters: { claims: CLAIMS, ...authorizationParameters },
    profile: (claims) => ({
      ...standardProfile(claims, { trustsEmail: true }),
      name: textOf(claims.preferred_username),
    }),
  });
}
