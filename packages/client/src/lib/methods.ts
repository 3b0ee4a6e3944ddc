/**
 * What the server offers, as `GET /methods` says. What is absent is not offered, so a page can leave its form out. A
 * package that adds a way in adds its key by declaration merging.
 */
export interface Methods {
  /** Accounts with e-mail address and password. */
  readonly password?: {
    /** Whether people can sign up. */
    readonly signUp: boolean;
    /** The fewest Unicode code points of a new password. */
    readonly minLength: number;
    /** The most Unicode code points of a password. */
    readonly maxLength: number;
  };
  /** Sign-in by user name. */
  readonly username?: {
    /** Whether people can sign up. */
    readonly signUp: boolean;
  };
  /** `client.password.forgot` and `reset`. */
  readonly passwordReset?: object;
  /** `client.password.change`. */
  readonly passwordChange?: object;
  /** `client.email.sendVerification` and `verify`. */
  readonly emailVerification?: object;
  /** `client.email.change` and `confirm`. */
  readonly emailChange?: object;
  /** `client.sessions` and `client.refresh`. */
  readonly sessions?: object;
  /** `client.account`. */
  readonly ownAccount?: object;
  /** `client.apiKeys`. */
  readonly apiKeys?: {
    /** What a key may be allowed to do. */
    readonly scopes: readonly string[];
  };
  /** `client.prove`. */
  readonly proof?: object;
  /** What `withPasskeys` adds. */
  readonly passkeys?: object;
  /** What `withSecondFactor` adds. */
  readonly secondFactor?: {
    /** Whether some users must have one. */
    readonly required: boolean;
    /** Whether browsers can be trusted: `trustDevice` of `confirmSecondFactor`. */
    readonly trustsDevices: boolean;
  };
  /** What `withMailSignIn` adds. */
  readonly mailSignIn?: object;
  /** `identities` of `withSocial`. */
  readonly identities?: object;
  /** Sign-in with accounts at providers: what `withSocial` adds. */
  readonly oauth?: {
    /** In the order in which to show them. */
    readonly providers: readonly SocialProvider[];
  };
}

/** A provider that people can sign in with. */
export interface SocialProvider {
  /** What routes call it: `"google"`. */
  readonly id: string;
  /** What people call it: `"Google"`. */
  readonly name: string;
}
