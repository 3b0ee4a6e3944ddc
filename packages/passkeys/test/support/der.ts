import { join } from "./cbor.ts";

/** A signature of ES256 as authenticators send it, from `r` and `s` in 32 bytes each. */
export function derSignature(raw: Uint8Array): Uint8Array {
  const parts = [raw.subarray(0, 32), raw.subarray(32)].map(integer);
  const body = join(...parts);
  return join(Uint8Array.of(0x30, body.length), body);
}

function integer(number: Uint8Array): Uint8Array {
  const first = number.findIndex((byte) => byte !== 0);
  const short = first < 0 ? Uint8Array.of(0) : number.subarray(first);
  const bytes = short[0]! >= 0x80 ? join(Uint8Array.of(0), short) : short;
  return join(Uint8Array.of(2, bytes.length), bytes);
}
