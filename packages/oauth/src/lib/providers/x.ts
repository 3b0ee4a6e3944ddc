import { fieldsOf, identifierOf, textOf } from "../provider/fields.ts";
import type { OAuth2Provider } from "../provider/provider.ts";
import { oauth2 } from "./oauth2.ts";
import type { ProviderOptions } from "./options.ts";

/** Without tweet.read, X does not tell who it is. */
const SCOPES = ["users.read", "tweet.read", "users.email"];

/**
 * X, formerly Twitter. Its address is no proof: it is called confirmed, but the documents do not say what that means.
 * It is missing unless the application may ask for it.
 *
 * @example
 * const provider = x({ clientId: "…", clientSecret: "…" });
 */
export function x({ scopes = SCOPES, ...options }: ProviderOptions): OAuth2Provider {
  return oauth2("x", {
    ...options,
    scopes,
    name: "X",
    authorizationEndpoint: "https://x.com/i/oauth2/authorize",
    tokenEndpoint: "https://api.x.com/2/oauth2/token",
    clientAuthentication: "basic",
    async profile(api) {
      const { data } = fieldsOf(await api.get("https://api.x.com/2/users/me?user.fields=confirmed_email"));
      const user = fieldsOf(data);
      return {
        subject: identifierOf(user.id),
        email: textOf(user.confirmed_email),
        emailIsProven: false,
        name: textOf(user.name) ?? textOf(user.username),
      };
    },
  });
}
