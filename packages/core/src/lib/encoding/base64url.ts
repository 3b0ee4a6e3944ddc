/** Base64url without padding (RFC 4648 §5, RFC 7515 §2). */

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const ascii = /^[\x00-\x7f]*$/;
const utf8 = new TextEncoder();
const CODES = utf8.encode(ALPHABET);
/** Keeps a byte order mark, so that JSON which begins with one does not parse (RFC 8259 §8.1). */
const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const ENCODED = /^[\w-]*$/;
/** What the last group may end with, by its length: characters whose unused bits are zero. */
const LAST_CHARACTERS = ["", "", "AQgw", "AEIMQUYcgkosw048"];

/** Base64url of bytes. */
export function encodeBytes(bytes: Uint8Array): string {
  let text = "";
  let at = 0;
  for (; at + 2 < bytes.length; at += 3) {
    const group = (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!;
    text +=
      ALPHABET[group >> 18]! + ALPHABET[(group >> 12) & 63]! + ALPHABET[(group >> 6) & 63]! + ALPHABET[group & 63]!;
  }
  const left = bytes.length - at;
  if (left === 1) text += ALPHABET[bytes[at]! >> 2]! + ALPHABET[(bytes[at]! & 3) << 4]!;
  if (left === 2) {
    const group = (bytes[at]! << 8) | bytes[at + 1]!;
    text += ALPHABET[group >> 10]! + ALPHABET[(group >> 4) & 63]! + ALPHABET[(group & 15) << 2]!;
  }
  return text;
}

/** Whether a text is the encoding of these bytes. The time it takes depends on the lengths alone. */
export function isEncodingOf(text: string, bytes: Uint8Array): boolean {
  if (text.length !== Math.ceil((bytes.length * 4) / 3)) return false;
  let difference = 0;
  for (let at = 0; at < text.length; at++) {
    const bit = at * 6;
    const start = bit >> 3;
    const pair = (bytes[start]! << 8) | (start + 1 < bytes.length ? bytes[start + 1]! : 0);
    difference |= text.charCodeAt(at) ^ CODES[(pair >> (10 - (bit & 7))) & 63]!;
  }
  return difference === 0;
}

/** Base64url of a text in UTF-8. */
export function encodeText(text: string): string {
  return encodeBytes(utf8.encode(text));
}

/**
 * Decodes what `encodeText` writes, and no other spelling: see `decodeBytes`, and well-formed UTF-8.
 *
 * @throws TypeError for any other text
 */
export function decodeText(encoded: string): string {
  const binary = decodeBinary(encoded);
  return ascii.test(binary) ? binary : strictUtf8.decode(bytesOf(binary));
}

/**
 * Decodes what `encodeBytes` writes, and no other spelling: no padding, no white space, no other alphabet, unused bits
 * of zero (RFC 4648 §3.5, RFC 7515 §5.2).
 *
 * @throws TypeError for any other text
 */
export function decodeBytes(encoded: string): Uint8Array<ArrayBuffer> {
  return bytesOf(decodeBinary(encoded));
}

function decodeBinary(encoded: string): string {
  const rest = encoded.length % 4;
  // `atob` accepts other spellings.
  if (!ENCODED.test(encoded) || (rest > 0 && !LAST_CHARACTERS[rest]!.includes(encoded.at(-1)!)))
    throw new TypeError("not base64url");
  return atob(encoded.replaceAll("-", "+").replaceAll("_", "/"));
}

function bytesOf(binary: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
