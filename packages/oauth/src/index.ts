export type { ClientAuthentication, ClientSecret } from "./lib/provider/client-authentication.ts";
export type { Profile, ProviderApi, ProviderClaims } from "./lib/provider/profile.ts";
export type {
  OAuth2Provider,
  OpenIdEndpoints,
  OpenIdProvider,
  Provider,
  ProviderBase,
} from "./lib/provider/provider.ts";
export { apple, type AppleOptions } from "./lib/providers/apple.ts";
export type { AppleKey } from "./lib/providers/apple-secret.ts";
export { discord } from "./lib/providers/discord.ts";
export { facebook } from "./lib/providers/facebook.ts";
export { github, type GitHubOptions } from "./lib/providers/github.ts";
export { gitlab, type GitLabOptions } from "./lib/providers/gitlab.ts";
export { google } from "./lib/providers/google.ts";
export { linkedin } from "./lib/providers/linkedin.ts";
export { microsoft, type MicrosoftOptions } from "./lib/providers/microsoft.ts";
export { oauth2, type OAuth2Options } from "./lib/providers/oauth2.ts";
export { openid, type OpenIdOptions } from "./lib/providers/openid.ts";
export type { NativeOptions, ProviderOptions } from "./lib/providers/options.ts";
export { slack } from "./lib/providers/slack.ts";
export { spotify } from "./lib/providers/spotify.ts";
export { twitch } from "./lib/providers/twitch.ts";
export { x } from "./lib/providers/x.ts";
export type { BeginInput, Begun } from "./lib/flow/begin.ts";
export type { FlowPurpose } from "./lib/flow/flow.ts";
export type { SocialOptions } from "./lib/options.ts";
export { socialRoutes } from "./lib/routes/social-routes.ts";
export {
  socialSignIn,
  type OfferedProvider,
  type PendingLinked,
  type PendingLinkInput,
  type Social,
} from "./lib/social.ts";
