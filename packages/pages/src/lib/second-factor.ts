import type { Client, OpenOptions, Session, SignedIn, User } from "@latchkey/core";

/** The second factor of a user. */
export interface FactorState {
  /** Whether it is on. */
  readonly enabled: boolean;
  /** Since when. ISO 8601 in UTC. `null`: it is off. */
  readonly createdAt: string | null;
  /** How many recovery codes are left. */
  readonly recoveryCodes: number;
  /** Whether the account needs it. */
  readonly required: boolean;
}

/** A secret on its way into an app. */
export interface FactorSetup {
  /** The secret, to be typed (RFC 4648, base 32). */
  readonly secret: string;
  /** `otpauth://…`, to be opened. */
  readonly uri: string;
  /** A QR code of that, to be scanned: SVG. */
  readonly qr: string;
  /** What `confirm` takes: the secret, sealed. */
  readonly ticket: string;
}

/** A code of the app, or a recovery code. */
export type FactorCode =
  | {
      /** The code, with or without spaces. */
      readonly code: string;
    }
  | {
      /** The recovery code. */
      readonly recoveryCode: string;
    };

/** As much of `secondFactors(auth, …)` of `@latchkey/second-factor` as pages use. */
export interface PageSecondFactor {
  /** Whether devices can be trusted. */
  readonly trustsDevices: boolean;
  /** Whether the last proof of a session was by what stands for a second factor. */
  provesFactor(session: Session): boolean;
  /** The second factor of a user. */
  statusFor(user: User): Promise<FactorState>;
  /** Begins to set it up. @throws AuthError `proof_required`, `second_factor_enabled`, `unauthenticated` */
  setUp(token: string): Promise<FactorSetup>;
  /** The link of a set-up as a QR code: SVG. */
  qrOf(uri: string): string;
  /** Turns it on. @throws AuthError `invalid_code`, `flow_expired`, `proof_required`, `second_factor_enabled` */
  confirm(
    token: string,
    input: { readonly ticket: string; readonly code: string; readonly endOtherSessions?: boolean | undefined },
    client?: Client,
  ): Promise<readonly string[]>;
  /** Makes new recovery codes. @throws AuthError `proof_required`, `second_factor_disabled` */
  replaceCodes(token: string, input?: undefined, client?: Client): Promise<readonly string[]>;
  /** Turns it off. @throws AuthError `proof_required`, `second_factor_disabled` */
  disable(token: string, input?: undefined, client?: Client): Promise<void>;
  /** Makes every trusted device ask again. @throws AuthError `proof_required`, `second_factor_disabled` */
  forgetDevices(token: string, client?: Client): Promise<unknown>;
  /** Proves by a code that it is still the user. @throws AuthError `invalid_code`, `rate_limited` */
  prove(token: string, input: FactorCode, client?: Client): Promise<Session>;
  /** The second step of signing in. @throws AuthError `invalid_code`, `flow_expired`, `rate_limited` */
  signIn(
    input: FactorCode & { readonly ticket: string; readonly trustDevice?: boolean | undefined },
    client?: Client,
    options?: OpenOptions,
  ): Promise<SignedIn & { readonly device: string | null }>;
  /** Begins the set-up without which there is no session. @throws AuthError `flow_expired` */
  setUpToSignIn(ticket: string): Promise<FactorSetup>;
  /** Ends it, and signs in. @throws AuthError `invalid_code`, `flow_expired` */
  confirmToSignIn(
    input: { readonly ticket: string; readonly code: string },
    client?: Client,
    options?: OpenOptions,
  ): Promise<SignedIn & { readonly recoveryCodes: readonly string[] }>;
}
