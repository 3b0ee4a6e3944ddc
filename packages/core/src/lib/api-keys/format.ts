/**
 * A key is `lk_`, 43 characters of base62 (256 random bits), and 6 characters with the CRC-32 of what comes before. A
 * secret scanner can tell that a text is a key, and a mistyped key costs no storage read.
 */

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BASE = ALPHABET.length;
const RANDOM_LENGTH = 43;
const CHECKSUM_LENGTH = 6;
const SHAPE = /^lk_[\dA-Za-z]{49}$/;

export function newApiKey(): string {
  const body = `lk_${randomText(RANDOM_LENGTH)}`;
  return body + checksum(body);
}

export function isApiKey(text: unknown): text is string {
  if (typeof text !== "string" || !SHAPE.test(text)) return false;
  return checksum(text.slice(0, -CHECKSUM_LENGTH)) === text.slice(-CHECKSUM_LENGTH);
}

function randomText(length: number): string {
  let text = "";
  while (text.length < length) {
    for (const byte of crypto.getRandomValues(new Uint8Array(64))) {
      // 248 is the largest multiple of 62 in a byte: higher values would make some characters likelier.
      if (byte < 248 && text.length < length) text += ALPHABET[byte % BASE]!;
    }
  }
  return text;
}

/** CRC-32 as in zlib (ISO 3309), in base62 with leading zeros. */
function checksum(text: string): string {
  let crc = 0xffffffff;
  for (let at = 0; at < text.length; at++) {
    crc ^= text.charCodeAt(at);
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  let rest = (crc ^ 0xffffffff) >>> 0;
  let encoded = "";
  for (let digit = 0; digit < CHECKSUM_LENGTH; digit++) {
    encoded = ALPHABET[rest % BASE]! + encoded;
    rest = Math.floor(rest / BASE);
  }
  return encoded;
}
