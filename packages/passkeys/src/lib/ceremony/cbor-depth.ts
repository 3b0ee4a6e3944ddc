import { invalidPasskey } from "./read-response.ts";

/** CTAP2 (§8, "Message Encoding") allows 4 levels. Attestations of several others need a few more. */
const MAX_DEPTH = 8;
/** Bytes of the argument, by the additional information of the first byte (RFC 8949 §3). */
const ARGUMENT_BYTES: Readonly<Record<number, number>> = { 24: 1, 25: 2, 26: 4, 27: 8 };
/** Where the extensions of authenticator data begin, if there is no key in them (WebAuthn §6.1). */
const FIXED_BYTES = 37;
const AAGUID_BYTES = 16;
const HAS_KEY = 0x40;

/**
 * Refuses CBOR that is nested deeper than any authenticator nests it: a decoder calls itself for each level, so that a
 * thousand of them take milliseconds. This looks at each item once. What is cut off is left to the decoder.
 *
 * @param bytes items one after the other, from `start`
 * @throws AuthError `invalid_passkey`
 */
export function requireShallow(bytes: Uint8Array, start = 0): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  /** How many items are left in each array, map and tag that is open. */
  const open: number[] = [];
  let at = start;
  while (at < bytes.length) {
    const [kind, info] = [bytes[at]! >> 5, bytes[at]! & 31];
    const size = ARGUMENT_BYTES[info] ?? 0;
    if (info > 27 || at + size >= bytes.length) throw invalidPasskey();
    const argument = info < 24 ? info : readUint(view, at + 1, size);
    at += 1 + size;
    if (open.length > 0) open[open.length - 1]! -= 1;
    if (kind === 2 || kind === 3) at += argument;
    const items = [0, 0, 0, 0, argument, argument * 2, 1, 0][kind]!;
    if (items > bytes.length) throw invalidPasskey();
    if (items > 0 && open.push(items) > MAX_DEPTH) throw invalidPasskey();
    while (open.at(-1) === 0) open.pop();
  }
}

/** The same for the key and the extensions in authenticator data (WebAuthn §6.1). */
export function requireShallowData(data: Uint8Array): void {
  const idAt = FIXED_BYTES + AAGUID_BYTES;
  const hasKey = (data[FIXED_BYTES - 5]! & HAS_KEY) !== 0;
  requireShallow(data, hasKey ? idAt + 2 + (data[idAt]! << 8) + data[idAt + 1]! : FIXED_BYTES);
}

function readUint(view: DataView, at: number, size: number): number {
  if (size === 8) return Number(view.getBigUint64(at));
  return size === 4 ? view.getUint32(at) : size === 2 ? view.getUint16(at) : view.getUint8(at);
}
