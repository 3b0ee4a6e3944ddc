import { sameBytes } from "../encoding/constant-time.ts";
import type { PasswordHasher } from "./password-hasher.ts";
import { formatPhc, parsePhc, type Phc } from "./phc.ts";

const ID = "pbkdf2-sha512";
const SALT_LENGTH = 16;
const HASH_LENGTH = 64;

/** What every runtime computes natively. Cloudflare Workers refuse more in one call. */
const PORTABLE_ITERATIONS = 100_000;
/** A stored string with more is not verified, so that the work ends within about a second. */
const MAX_ITERATIONS = 1_000_000;

type Bytes = Uint8Array<ArrayBuffer>;

const utf8 = new TextEncoder();

/** Parameters of `pbkdf2()`. */
export interface Pbkdf2Options {
  /**
   * A whole number from 100 000 (the default) to 1 000 000. The OWASP Password Storage Cheat Sheet asks for 220 000;
   * use it where the runtime allows it.
   */
  readonly iterations?: number | undefined;
}

/**
 * PBKDF2-HMAC-SHA512 (RFC 8018 §5.2, NIST SP 800-132) by WebCrypto: the default hasher, because every runtime has it.
 * Hashes look like `$pbkdf2-sha512$i=100000$salt$hash`, with a random salt of 128 bits and a hash of 512 bits.
 * `argon2id()` and `scrypt()` are harder to attack.
 *
 * Where the runtime refuses so many iterations, as Cloudflare Workers do above 100 000, new hashes are made with 100
 * 000, and stronger stored hashes are verified in JavaScript.
 *
 * @throws TypeError for iterations that are out of bounds
 *
 * @example
 * ```ts
 * import { createAuth, pbkdf2 } from "@latchkey/core";
 *
 * const auth = createAuth({ storage, secret, passwords: pbkdf2({ iterations: 220_000 }) });
 * ```
 */
export function pbkdf2({ iterations = PORTABLE_ITERATIONS }: Pbkdf2Options = {}): PasswordHasher {
  if (!Number.isInteger(iterations) || iterations < PORTABLE_ITERATIONS || iterations > MAX_ITERATIONS) {
    throw new TypeError(`pbkdf2 iterations must be a whole number from ${PORTABLE_ITERATIONS} to ${MAX_ITERATIONS}`);
  }
  /** Lowered for the life of the process when the runtime refuses more. */
  let nativeLimit = MAX_ITERATIONS;
  const strength = () => Math.min(iterations, nativeLimit);

  async function deriveNatively(password: string, salt: Bytes, count: number): Promise<Bytes | null> {
    if (count > nativeLimit) return null;
    try {
      const key = await crypto.subtle.importKey("raw", utf8.encode(password), "PBKDF2", false, ["deriveBits"]);
      const algorithm = { name: "PBKDF2", hash: "SHA-512", salt, iterations: count };
      return new Uint8Array(await crypto.subtle.deriveBits(algorithm, key, HASH_LENGTH * 8));
    } catch {
      if (count > PORTABLE_ITERATIONS) nativeLimit = PORTABLE_ITERATIONS;
      return null;
    }
  }

  async function derive(password: string, salt: Bytes, count: number): Promise<Uint8Array> {
    const native = await deriveNatively(password, salt, count);
    if (native) return native;
    const javascript = await import("./pbkdf2-in-javascript.ts");
    return javascript.derive(utf8.encode(password), salt, { iterations: count, length: HASH_LENGTH });
  }

  async function hash(password: string): Promise<string> {
    const salt = crypto.getRandomValues(new Uint8Array(SALT_LENGTH));
    const wanted = strength();
    const native = await deriveNatively(password, salt, wanted);
    // A refusal has just lowered `strength()`.
    const bytes = native ?? (await derive(password, salt, strength()));
    return formatPhc({ id: ID, parameters: { i: native ? wanted : strength() }, salt, hash: bytes });
  }

  return {
    id: ID,
    hash,

    async verify(password, stored) {
      const phc = readStored(stored);
      if (!phc) return hash(password).then(() => false);
      const count = phc.parameters.i!;
      const matches = sameBytes(await derive(password, phc.salt, count), phc.hash);
      // A wrong guess at an older, cheaper hash takes as long as one at a new hash.
      if (!matches && count < strength()) await derive(password, phc.salt, strength() - count);
      return matches;
    },

    needsRehash(stored) {
      const phc = readStored(stored);
      return !phc || phc.parameters.i! < strength() || phc.salt.length < SALT_LENGTH;
    },
  };
}

function readStored(stored: string): Phc | null {
  const phc = parsePhc(stored);
  const iterations = phc?.parameters.i;
  if (!phc || phc.id !== ID || !iterations || iterations > MAX_ITERATIONS || phc.hash.length !== HASH_LENGTH)
    return null;
  return phc;
}
