import type { Client } from "../client.ts";

/** The second factor of the user, as `secondFactor.get` shows it. Times are ISO 8601 in UTC. */
export interface SecondFactor {
  /** Whether there is one. */
  readonly enabled: boolean;
  /** When it was turned on. `null`: there is none. */
  readonly createdAt: string | null;
  /** How many recovery codes are left. */
  readonly recoveryCodes: number;
  /** Whether this user must have one. */
  readonly required: boolean;
}

/** What an app for codes needs. */
export interface SecondFactorSetup {
  /** The secret in Base32, for people who type it. */
  readonly secret: string;
  /** The same as a link that apps open: `otpauth://totp/…`. */
  readonly uri: string;
  /** The link as a QR code: an SVG document without scripts. */
  readonly qr: string;
  /** Of a client with a `tokenStore`: what the confirmation takes. In a page, a cookie has it. */
  readonly ticket?: string | undefined;
}

/** A code, or a recovery code: one of the two. */
export type SecondFactorCode =
  | {
      /** What the app shows now: 6 digits, with or without a space. */
      readonly code: string;
      /** Not beside `code`. */
      readonly recoveryCode?: undefined;
    }
  | {
      /** Not beside `recoveryCode`. */
      readonly code?: undefined;
      /** One of the ten that were shown once. */
      readonly recoveryCode: string;
    };

/** What `secondFactor.confirm` takes. */
export interface SecondFactorConfirmation {
  /** What the app shows now. */
  readonly code: string;
  /** Whether all other sessions of the user end. */
  readonly endOtherSessions?: boolean | undefined;
  /** Of a client with a `tokenStore`: the `ticket` of `setup`. */
  readonly ticket?: string | undefined;
}

/** What the owner of an account does with the second factor. Every method may fail with `unauthenticated`. */
export interface SecondFactorActions {
  /** Whether there is one, and how many recovery codes are left. */
  get(): Promise<SecondFactor>;
  /**
   * Makes a secret for an app. It counts from its confirmation on.
   *
   * @throws LatchkeyError `proof_required` (the last proof is too old), `second_factor_enabled` (there is one already)
   */
  setup(): Promise<SecondFactorSetup>;
  /**
   * Turns the second factor on, by the first code of the app.
   *
   * @returns ten recovery codes, to be shown once
   * @throws LatchkeyError `invalid_code`, `flow_expired` (begin again), `second_factor_enabled`
   */
  confirm(input: SecondFactorConfirmation): Promise<readonly string[]>;
  /**
   * Makes ten new recovery codes. Those from before are void.
   *
   * @param input a code. Not needed within five minutes of a proof by the second factor or a passkey
   * @throws LatchkeyError `proof_required`, `invalid_code`, `second_factor_disabled`, `rate_limited`
   */
  replaceRecoveryCodes(input?: { readonly code?: string | undefined }): Promise<readonly string[]>;
  /**
   * Turns the second factor off.
   *
   * @param input a code. Not needed within five minutes of a proof by the second factor or a passkey
   * @throws LatchkeyError `proof_required`, `invalid_code`, `second_factor_disabled`, `rate_limited`
   */
  disable(input?: { readonly code?: string | undefined }): Promise<void>;
  /** Ends the trust in all browsers. @throws LatchkeyError `second_factor_disabled` */
  forgetDevices(): Promise<void>;
  /**
   * Proves once more that it is the user, and opens no session.
   *
   * @throws LatchkeyError `invalid_code`, `second_factor_disabled`, `rate_limited` (with `retryAfter`)
   */
  prove(input: SecondFactorCode): Promise<void>;
}

interface Codes {
  readonly recoveryCodes: readonly string[];
}

export function ownSecondFactor({ request }: Pick<Client<unknown, never>, "request">): SecondFactorActions {
  const codesOf = async (path: `/${string}`, body: object) =>
    (await request<Codes>("POST", `/second-factor${path}`, body)).recoveryCodes;
  return {
    get: () => request("GET", "/second-factor"),
    setup: () => request("POST", "/second-factor/setup"),
    confirm: (input) => codesOf("/confirm", input),
    replaceRecoveryCodes: (input = {}) => codesOf("/recovery-codes", input),
    disable: async (input = {}) => void (await request("POST", "/second-factor/delete", input)),
    forgetDevices: async () => void (await request("POST", "/second-factor/forget-devices")),
    prove: async (input) => void (await request("POST", "/prove/second-factor", input)),
  };
}
