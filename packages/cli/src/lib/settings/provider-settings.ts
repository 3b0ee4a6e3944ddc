import { anyText, onOff, text } from "./kinds.ts";
import { optional, setting, type Setting } from "./setting.ts";

const option = "socialSignIn.providers";
const id = (about: string) => optional(text(), about, { option });
const hidden = (about: string) => optional(anyText, about, { option, secret: true });

type Pair<Name extends string> = { readonly [Variable in `AUTH_${Name}_ID` | `AUTH_${Name}_SECRET`]: TextSetting };
type TextSetting = Setting<string | null, string>;

/** The two settings that most providers have. */
function pair<const Name extends string>(name: Name, label: string): Pair<Name> {
  return {
    [`AUTH_${name}_ID`]: id(`${label}: the client id`),
    [`AUTH_${name}_SECRET`]: hidden(`${label}: the client secret`),
  } as Pair<Name>;
}

/** With whose accounts people sign in. */
export const providerSettings = {
  AUTH_LINK_VERIFIED: setting(
    onOff,
    "on: a provider's proved address opens the account that has proved the same one, without another proof",
    { default: false, option: "socialSignIn.linkVerified" },
  ),
  ...pair("GOOGLE", "Google"),
  AUTH_APPLE_ID: id("Apple: the services id"),
  AUTH_APPLE_TEAM_ID: id("Apple: the team id"),
  AUTH_APPLE_KEY_ID: id("Apple: the id of the private key"),
  AUTH_APPLE_PRIVATE_KEY: hidden("Apple: the private key, as PEM"),
  ...pair("MICROSOFT", "Microsoft"),
  AUTH_MICROSOFT_TENANT: id("Microsoft: whose accounts, like common, organizations or a tenant's id"),
  ...pair("GITHUB", "GitHub"),
  ...pair("GITLAB", "GitLab"),
  ...pair("FACEBOOK", "Facebook"),
  ...pair("DISCORD", "Discord"),
  ...pair("LINKEDIN", "LinkedIn"),
  ...pair("SLACK", "Slack"),
  ...pair("TWITCH", "Twitch"),
  ...pair("X", "X"),
  ...pair("SPOTIFY", "Spotify"),
  AUTH_OPENID_ISSUER: id("any OpenID provider: the issuer"),
  AUTH_OPENID_ID: id("any OpenID provider: the client id"),
  AUTH_OPENID_SECRET: hidden("any OpenID provider: the client secret, if it has one"),
  AUTH_OPENID_NAME: id("any OpenID provider: what its button says"),
};
