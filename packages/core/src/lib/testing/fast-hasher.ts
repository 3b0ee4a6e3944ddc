import { sha256 } from "@noble/hashes/sha2.js";
import { sameBytes } from "../encoding/constant-time.ts";
import type { PasswordHasher } from "../passwords/password-hasher.ts";
import { formatPhc, parsePhc } from "../passwords/phc.ts";

const ID = "insecure-test";
const utf8 = new TextEncoder();

/**
 * **Insecure.** A hasher for tests that takes no time: one SHA-256. Never use it with passwords of real people,
 * because a stolen hash gives the password away.
 *
 * @example
 * ```ts
 * import { createAuth } from "@latchkey/core";
 * import { memoryStorage } from "@latchkey/core/memory";
 * import { fastHasher } from "@latchkey/core/testing";
 *
 * const auth = createAuth({ storage: memoryStorage(), secret: "x".repeat(32), passwords: fastHasher() });
 * ```
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
