import type { ClientAuthentication } from "./client-authentication.ts";
import type { Profile, ProviderApi, ProviderClaims } from "./profile.ts";

/**
 * Somebody whom people sign in with, as data: `google({ clientId, clientSecret })` and the like make it. `openid()` and
 * `oauth2()` make one for whom this package does not know.
 */
export type Provider = OpenIdProvider | OAuth2Provider;

/** What every provider has. */
export interface ProviderBase {
  /**
   * 1 to 32 lower-case letters, digits or `-`, the first a letter. It is in the path (`/oauth/google`) and is the
   * `provider` of every identity that is stored. So it must never change.
   */
  readonly id: string;
  /** What buttons show: `"Google"`. */
  readonly name: string;
  /** What the provider calls the application. */
  readonly clientId: string;
  /** How the application proves at the token endpoint to be the one (RFC 6749 §2.3). */
  readonly clientAuthentication: ClientAuthentication;
  /** What is asked for, such as `["openid", "email"]`. */
  readonly scopes: readonly string[];
  /**
   * More parameters of the authorization request: `{ prompt: "select_account" }`. They cannot replace the ones that
   * make the flow safe. Default: none.
   */
  readonly authorizationParameters?: Readonly<Record<string, string>> | undefined;
  /**
   * How the provider sends the browser back. `"form_post"`: by a form that it posts (OAuth 2.0 Form Post Response
   * Mode).
   * Apple does so when it is asked for an e-mail address. Default: by a link, with a query.
   */
  readonly responseMode?: "form_post" | undefined;
  /**
   * `false` for a provider that refuses PKCE (RFC 7636): LinkedIn takes it only from apps that it has enabled it for.
   * State, and the nonce of an ID token, still bind the code to the browser. Default: PKCE with S256.
   */
  readonly pkce?: false | undefined;
}

/** A provider that says by a signed ID token who signs in (OpenID Connect Core §3.1). */
export interface OpenIdProvider extends ProviderBase {
  /** It has an ID token. */
  readonly kind: "openid";
  /**
   * The issuer, letter by letter as the provider's own document has it. The document is fetched when it is needed
   * first, from `<issuer>/.well-known/openid-configuration` (OpenID Connect Discovery §4), and kept for some time.
   */
  readonly issuer: string;
  /** Where the document is, if it is elsewhere than below the issuer. Its `issuer` is compared all the same. */
  readonly discovery?: string | undefined;
  /** The provider's addresses, if its document is not to be asked. Default: the document says them. */
  readonly endpoints?: OpenIdEndpoints | undefined;
  /**
   * For a provider with an issuer for each tenant: which issuer an ID token with these claims must have, or `null` if
   * no tenant could have made it. The claims are not verified yet when it is called. Default: `issuer`.
   */
  readonly tokenIssuer?: ((claims: ProviderClaims) => string | null) | undefined;
  /**
   * Whether the provider takes `max_age` (OpenID Connect Core §3.1.2.1). Then it asks people for their password anew
   * when they prove that they are still the ones, and the ID token must say so (`auth_time`). Default `false`: it may
   * send them back at once, so the proof says that the browser is signed in there.
   */
  readonly takesMaxAge?: boolean | undefined;
  /**
   * Other audiences whose ID tokens are taken at `POST /oauth/:provider/token`: the client ids of your apps for phones,
   * where the provider gives each its own. Default: only `clientId`.
   */
  readonly nativeClientIds?: readonly string[] | undefined;
  /**
   * The name in a form that the provider posts, for one that says it nowhere else. It counts if `profile` tells none.
   * Default: forms have no name.
   *
   * @param form what the browser has brought: nothing in it is verified
   */
  readonly formName?: ((form: URLSearchParams) => string | null) | undefined;
  /**
   * Whom the claims of a verified ID token are about. It may ask the provider for more, by the access token.
   *
   * @param claims of the ID token, verified
   * @param api calls the provider with the access token; `null` for the ID token of an app, which brings none
   */
  readonly profile: (claims: ProviderClaims, api: ProviderApi | null) => Profile | Promise<Profile>;
}

/** Where a provider with OpenID is reached. */
export interface OpenIdEndpoints {
  /** Where the browser is sent. */
  readonly authorization: string;
  /** Where the code is exchanged. */
  readonly token: string;
  /** The keys that sign its ID tokens, as a JWKS. */
  readonly keys: string;
  /** Where more claims are read (OpenID Connect Core §5.3). Default: nowhere. */
  readonly userInfo?: string | undefined;
}

/** A provider without OpenID, which tells by an API of its own who signs in (RFC 6749). */
export interface OAuth2Provider extends ProviderBase {
  /** It has no ID token. */
  readonly kind: "oauth2";
  /** Where the browser is sent. */
  readonly authorizationEndpoint: string;
  /** Where the code is exchanged. */
  readonly tokenEndpoint: string;
  /**
   * What the provider puts into `iss` of its answers, when it sends one (RFC 9207).
   * Any other is refused. Default: every `iss` is refused.
   */
  readonly issuer?: string | undefined;
  /** `true` for a provider that promises to send `iss` always: then an answer without it is refused. */
  readonly sendsIssuer?: true | undefined;
  /**
   * Asks the provider who signs in.
   *
   * @param api calls the provider with the access token
   */
  readonly profile: (api: ProviderApi) => Promise<Profile>;
}
