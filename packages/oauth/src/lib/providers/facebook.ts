import { fieldsOf, identifierOf, textOf } from "../provider/fields.ts";
import type { OAuth2Provider } from "../provider/provider.ts";
import { oauth2 } from "./oauth2.ts";
import type { ProviderOptions } from "./options.ts";

const GRAPH = "https://graph.facebook.com/v21.0";

/**
 * Facebook. Its address is no proof: the documents call it valid, not verified. Accounts that were made with a
 * telephone number have none.
 *
 * @example
 * const provider = facebook({ clientId: "1234567890", clientSecret: "…" });
 */
export function facebook({ scopes = ["public_profile", "email"], ...options }: ProviderOptions): OAuth2Provider {
  return oauth2("facebook", {
    ...options,
    scopes,
    name: "Facebook",
    authorizationEndpoint: "https://www.facebook.com/v21.0/dialog/oauth",
    tokenEndpoint: `${GRAPH}/oauth/access_token`,
    async profile(api) {
      const { id, name, email } = fieldsOf(await api.get(`${GRAPH}/me?fields=id,name,email`));
      return { subject: identifierOf(id), email: textOf(email), emailIsProven: false, name: textOf(name) };
    },
  });
}
