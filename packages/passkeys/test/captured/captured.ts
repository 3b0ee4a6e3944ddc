/**
 * What a browser has sent: `UPDATE_CAPTURES=1 npm run test:browser -- passkeys` writes it anew. The challenges are
 * tickets of the secret, the pool and the clock of the tests, so they are good again wherever the tests run.
 */
export interface CapturedCeremony {
  /** The algorithm of COSE. */
  readonly algorithm: number;
  readonly email: string;
  readonly origin: string;
  /** The version of Chromium. */
  readonly browser: string;
  readonly signUp: unknown;
  readonly signIn: unknown;
}
