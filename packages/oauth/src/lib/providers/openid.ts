import { identifierOf, textOf } from "../provider/fields.ts";
import type { ClientAuthentication, ClientSecret } from "../provider/client-authentication.ts";
import type { Profile, ProviderApi, ProviderClaims } from "../provider/profile.ts";
import type { OpenIdProvider } from "../provider/provider.ts";

/** The options of `openid`. */
export interface OpenIdOptions {
  /** The issuer, as the provider's document has it: `"https://accounts.example.com"`. */
  readonly issuer: string;
  /** What the provider calls the application. */
  readonly clientId: string;
  /** The secret of the application. Without one, PKCE alone protects the code (a public client). */
  readonly clientSecret?: ClientSecret | undefined;
  /** How the secret is sent. Default `"basic"`. */
  readonly clientAuthentication?: "basic" | "post" | undefined;
  /** What buttons show. Default: the id. */
  readonly name?: string | undefined;
  /** Default `["openid", "email", "profile"]`. */
  readonly scopes?: readonly string[] | undefined;
  /** More parameters of the authorization request: `{ prompt: "login" }`. */
  readonly authorizationParameters?: Readonly<Record<string, string>> | undefined;
  /** `"form_post"`: the provider posts a form. Default: it sends a query. */
  readonly responseMode?: "form_post" | undefined;
  /** Audiences of ID tokens that apps may send, beside `clientId`. */
  readonly nativeClientIds?: readonly string[] | undefined;
  /**
   * Whether `email_verified` of this provider is believed. Default `true`. Say `false` for a provider whose users or
   * administrators can set it for any address.
   */
  readonly trustsEmail?: boolean | undefined;
  /**
   * Whether the provider takes `max_age` and then sends `auth_time` (OpenID Connect Core §3.1.2.1), so that people are
   * asked anew to prove that they are still the ones. Default `true`: a proof without `auth_time` is refused.
   */
  readonly takesMaxAge?: boolean | undefined;
  /** Whom verified claims are about. Default: `sub`, `email`, `email_verified`, `name`. */
  readonly profile?: ((claims: ProviderClaims, api: ProviderApi | null) => Profile | Promise<Profile>) | undefined;
}

/**
 * Any provider with OpenID Connect: Keycloak, Okta, Auth0, Entra, Authelia, …
 *
 * @param id 1 to 32 lower-case letters, digits or `-`: in the path, and stored with every identity
 * @example
 * const okta = openid("okta", { issuer: "https://example.okta.com", clientId: "…", clientSecret: "…", name: "Okta" });
 */
export function openid(id: string, options: OpenIdOptions): OpenIdProvider {
  const { clientSecret, clientAuthentication: method = "basic", trustsEmail = true, name = id, ...rest } = options;
  const authentication: ClientAuthentication =
    clientSecret === undefined ? { method: "none" } : { method, secret: clientSecret };
  return {
    kind: "openid",
    id,
    name,
    issuer: rest.issuer,
    clientId: rest.clientId,
    clientAuthentication: authentication,
    scopes: rest.scopes ?? ["openid", "email", "profile"],
    authorizationParameters: rest.authorizationParameters,
    responseMode: rest.responseMode,
    nativeClientIds: rest.nativeClientIds,
    takesMaxAge: rest.takesMaxAge ?? true,
    profile: rest.profile ?? ((claims) => standardProfile(claims, { trustsEmail })),
  };
}

/**
 * The profile that the standard claims tell (OpenID Connect Core §5.1). `email_verified` counts only as `true`, or as
 * `"true"`, which some providers send.
 */
export function standardProfile(claims: ProviderClaims, { trustsEmail }: { readonly trustsEmail: boolean }): Profile {
  const { sub, email_verified: verified, name } = claims;
  const email = textOf(claims.email);
  return {
    subject: identifierOf(sub),
    email,
    emailIsProven: trustsEmail && email !== null && (verified === true || verified === "true"),
    name: textOf(name),
  };
}
