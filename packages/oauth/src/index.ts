export type { ClientAuthentication, ClientSecret } from "./lib/provider/client-authentication.ts";
export type { Profile, ProviderApi, ProviderClaims } from "./lib/provider/profile.ts";
export type {
  OAuth2Provider,
  OpenIdEndpoints,
  OpenIdProvider,
  Provider,
  ProviderBase,
} from "./lib/provider/provider.ts";
export { oauth2, type OAuth2Options } from "./lib/providers/oauth2.ts";
export { openid, type OpenIdOptions } from "./lib/providers/openid.ts";
