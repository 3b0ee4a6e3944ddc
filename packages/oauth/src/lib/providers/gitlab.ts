import type { OpenIdProvider } from "../provider/provider.ts";
import { openid } from "./openid.ts";
import type { ProviderOptions } from "./options.ts";

/** The options of `gitlab`. */
export interface GitLabOptions extends ProviderOptions {
  /**
   * A GitLab of your own: `"https://gitlab.example.com"`. It numbers its accounts by itself, so the id of the provider
   * is then `"gitlab-self-managed"`. Default `"https://gitlab.com"`.
   */
  readonly issuer?: string | undefined;
  /**
   * Whether `email_verified` is believed. Default: `true` on gitlab.com, `false` on a GitLab of your own, whose
   * administrators can confirm any address.
   */
  readonly trustsEmail?: boolean | undefined;
}

/**
 * GitLab. Its address is proof where `email_verified` is true.
 *
 * @example
 * const provider = gitlab({ clientId: "…", clientSecret: "…" });
 */
export function gitlab(options: GitLabOptions): OpenIdProvider {
  const { issuer = "https://gitlab.com" } = options;
  const isPublic = issuer === "https://gitlab.com";
  const { trustsEmail = isPublic } = options;
  const id = isPublic ? "gitlab" : "gitlab-self-managed";
  return openid(id, {
    ...options,
    issuer,
    trustsEmail,
    name: "GitLab",
    clientAuthentication: "post",
    takesMaxAge: false,
  });
}
