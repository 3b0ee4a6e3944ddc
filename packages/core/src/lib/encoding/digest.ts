import { sha256 } from "@noble/hashes/sha2.js";
import { encodeBytes } from "./base64url.ts";

const utf8 = new TextEncoder();

/** SHA-256 of a text in base64url: what is stored in the place of a random secret. */
export function digest(text: string): string {
  return encodeBytes(sha256(utf8.encode(text)));
}
