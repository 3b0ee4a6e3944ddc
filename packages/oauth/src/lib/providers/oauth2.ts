import type { ClientAuthentication, ClientSecret } from "../provider/client-authentication.ts";
import type { Profile, ProviderApi } from "../provider/profile.ts";
import type { OAuth2Provider } from "../provider/provider.ts";

/** The options of `oauth2`. */
export interface OAuth2Options {
  /** Where the browser is sent. */
  readonly authorizationEndpoint: string;
  /** Where the code is exchanged. */
  readonly tokenEndpoint: string;
  /** What the provider calls the application. */
  readonly clientId: string;
  /** The secret of the application. Without one, PKCE alone protects the code (a public client). */
  readonly clientSecret?: ClientSecret | undefined;
  /** How the secret is sent. Default `"post"`. */
  readonly clientAuthentication?: "basic" | "post" | undefined;
  /** What buttons show. Default: the id. */
  readonly name?: string | undefined;
  /** Default: none. */
  readonly scopes?: readonly string[] | undefined;
  /** More parameters of the authorization request. */
  readonly authorizationParameters?: Readonly<Record<string, string>> | undefined;
  /** `iss` of the provider's answers, when it sends one (RFC 9207). Default: any `iss` is refused. */
  readonly issuer?: string | undefined;
  /** `true` for a provider that promises to send `iss` always. */
  readonly sendsIssuer?: true | undefined;
  /** `false` for a provider that refuses PKCE. */
  readonly pkce?: false | undefined;
  /** Asks the provider who signs in. */
  readonly profile: (api: ProviderApi) => Promise<Profile>;
}

/**
 * Any provider with OAuth 2 and an API that tells who signs in, but without OpenID.
 *
 * @param id 1 to 32 lower-case letters, digits or `-`: in the path, and stored with every identity
 * @example
 * const forum = oauth2("forum", {
 *   authorizationEndpoint: "https://forum.example/oauth/authorize",
 *   tokenEndpoint: "https://forum.example/oauth/token",
 *   clientId: "…",
 *   clientSecret: "…",
 *   async profile(api) {
 *     const me = (await api.get("https://forum.example/api/me")) as { id: number; email: string | null };
 *     return { subject: String(me.id), email: me.email, emailIsProven: false };
 *   },
 * });
 */
export function oauth2(id: string, options: OAuth2Options): OAuth2Provider {
  const { clientSecret, clientAuthentication: method = "post", name = id, scopes = [], ...rest } = options;
  const authentication: ClientAuthentication =
    clientSecret === undefined ? { method: "none" } : { method, secret: clientSecret };
  return { kind: "oauth2", id, name, clientAuthentication: authentication, scopes, ...rest };
}
