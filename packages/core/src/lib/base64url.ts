/** Base64url without padding (RFC 4648 §5, RFC 7515 §2). */

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const ascii = /^[\x00-\x7f]*$/;
const utf8 = new TextEncoder();
const strictUtf8 = new TextDecoder("utf-8", { fatal: true });

export function encodeBytes(bytes: Uint8Array): string {
  let text = "";
  let at = 0;
  for (; at + 2 < bytes.length; at += 3) {
    const group = (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!;
    text += ALPHABET[group >> 18]! + ALPHABET[(group >> 12) & 63]! + ALPHABET[(group >> 6) & 63]! + ALPHABET[group & 63]!;
  }
  const left = bytes.length - at;
  if (left === 1) text += ALPHABET[bytes[at]! >> 2]! + ALPHABET[(bytes[at]! & 3) << 4]!;
  if (left === 2) {
    const group = (bytes[at]! << 8) | bytes[at + 1]!;
    text += ALPHABET[group >> 10]! + ALPHABET[(group >> 4) & 63]! + ALPHABET[(group & 15) << 2]!;
  }
  return text;
}

export function encodeText(text: string): string {
  return encodeBytes(utf8.encode(text));
}

/** Throws on anything that is not base64url of well-formed UTF-8. */
export function decodeText(encoded: string): string {
  const binary = atob(encoded.replaceAll("-", "+").replaceAll("_", "/"));
  if (ascii.test(binary)) return binary;
  return strictUtf8.decode(Uint8Array.from(binary, (character) => character.charCodeAt(0)));
}
