/** As much of `fetch` as the client uses. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/**
 * Where an app without cookies keeps its session token: the keychain of a phone, a file of the user. The token is a
 * credential: never log it. In browsers leave this out, because a script that runs in the page can read what a script
 * has stored, and cannot read the cookie.
 */
export interface TokenStore {
  /** The token that was last given to `set`, or `null`. */
  get(): string | null | Promise<string | null>;
  /** Keeps a token; `null` removes it. */
  set(token: string | null): void | Promise<void>;
}

/** Options of `createClient()`. */
export interface ClientOptions {
  /**
   * Where the server has its routes: a path of the page's own origin, or a whole URL. Default `"/auth"`. Outside of
   * browsers it must be a whole URL.
   */
  readonly baseUrl?: string | undefined;
  /** What sends requests. Default: the `fetch` of the runtime. */
  readonly fetch?: Fetch | undefined;
  /** For apps: sends the session as a bearer token, and keeps it here. Default: the session is in a cookie. */
  readonly tokenStore?: TokenStore | undefined;
}
