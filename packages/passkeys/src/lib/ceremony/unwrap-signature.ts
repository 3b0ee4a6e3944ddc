/** The bytes of a number of P-256. */
const FIELD = 32;

/**
 * The signature of ES256 as Web Crypto takes it: `r` and `s`, each in 32 bytes. Authenticators send it as DER
 * (WebAuthn §6.5.5). In the published files it takes the place of the function of this name in
 * `@simplewebauthn/server`, which brings a whole parser of ASN.1 for it.
 *
 * @param signature DER: `SEQUENCE { INTEGER r, INTEGER s }`
 * @throws TypeError for anything else
 */
export function unwrapEC2Signature(signature: Uint8Array): Uint8Array<ArrayBuffer> {
  if (signature[0] !== 0x30 || signature[1] !== signature.length - 2) throw notDer();
  const raw = new Uint8Array(2 * FIELD);
  const afterR = readInteger(signature, 2, raw.subarray(0, FIELD));
  if (readInteger(signature, afterR, raw.subarray(FIELD)) !== signature.length) throw notDer();
  return raw;
}

/** Copies an INTEGER that is not negative into a field. @returns where it ends */
function readInteger(der: Uint8Array, at: number, field: Uint8Array): number {
  const start = at + 2;
  const length = der[at + 1] ?? 0;
  const end = start + length;
  const isPositive = der[at] === 0x02 && length > 0 && end <= der.length && der[start]! < 0x80;
  // One byte of zeros stands before a number whose first bit is set, and before no other (X.690 §8.3.2).
  const hasZero = length > 1 && der[start] === 0;
  if (!isPositive || (hasZero && der[start + 1]! < 0x80)) throw notDer();
  const number = der.subarray(hasZero ? start + 1 : start, end);
  if (number.length > FIELD) throw notDer();
  field.set(number, FIELD - number.length);
  return end;
}

function notDer(): TypeError {
  return new TypeError("not a signature of ES256");
}
