import { textOf } from "../provider/fields.ts";
import type { Profile, ProviderClaims } from "../provider/profile.ts";
import type { OpenIdProvider } from "../provider/provider.ts";
import { openid, standardProfile } from "./openid.ts";
import type { NativeOptions, ProviderOptions } from "./options.ts";

/**
 * Google. Its address is proof where the mailbox is Google's own: `@gmail.com`, or a Workspace (`hd`). Somebody else's
 * mailbox was checked when the account was made, and may have a new owner since.
 *
 * @example
 * const provider = google({ clientId: "….apps.googleusercontent.com", clientSecret: "…" });
 */
export function google(options: ProviderOptions & NativeOptions): OpenIdProvider {
  return openid("google", {
    ...options,
    issuer: "https://accounts.google.com",
    name: "Google",
    clientAuthentication: "post",
    // Its documents do not say.
    takesMaxAge: false,
    profile,
  });
}

function profile(claims: ProviderClaims): Profile {
  const { emailIsProven, ...rest } = standardProfile(claims, { trustsEmail: true });
  const isOfGoogle = /@gmail\.com$/i.test(rest.email ?? "") || textOf(claims.hd) !== null;
  return { ...rest, emailIsProven: emailIsProven && isOfGoogle };
}
