import { unwrapEC2Signature } from "./unwrap-signature.ts";

/** The shortest signature of RSA that is accepted: 2048 bits. */
const RSA_BYTES = 256;
const RSA_MAX_BYTES = 512;
const ED25519_BYTES = 64;

/**
 * Whether bytes can be a signature of any key: of Ed25519, of RSA, or of ES256, which is DER (WebAuthn §6.5.5). It does
 * not ask which key it should be of, so the answer tells nothing of it.
 */
export function isSignature(bytes: Uint8Array): boolean {
  const { length } = bytes;
  return length === ED25519_BYTES || (length >= RSA_BYTES && length <= RSA_MAX_BYTES) || isEcdsaSignature(bytes);
}

function isEcdsaSignature(bytes: Uint8Array): boolean {
  try {
    unwrapEC2Signature(bytes);
    return true;
  } catch {
    return false;
  }
}
