import { scryptAsync } from "@noble/hashes/scrypt.js";
import { sameBytes } from "../encoding/constant-time.ts";
import { callbackResult, computes, nodeCrypto, type NodeCrypto, type ScryptCost } from "./node-crypto.ts";
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

const utf8 = new TextEncoder();

/**
 * scrypt (RFC 7914). The default, N = 2^15, r = 8, p = 3, needs 32 MiB a hash and is one of the OWASP equivalents. Written
 * `$scrypt$ln=15,r=8,p=3$salt$hash`. Computed natively where the runtime can (Node, Bun, Deno), in JavaScript elsewhere, with
 * the same result.
 */
export function scrypt({ logN = 15, r = 8, p = 3 }: ScryptOptions = {}): PasswordHasher {
  const own = { ln: logN, r, p };
  if (!isAffordable(own) || logN < 14)
    throw new TypeError("scrypt takes logN 14 to 17, r 1 to 16 and p 1 to 8, and 2^logN * r * p up to 2^20");

  const native = nativeScrypt();

  return {
    id: ID,
    isNative: () => native !== undefined,
    async hash(password) {
      const salt = crypto.getRandomValues(new Uint8Array(16));
      return formatPhc({ id: ID, parameters: own, salt, hash: await derive(native, password, salt, own) });
    },
    async verify(password, stored) {
      const phc = readStored(stored);
      const salt = phc?.salt ?? new Uint8Array(16);
      const hash = await derive(native, password, salt, phc?.parameters ?? own);
      const matches = phc !== null && sameBytes(hash, phc.hash);
      const missing = phc
        ? Math.round((cost(own) - cost(phc.parameters)) / (2 ** phc.parameters.ln! * phc.parameters.r!))
        : 0;
      // A wrong guess at an older, cheaper hash must not be answered sooner than one at a new hash.
      if (!matches && missing > 0) await derive(native, password, salt, { ...phc!.parameters, p: missing });
      return matches;
    },
    needsRehash(stored) {
      const phc = readStored(stored);
      return !phc || cost(phc.parameters) < cost(own) || phc.salt.length < 16;
    },
  };
}

async function derive(
  native: NodeCrypto["scrypt"],
  password: string,
  salt: Uint8Array,
  { ln, r, p }: Phc["parameters"],
): Promise<Uint8Array> {
  const bytes = utf8.encode(password);
  const javascript = () => scryptAsync(bytes, salt, { N: 2 ** ln!, r: r!, p: p!, dkLen: HASH_LENGTH });
  if (!native) return javascript();
  // A runtime may have bounds of its own, and what is stored must be answered all the same.
  return callbackResult((done) => native(bytes, salt, HASH_LENGTH, costOf(2 ** ln!, r!, p!), done)).catch(javascript);
}

/** The runtime's scrypt, if it computes what the RFC says. */
function nativeScrypt(): NodeCrypto["scrypt"] {
  const crypto = nodeCrypto();
  const [password, salt] = [utf8.encode("password"), utf8.encode("NaCl NaCl")];
  return computes(() => crypto?.scryptSync?.(password, salt, HASH_LENGTH, costOf(16, 2, 2)), "4389a61837ee26ed")
    ? crypto?.scrypt
    : undefined;
}

/** With the memory that RFC 7914 §6 needs, and a few blocks more: OpenSSL refuses above 32 MiB unless it is told. */
function costOf(N: number, r: number, p: number): ScryptCost {
  return { N, r, p, maxmem: 128 * r * (N + p + 4) };
}

function cost({ ln, r, p }: Phc["parameters"]): number {
  return 2 ** ln! * r! * p!;
}

function isAffordable({ ln, r, p }: Phc["parameters"]): boolean {
  const areWhole = [ln, r, p].every(Number.isInteger);
  return (
    areWhole && ln! >= 1 && ln! <= 17 && r! >= 1 && r! <= 16 && p! >= 1 && p! <= 8 && 2 ** ln! * r! * p! <= 2 ** 20
  );
}

function readStored(stored: string): Phc | null {
  const phc = parsePhc(stored);
  return phc && phc.id === ID && isAffordable(phc.parameters) && phc.hash.length === HASH_LENGTH ? phc : null;
}
