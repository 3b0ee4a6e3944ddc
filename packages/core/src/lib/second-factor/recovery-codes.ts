import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { encodeBytes } from "../encoding/base64url.ts";
import { invalidCode, plain } from "../input/one-time-code.ts";

/** Crockford's Base32: no `i`, `l`, `o` and `u`, which people read as something else. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const RECOVERY_CODE = /^[\da-hjkmnp-tv-z]{16}$/;
const LOOK_ALIKES: Readonly<Record<string, string>> = { o: "0", i: "1", l: "1" };
const COUNT = 10;

const utf8 = new TextEncoder();

/** New recovery codes, as people see them, and what is stored of them. */
export interface RecoveryCodes {
  readonly codes: readonly string[];
  readonly hashes: readonly string[];
}

/**
 * Ten codes of 80 random bits, in groups of four (NIST SP 800-63B-4 §3.1.2: at least 64 bits).
 *
 * @param secret of the factor. The hashes are keyed by it, and it is sealed: the database alone tells nothing of them,
 * and they stay good when the secret of the auth is rotated
 */
export function newRecoveryCodes(secret: Uint8Array): RecoveryCodes {
  const plainCodes = Array.from({ length: COUNT }, () => {
    const bytes = crypto.getRandomValues(new Uint8Array(10));
    const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, "0")).join("");
    return bits.replaceAll(/.{5}/g, (five) => ALPHABET[Number.parseInt(five, 2)]!);
  });
  return {
    codes: plainCodes.map((code) => code.match(/.{4}/g)!.join("-")),
    hashes: plainCodes.map((code) => recoveryHash(secret, code)),
  };
}

/**
 * A recovery code that somebody has typed: case, spaces and hyphens do not count.
 *
 * @throws AuthError `invalid_code` for what cannot be one
 */
export function readRecoveryCode(code: unknown): string {
  const text = plain(code)
    ?.toLowerCase()
    .replaceAll(/[oil]/g, (letter) => LOOK_ALIKES[letter]!);
  if (text === undefined || !RECOVERY_CODE.test(text)) throw invalidCode("recoveryCode");
  return text;
}

/** What is stored of a code: HMAC-SHA-256 (RFC 2104), by a key of its own, since the secret itself makes codes. */
export function recoveryHash(secret: Uint8Array, code: string): string {
  const key = hmac(sha256, secret, utf8.encode("latchkey recovery codes"));
  return encodeBytes(hmac(sha256, key, utf8.encode(code)));
}
