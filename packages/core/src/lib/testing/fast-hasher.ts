import { sha256 } from "@noble/hashes/sha2.js";
import { sameBytes } from "../encoding/constant-time.ts";
import type { PasswordHasher } from "../passwords/password-hasher.ts";
import { formatPhc, parsePhc } from "../passwords/phc.ts";

const ID = "insecure-test";
const utf8 = new TextEncoder();

/**
 * DANGER: one SHA-256, so that tests need not wait. Whoever steals such a hash has the password in an instant. Never
 * give it to an auth with real people in it.
 */
export function fastHasher(): PasswordHasher {
  return {
    id: ID,
    async hash(password) {
      const salt = crypto.getRandomValues(new Uint8Array(16));
      return formatPhc({ id: ID, parameters: { n: 1 }, salt, hash: digest(password, salt) });
    },
    async verify(password, stored) {
      const phc = parsePhc(stored);
      return phc !== null && phc.id === ID && sameBytes(digest(password, phc.salt), phc.hash);
    },
    needsRehash: (stored) => parsePhc(stored)?.id !== ID,
  };
}

function digest(password: string, salt: Uint8Array): Uint8Array {
  return sha256.create().update(salt).update(utf8.encode(password)).digest();
}
