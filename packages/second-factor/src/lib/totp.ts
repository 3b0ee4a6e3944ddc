import type { FindStep } from "@latchkey/core/second-factor";
import { Secret, TOTP } from "otpauth/slim";

/** What every app for codes takes: SHA-1, 6 digits, 30 seconds (RFC 6238 §1.2, and the key URI format). */
const KIND = { algorithm: "SHA1", digits: 6, period: 30 } as const;
/** Codes of one step before and after are taken as well: clocks differ, and people type (RFC 6238 §5.2). */
const WINDOW = 1;

/** The time step of a code. `null`: it is none of the three that are right now. */
export const findStep: FindStep = (secret, { digits, now }) => {
  const totp = new TOTP({ ...KIND, secret: new Secret({ buffer: secret.buffer }) });
  const delta = totp.validate({ token: digits, timestamp: now, window: WINDOW });
  return delta === null ? null : Math.floor(now / (KIND.period * 1000)) + delta;
};

/** A secret as apps take it. */
export interface Labelled {
  readonly secret: Uint8Array<ArrayBuffer>;
  readonly issuer: string;
  readonly account: string;
}

/** The secret in Base32 (RFC 4648 §6), for people who type it. */
export function base32({ secret }: Pick<Labelled, "secret">): string {
  return new Secret({ buffer: secret.buffer }).base32;
}

/** The link that apps open: `otpauth://totp/Example:ada%40example.com?issuer=Example&secret=…`. */
export function keyUri({ secret, issuer, account }: Labelled): string {
  return new TOTP({ ...KIND, issuer, label: account, secret: new Secret({ buffer: secret.buffer }) }).toString();
}
