import { scryptAsync } from "@noble/hashes/scrypt.js";
import { sameBytes } from "./constant-time.ts";
import type { PasswordHasher } from "./password-hasher.ts";
import { formatPhc, parsePhc, type Phc } from "./phc.ts";

export interface ScryptOptions {
  /** Base-2 logarithm of N, 14 to 17. Default 15. */
  readonly logN?: number | undefined;
  /** Block size r. Default 8. */
  readonly r?: number | undefined;
  /** Parallelisation p. Default 3. */
  readonly p?: number | undefined;
}

const ID = "scrypt";
const HASH_LENGTH = 32;

/**
 * scrypt (RFC 7914) in JavaScript, for every runtime. The default, N = 2^15, r = 8, p = 3, needs 32 MiB a hash and is
 * one of the OWASP equivalents. Written `$scrypt$ln=15,r=8,p=3$salt$hash`.
 */
export function scrypt({ logN = 15, r = 8, p = 3 }: ScryptOptions = {}): PasswordHasher {
  const own = { ln: logN, r, p };
  if (!isAffordable(own) || logN < 14) throw new TypeError("scrypt takes logN 14 to 17, r 1 to 16 and p 1 to 8, and 2^logN * r * p up to 2^20");

  return {
    id: ID,
    isNative: () => false,
    async hash(password) {
      const salt = crypto.getRandomValues(new Uint8Array(16));
      return formatPhc({ id: ID, parameters: own, salt, hash: await derive(password, salt, own) });
    },
    async verify(password, stored) {
      const phc = readStored(stored);
      const hash = await derive(password, phc?.salt ?? new Uint8Array(16), phc?.parameters ?? own);
      return phc !== null && sameBytes(hash, phc.hash);
    },
    needsRehash(stored) {
      const phc = readStored(stored);
      return !phc || cost(phc.parameters) < cost(own) || phc.salt.length < 16;
    },
  };
}

function derive(password: string, salt: Uint8Array, { ln, r, p }: Phc["parameters"]): Promise<Uint8Array> {
  return scryptAsync(password, salt, { N: 2 ** ln!, r: r!, p: p!, dkLen: HASH_LENGTH });
}

function cost({ ln, r, p }: Phc["parameters"]): number {
  return 2 ** ln! * r! * p!;
}

function isAffordable({ ln, r, p }: Phc["parameters"]): boolean {
  const areWhole = [ln, r, p].every(Number.isInteger);
  return areWhole && ln! >= 1 && ln! <= 17 && r! >= 1 && r! <= 16 && p! >= 1 && p! <= 8 && 2 ** ln! * r! * p! <= 2 ** 20;
}

function readStored(stored: string): Phc | null {
  const phc = parsePhc(stored);
  return phc && phc.id === ID && isAffordable(phc.parameters) && phc.hash.length === HASH_LENGTH ? phc : null;
}
