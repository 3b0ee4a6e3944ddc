import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import type { Context } from "../context/context.ts";
import { encodeBytes } from "../encoding/base64url.ts";
import { sameBytes } from "../encoding/constant-time.ts";

const utf8 = new TextEncoder();
const CODES = 1_000_000;

/**
 * Makes what a mail carries from a random text that stands in the sealed ticket of the asking browser (decisions/021).
 * So the code is nowhere: neither in the ticket nor in storage. Only who has a secret of the ring can make it.
 */
export interface MailSecrets {
  /** 256 bits in base64url: 43 characters. */
  of(kind: string, parts: readonly string[]): string;
  /** Six digits. */
  codeOf(kind: string, parts: readonly string[]): string;
}

/** One for each secret of the ring, the first for what is new. @throws TypeError when the secret is missing */
export function mailSecrets({ keys, pool }: Context): readonly MailSecrets[] {
  return keys.secrets.map((secret) => {
    // One step of HMAC turns the secret into a key for this alone (NIST SP 800-108 §4.1).
    const key = hmac(sha256, secret, utf8.encode("latchkey mail sign-in"));
    const mac = (kind: string, parts: readonly string[]) =>
      hmac(sha256, key, utf8.encode(JSON.stringify([kind, pool, ...parts])));
    return {
      of: (kind, parts) => encodeBytes(mac(kind, parts)),
      codeOf(kind, parts) {
        // 48 bits: the first codes are more likely than the last by less than 1 in 10^8.
        const number = mac(`${kind} code`, parts)
          .subarray(0, 6)
          .reduce((sum, byte) => sum * 256 + byte, 0);
        return String(number % CODES).padStart(6, "0");
      },
    };
  });
}

/** Whether two codes are equal, in constant time. */
export function sameCode(one: string, other: string): boolean {
  return sameBytes(utf8.encode(one), utf8.encode(other));
}
