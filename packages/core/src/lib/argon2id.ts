import { argon2idAsync } from "@noble/hashes/argon2.js";
import { sameBytes } from "./constant-time.ts";
import type { PasswordHasher } from "./password-hasher.ts";
import { formatPhc, parsePhc, type Phc } from "./phc.ts";

export interface Argon2idOptions {
  /** Memory in KiB, 7 168 to 65 536. Default 19 456 (19 MiB). */
  readonly memory?: number | undefined;
  /** Passes, 1 to 5. Default 2. */
  readonly passes?: number | undefined;
  /** Lanes, 1 to 4. Default 1. */
  readonly lanes?: number | undefined;
}

const ID = "argon2id";
const VERSION = 0x13;
const HASH_LENGTH = 32;

/**
 * Argon2id (RFC 9106) in JavaScript, for every runtime, with OWASP's first choice of parameters: 19 MiB, 2 passes,
 * 1 lane. Written `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`.
 */
export function argon2id({ memory = 19_456, passes = 2, lanes = 1 }: Argon2idOptions = {}): PasswordHasher {
  const own = { v: VERSION, m: memory, t: passes, p: lanes };
  if (!isAffordable(own) || memory < 7168) {
    throw new TypeError("argon2id takes memory 7168 to 65536 KiB, passes 1 to 5 and lanes 1 to 4");
  }

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
      return !phc || phc.parameters.m! * phc.parameters.t! < memory * passes || phc.salt.length < 16;
    },
  };
}

function derive(password: string, salt: Uint8Array, { m, t, p }: Phc["parameters"]): Promise<Uint8Array> {
  return argon2idAsync(password, salt, { m: m!, t: t!, p: p!, version: VERSION, dkLen: HASH_LENGTH });
}

function isAffordable({ v, m, t, p }: Phc["parameters"]): boolean {
  const areWhole = [m, t, p].every(Number.isInteger);
  return areWhole && v === VERSION && p! >= 1 && p! <= 4 && t! >= 1 && t! <= 5 && m! >= 8 * p! && m! <= 65_536;
}

function readStored(stored: string): Phc | null {
  const phc = parsePhc(stored);
  return phc && phc.id === ID && isAffordable(phc.parameters) && phc.hash.length === HASH_LENGTH ? phc : null;
}
