import { fieldsOf, identifierOf, textOf } from "../provider/fields.ts";
import type { OAuth2Provider } from "../provider/provider.ts";
import { oauth2 } from "./oauth2.ts";
import type { ProviderOptions } from "./options.ts";

/**
 * Discord. Its address is proof where `verified` is true: people can use Discord without confirming one.
 *
 * @example
 * const provider = discord({ clientId: "1234567890", clientSecret: "…" });
 */
export function discord({ scopes = ["identify", "email"], ...options }: ProviderOptions): OAuth2Provider {
  return oauth2("discord", {
    ...options,
    scopes,
    name: "Discord",
    authorizationEndpoint: "https://discord.com/oauth2/authorize",
    tokenEndpoint: "https://discord.com/api/oauth2/token",
    issuer: "https://discord.com",
    async profile(api) {
      const user = fieldsOf(await api.get("https://discord.com/api/v10/users/@me"));
      const email = textOf(user.email);
      return {
        subject: identifierOf(user.id),
        email,
        emailIsProven: email !== null && user.verified === true,
        name: textOf(user.global_name) ?? textOf(user.username),
      };
    },
  });
}
