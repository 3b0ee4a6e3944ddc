import { argon2idAsync } from "@noble/hashes/argon2.js";
import { HASH_LENGTH, memoryHardHasher, type MemoryHardFunction } from "./memory-hard-hasher.ts";
import { callbackResult, computes, nodeCrypto, type Argon2Parameters, type NodeCrypto } from "./node-crypto.ts";
import type { PasswordHasher } from "./password-hasher.ts";
import type { Phc } from "./phc.ts";

/** Parameters of `argon2id()` (RFC 9106 §3.1). */
export interface Argon2idOptions {
  /** Memory in KiB: 7 168 to 65 536. Default 19 456 (19 MiB). */
  readonly memory?: number | undefined;
  /** Passes over the memory: 1 to 5. Default 2. */
  readonly passes?: number | undefined;
  /** Degree of parallelism: 1 to 4. Default 1. */
  readonly lanes?: number | undefined;
}

/** Version 1.3 (RFC 9106 §3.1). */
const VERSION = 0x13;

const utf8 = new TextEncoder();

/**
 * Argon2id (RFC 9106) with the first choice of the OWASP Password Storage Cheat Sheet: 19 MiB, 2 passes, 1 lane. Hashes
 * look like `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`, with a random salt of 128 bits and a hash of 256 bits. Runs
 * natively where the runtime has Argon2 (Node from 24.7, Bun), else in JavaScript, with the same result.
 *
 * @throws TypeError for parameters that are out of bounds
 *
 * @example
 * ```ts
 * import { pbkdf2 } from "@latchkey/core";
 * import { argon2id } from "@latchkey/core/argon2id";
 *
 * // New passwords get Argon2id. PBKDF2 hashes still verify, and are replaced at the next sign-in.
 * const auth = createAuth({ storage, secret, passwords: [argon2id(), pbkdf2()] });
 * ```
 */
export function argon2id({ memory = 19_456, passes = 2, lanes = 1 }: Argon2idOptions = {}): PasswordHasher {
  const parameters = { v: VERSION, m: memory, t: passes, p: lanes };
  if (!isWithinBounds(parameters) || memory < 7168) {
    throw new TypeError("argon2id takes memory 7168 to 65536 KiB, passes 1 to 5 and lanes 1 to 4");
  }

  const native = nativeArgon2();
  return memoryHardHasher({
    id: "argon2id",
    parameters,
    isNative: native !== undefined,
    derive: deriveWith(native),
    cost: ({ m, t }) => m! * t!,
    isWithinBounds,
    topUp(missing) {
      const kibibytes = Math.round(missing / passes);
      return kibibytes >= 8 * lanes ? { ...parameters, m: kibibytes } : null;
    },
  });
}

function deriveWith(native: NodeCrypto["argon2"]): MemoryHardFunction["derive"] {
  return async (password, salt, { m, t, p }) => {
    const message = utf8.encode(password);
    const inJavaScript = () =>
      argon2idAsync(message, salt, { m: m!, t: t!, p: p!, version: VERSION, dkLen: HASH_LENGTH });
    if (!native) return inJavaScript();
    const parameters = nativeParameters(message, salt, { memory: m!, passes: t!, parallelism: p! });
    // A runtime can have limits of its own, and a stored hash must be checked all the same.
    return callbackResult((done) => native("argon2id", parameters, done)).catch(inJavaScript);
  };
}

/** The runtime's Argon2id, if it computes a test vector right. */
function nativeArgon2(): NodeCrypto["argon2"] {
  const crypto = nodeCrypto();
  const cost = { memory: 16, passes: 2, parallelism: 2 };
  const sample = nativeParameters(utf8.encode("password"), utf8.encode("NaCl NaCl"), cost);
  return computes(() => crypto?.argon2Sync?.("argon2id", sample), "5cd01c92006b6ff0") ? crypto?.argon2 : undefined;
}

function nativeParameters(
  message: Uint8Array,
  nonce: Uint8Array,
  cost: Pick<Argon2Parameters, "memory" | "passes" | "parallelism">,
): Argon2Parameters {
  return { message, nonce, tagLength: HASH_LENGTH, ...cost };
}

function isWithinBounds({ v, m, t, p }: Phc["parameters"]): boolean {
  const areWhole = [m, t, p].every(Number.isInteger);
  return areWhole && v === VERSION && p! >= 1 && p! <= 4 && t! >= 1 && t! <= 5 && m! >= 8 * p! && m! <= 65_536;
}
