/** Who signs in, as the provider tells it. */
export interface Profile {
  /**
   * How the provider names the account: what never changes there and is given to nobody else, such as `sub` of an ID
   * token. Never an e-mail address or a user name. 1 to 255 characters.
   */
  readonly subject: string;
  /** The e-mail address. `null`: the provider gave none, or the person did not share it. */
  readonly email: string | null;
  /**
   * Whether the provider has checked that the person reads the mail of this address, and may be trusted with it. When
   * in doubt `false`: then the address counts as one that somebody typed.
   */
  readonly emailIsProven: boolean;
  /** The name, for display. `null` or left out: the provider gave none. */
  readonly name?: string | null | undefined;
}

/** Claims of an ID token (OpenID Connect Core §2, §5.1). */
export type ProviderClaims = Readonly<Record<string, unknown>>;

/** Calls the provider's own API for the person who signs in. */
export interface ProviderApi {
  /**
   * Gets JSON by the access token (`Authorization: Bearer`, RFC 6750). Time and size are limited, redirects are
   * refused.
   *
   * @param url https, or http on a loopback address
   * @param headers more headers, such as `{ accept: "application/vnd.github+json" }`
   * @returns what the JSON says: check every field
   * @throws Error for any status but 2xx, for what is no JSON, for too much and for too late. Let it pass: the sign-in
   *   then ends with `provider_failed`
   */
  get(url: string, headers?: Readonly<Record<string, string>>): Promise<unknown>;
  /** The UserInfo answer of a provider with OpenID (OpenID Connect Core §5.3), whose `sub` was compared. */
  userInfo(): Promise<ProviderClaims>;
}
