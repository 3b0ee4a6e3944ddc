import { fieldsOf, identifierOf, textOf } from "../provider/fields.ts";
import type { OAuth2Provider } from "../provider/provider.ts";
import { oauth2 } from "./oauth2.ts";
import type { ProviderOptions } from "./options.ts";

/**
 * Spotify. Its address is no proof: the documents say that it is unverified. The subject is `account_id`, which never
 * changes.
 *
 * @example
 * const provider = spotify({ clientId: "…", clientSecret: "…" });
 */
export function spotify({ scopes = ["user-read-email"], ...options }: ProviderOptions): OAuth2Provider {
  return oauth2("spotify", {
    ...options,
    scopes,
    name: "Spotify",
    authorizationEndpoint: "https://accounts.spotify.com/authorize",
    tokenEndpoint: "https://accounts.spotify.com/api/token",
    clientAuthentication: "basic",
    async profile(api) {
      const user = fieldsOf(await api.get("https://api.spotify.com/v1/me"));
      return {
        // Its `id` may change, says Spotify since May 2026.
        subject: identifierOf(user.account_id),
        email: textOf(user.email),
        emailIsProven: false,
        name: textOf(user.display_name),
      };
    },
  });
}
