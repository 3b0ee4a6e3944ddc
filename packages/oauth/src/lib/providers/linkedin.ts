import { fieldsOf } from "../provider/fields.ts";
import type { OAuth2Provider } from "../provider/provider.ts";
import { oauth2 } from "./oauth2.ts";
import { standardProfile } from "./openid.ts";
import type { ProviderOptions } from "./options.ts";

/**
 * LinkedIn. It calls this OpenID, but its ID token has no nonce, so that nothing ties it to the browser. Its UserInfo
 * answer is read by the access token instead. It refuses PKCE. Its address is proof where `email_verified` is true.
 *
 * @example
 * const provider = linkedin({ clientId: "…", clientSecret: "…" });
 */
export function linkedin({ scopes = ["openid", "profile", "email"], ...options }: ProviderOptions): OAuth2Provider {
  return oauth2("linkedin", {
    ...options,
    scopes,
    name: "LinkedIn",
    authorizationEndpoint: "https://www.linkedin.com/oauth/v2/authorization",
    tokenEndpoint: "https://www.linkedin.com/oauth/v2/accessToken",
    pkce: false,
    profile: async (api) =>
      standardProfile(fieldsOf(await api.get("https://api.linkedin.com/v2/userinfo")), { trustsEmail: true }),
  });
}
