import type { Auth } from "@latchkey/core";
import { factorAccounts, type FactorAccounts, type NewFactor } from "@latchkey/core/second-factor";
import { renderSVG } from "uqr";
import { base32, keyUri } from "./totp.ts";

/** What an app for codes needs. */
export interface SecondFactorSetup {
  /** The secret in Base32, for people who type it. */
  readonly secret: string;
  /** The same as a link that apps open: `otpauth://totp/…`. */
  readonly uri: string;
  /** The link as a QR code: an SVG document without scripts, for a place with `role="img"`. */
  readonly qr: string;
  /** For the confirmation, which has 15 minutes. It has the secret in it, sealed. */
  readonly ticket: string;
}

/** The second factor of accounts: see `FactorAccounts`. */
export interface SecondFactors extends Omit<FactorAccounts, "setUp" | "setUpToSignIn"> {
  /**
   * Makes a secret for the user of a session that was proved in the last 5 minutes. Nothing is stored before it is
   * confirmed.
   *
   * @param token the session token
   * @throws AuthError `unauthenticated`, `proof_required`, `second_factor_enabled`, `storage_unavailable`
   */
  setUp(token: string): Promise<SecondFactorSetup>;
  /**
   * Makes a secret for somebody who must have a second factor to sign in.
   *
   * @param ticket that of the error `second_factor_setup_required`
   * @throws AuthError `flow_expired`, `invalid_credentials`, `storage_unavailable`
   */
  setUpToSignIn(ticket: string): Promise<SecondFactorSetup>;
  /**
   * Draws the link of a setup again, for a page that comes back after a wrong code.
   *
   * @param uri the `uri` of the setup
   * @returns an SVG document without scripts, like `qr` of the setup
   * @throws Error for a link of more than 2,900 bytes, which no QR code holds
   */
  qrOf(uri: string): string;
}

/**
 * Lets users set a second factor up, sign in with it, and look after it.
 *
 * @param auth Made by `createAuth`, with `secondFactor()` among its guards.
 * @throws TypeError for anything else
 * @example
 * ```ts
 * import { secondFactors } from "@latchkey/second-factor";
 *
 * const factors = secondFactors(auth);
 * const { uri, qr, ticket } = await factors.setUp(token);
 * const recoveryCodes = await factors.confirm(token, { ticket, code: "123456" });
 * ```
 */
export function secondFactors<Metadata, Claims>(auth: Auth<Metadata, Claims>): SecondFactors {
  const accounts = factorAccounts(auth as unknown as Auth);
  return {
    ...accounts,
    setUp: async (token) => forApp(await accounts.setUp(token)),
    setUpToSignIn: async (ticket) => forApp(await accounts.setUpToSignIn(ticket)),
    qrOf,
  };
}

function forApp({ ticket, ...factor }: NewFactor): SecondFactorSetup {
  const uri = keyUri(factor);
  return { secret: base32(factor), uri, qr: qrOf(uri), ticket };
}

/** Four modules of white around it: scanners need them (ISO/IEC 18004, "Quiet zone"). */
function qrOf(uri: string): string {
  return renderSVG(uri, { border: 4 });
}
