import { identifierOf } from "../provider/fields.ts";
import type { Profile, ProviderClaims } from "../provider/profile.ts";
import type { OpenIdProvider } from "../provider/provider.ts";
import { openid, standardProfile } from "./openid.ts";
import type { ProviderOptions } from "./options.ts";

/**
 * Slack. The subject is workspace and user, since a user id is of its workspace. Its address is no proof: the documents
 * do not say who checks it, and owners of a workspace manage the addresses of its members. PKCE would make the
 * application a public client at Slack for good, so the nonce alone binds the ID token to the browser.
 *
 * @example
 * const provider = slack({ clientId: "123.456", clientSecret: "…" });
 */
export function slack(options: ProviderOptions): OpenIdProvider {
  const provider = openid("slack", {
    ...options,
    issuer: "https://slack.com",
    name: "Slack",
    clientAuthentication: "post",
    // Its documents do not say.
    takesMaxAge: false,
    profile,
  });
  return { ...provider, pkce: false };
}

function profile(claims: ProviderClaims): Profile {
  const subject = `${identifierOf(claims["https://slack.com/team_id"])}.${identifierOf(claims.sub)}`;
  return { ...standardProfile(claims, { trustsEmail: false }), subject };
}
