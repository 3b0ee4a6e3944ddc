/** What the application is at a provider. */
export interface ProviderOptions {
  /** What the provider calls the application. */
  readonly clientId: string;
  /** The secret that the provider has given to the application. */
  readonly clientSecret: string;
  /** What is asked for, instead of what signing in needs. Add to the list of the guide, and leave nothing out. */
  readonly scopes?: readonly string[] | undefined;
  /** More parameters of the authorization request: `{ prompt: "select_account" }`. */
  readonly authorizationParameters?: Readonly<Record<string, string>> | undefined;
}

/** For providers that give each app of yours a client id of its own. */
export interface NativeOptions {
  /** The client ids of your apps for phones, whose ID tokens `POST /oauth/:provider/token` takes. Default: none. */
  readonly nativeClientIds?: readonly string[] | undefined;
}
