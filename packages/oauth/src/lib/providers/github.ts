import { fieldsOf, identifierOf, textOf } from "../provider/fields.ts";
import type { Profile, ProviderApi } from "../provider/profile.ts";
import type { OAuth2Provider } from "../provider/provider.ts";
import { oauth2 } from "./oauth2.ts";
import type { ProviderOptions } from "./options.ts";

/** The options of `github`. */
export interface GitHubOptions extends ProviderOptions {
  /**
   * Your own GitHub Enterprise Server: `"https://github.example.com"`. It numbers its accounts by itself, so the id of
   * the provider is then `"github-enterprise"`. Default `"https://github.com"`.
   */
  readonly origin?: string | undefined;
  /**
   * Whether a verified address is proof. Default: `true` on github.com, `false` on a server of your own, whose
   * administrators decide what is verified.
   */
  readonly trustsEmail?: boolean | undefined;
}

/**
 * GitHub. The address is the primary one of `/user/emails`, and proof if that row is verified. The address of the
 * profile is none: it is what somebody likes to show.
 *
 * @example
 * const provider = github({ clientId: "Ov23…", clientSecret: "…" });
 */
export function github(options: GitHubOptions): OAuth2Provider {
  const { origin = "https://github.com", scopes = ["read:user", "user:email"], ...rest } = options;
  const isPublic = origin === "https://github.com";
  const { trustsEmail = isPublic } = options;
  const api = isPublic ? "https://api.github.com" : `${origin}/api/v3`;
  return oauth2(isPublic ? "github" : "github-enterprise", {
    clientId: rest.clientId,
    clientSecret: rest.clientSecret,
    authorizationParameters: rest.authorizationParameters,
    scopes,
    name: isPublic ? "GitHub" : "GitHub Enterprise",
    authorizationEndpoint: `${origin}/login/oauth/authorize`,
    tokenEndpoint: `${origin}/login/oauth/access_token`,
    // It was sent for some days of April 2026, and will be again.
    issuer: `${origin}/login/oauth`,
    profile: (call) => profile(call, { api, trustsEmail }),
  });
}

async function profile(
  call: ProviderApi,
  { api, trustsEmail }: { readonly api: string; readonly trustsEmail: boolean },
): Promise<Profile> {
  const headers = { accept: "application/vnd.github+json" };
  const [account, addresses] = await Promise.all([
    call.get(`${api}/user`, headers),
    call.get(`${api}/user/emails?per_page=100`, headers),
  ]);
  const { id, name, login } = fieldsOf(account);
  const rows = Array.isArray(addresses) ? addresses.map(fieldsOf) : [];
  const primary = rows.find((row) => row.primary === true);
  const email = textOf(primary?.email);
  return {
    subject: identifierOf(id),
    email,
    emailIsProven: email !== null && primary?.verified === true && trustsEmail,
    name: textOf(name) ?? textOf(login),
  };
}
