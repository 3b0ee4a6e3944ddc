import { pbkdf2Async } from "@noble/hashes/pbkdf2.js";
import { sha512 } from "@noble/hashes/sha2.js";

/**
 * PBKDF2-HMAC-SHA512 without WebCrypto. It takes five to ten times as long, so it is loaded only where WebCrypto
 * refuses.
 */
export function derive(
  password: Uint8Array,
  salt: Uint8Array,
  { iterations, length }: { readonly iterations: number; readonly length: number },
): Promise<Uint8Array> {
  return pbkdf2Async(sha512, password, salt, { c: iterations, dkLen: length });
}
