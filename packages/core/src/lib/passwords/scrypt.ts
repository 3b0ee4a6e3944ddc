import { scryptAsync } from "@noble/hashes/scrypt.js";
import { HASH_LENGTH, memoryHardHasher, type MemoryHardFunction } from "./memory-hard-hasher.ts";
import { callbackResult, computes, nodeCrypto, type NodeCrypto, type ScryptCost } from "./node-crypto.ts";
import type { PasswordHasher } from "./password-hasher.ts";
import type { Phc } from "./phc.ts";

/** Parameters of `scrypt()` (RFC 7914 §2). 2^logN × r × p is at most 2^20. */
export interface ScryptOptions {
  /** Base-2 logarithm of the cost N: 14 to 17. Default 15. */
  readonly logN?: number | undefined;
  /** Block size r: 1 to 16. Default 8. */
  readonly r?: number | undefined;
  /** Parallelization p: 1 to 8. Default 3. */
  readonly p?: number | undefined;
}

const utf8 = new TextEncoder();

/**
 * scrypt (RFC 7914). The default, N = 2^15, r = 8, p = 3, takes 32 MiB per hash and is one of the equivalents in the
 * OWASP Password Storage Cheat Sheet. Hashes look like `$scrypt$ln=15,r=8,p=3$salt$hash`, with a random salt of 128
 * bits and a hash of 256 bits. Runs natively where the runtime has scrypt (Node, Bun, Deno), else in JavaScript, with
 * the same result.
 *
 * @throws TypeError for parameters that are out of bounds
 *
 * @example
 * ```ts
 * import { pbkdf2 } from "@latchkey/core";
 * import { scrypt } from "@latchkey/core/scrypt";
 *
 * // New passwords get scrypt. PBKDF2 hashes still verify, and are replaced at the next sign-in.
 * const auth = createAuth({ storage, secret, passwords: [scrypt(), pbkdf2()] });
 * ```
 */
export function scrypt({ logN = 15, r = 8, p = 3 }: ScryptOptions = {}): PasswordHasher {
  const parameters = { ln: logN, r, p };
  if (!isWithinBounds(parameters) || logN < 14)
    throw new TypeError("scrypt takes logN 14 to 17, r 1 to 16 and p 1 to 8, and 2^logN * r * p up to 2^20");

  const native = nativeScrypt();
  return memoryHardHasher({
    id: "scrypt",
    parameters,
    isNative: native !== undefined,
    derive: deriveWith(native),
    cost,
    isWithinBounds,
    topUp(missing, stored) {
      const rounds = Math.round(missing / (2 ** stored.ln! * stored.r!));
      return rounds > 0 ? { ...stored, p: rounds } : null;
    },
  });
}

function deriveWith(native: NodeCrypto["scrypt"]): MemoryHardFunction["derive"] {
  return async (password, salt, { ln, r, p }) => {
    const bytes = utf8.encode(password);
    const inJavaScript = () => scryptAsync(bytes, salt, { N: 2 ** ln!, r: r!, p: p!, dkLen: HASH_LENGTH });
    if (!native) return inJavaScript();
    // A runtime can have limits of its own, and a stored hash must be checked all the same.
    return callbackResult((done) => native(bytes, salt, HASH_LENGTH, costOf(2 ** ln!, r!, p!), done)).catch(
      inJavaScript,
    );
  };
}

/** The runtime's scrypt, if it computes a test vector right. */
function nativeScrypt(): NodeCrypto["scrypt"] {
  const crypto = nodeCrypto();
  const [password, salt] = [utf8.encode("password"), utf8.encode("NaCl NaCl")];
  return computes(() => crypto?.scryptSync?.(password, salt, HASH_LENGTH, costOf(16, 2, 2)), "4389a61837ee26ed")
    ? crypto?.scrypt
    : undefined;
}

/** `maxmem` is what RFC 7914 §6 needs and a few blocks more: without it, OpenSSL refuses more than 32 MiB. */
function costOf(N: number, r: number, p: number): ScryptCost {
  return { N, r, p, maxmem: 128 * r * (N + p + 4) };
}

function cost({ ln, r, p }: Phc["parameters"]): number {
  return 2 ** ln! * r! * p!;
}

function isWithinBounds({ ln, r, p }: Phc["parameters"]): boolean {
  const areWhole = [ln, r, p].every(Number.isInteger);
  const isEachWithin = ln! >= 1 && ln! <= 17 && r! >= 1 && r! <= 16 && p! >= 1 && p! <= 8;
  return areWhole && isEachWithin && cost({ ln: ln!, r: r!, p: p! }) <= 2 ** 20;
}
