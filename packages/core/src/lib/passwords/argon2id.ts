import { argon2idAsync } from "@noble/hashes/argon2.js";
import { sameBytes } from "../encoding/constant-time.ts";
import { callbackResult, computes, nodeCrypto, type Argon2Parameters, type NodeCrypto } from "./node-crypto.ts";
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

const utf8 = new TextEncoder();

/**
 * Argon2id (RFC 9106) with OWASP's first choice of parameters: 19 MiB, 2 passes, 1 lane. Written
 * `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`. Computed natively where the runtime can (Node from 24.7, Bun), in JavaScript
 * elsewhere, with the same result.
 */
export function argon2id({ memory = 19_456, passes = 2, lanes = 1 }: Argon2idOptions = {}): PasswordHasher {
  const own = { v: VERSION, m: memory, t: passes, p: lanes };
  if (!isAffordable(own) || memory < 7168) {
    throw new TypeError("argon2id takes memory 7168 to 65536 KiB, passes 1 to 5 and lanes 1 to 4");
  }

  const native = nativeArgon2();

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
      const missing = phc ? Math.round((cost(own) - cost(phc.parameters)) / passes) : 0;
      // A wrong guess at an older, cheaper hash must not be answered sooner than one at a new hash.
      if (!matches && missing >= 8 * lanes) await derive(native, password, salt, { ...own, m: missing });
      return matches;
    },
    needsRehash(stored) {
      const phc = readStored(stored);
      return !phc || cost(phc.parameters) < cost(own) || phc.salt.length < 16;
    },
  };
}

async function derive(
  native: NodeCrypto["argon2"],
  password: string,
  salt: Uint8Array,
  { m, t, p }: Phc["parameters"],
): Promise<Uint8Array> {
  const message = utf8.encode(password);
  const javascript = () => argon2idAsync(message, salt, { m: m!, t: t!, p: p!, version: VERSION, dkLen: HASH_LENGTH });
  if (!native) return javascript();
  // A runtime may have bounds of its own, and what is stored must be answered all the same.
  return callbackResult((done) => native("argon2id", parametersOf(message, salt, m!, t!, p!), done)).catch(javascript);
}

/** The runtime's Argon2, if it computes what the RFC says. */
function nativeArgon2(): NodeCrypto["argon2"] {
  const crypto = nodeCrypto();
  const sample = parametersOf(utf8.encode("password"), utf8.encode("NaCl NaCl"), 16, 2, 2);
  return computes(() => crypto?.argon2Sync?.("argon2id", sample), "5cd01c92006b6ff0") ? crypto?.argon2 : undefined;
}

function parametersOf(
  message: Uint8Array,
  nonce: Uint8Array,
  memory: number,
  passes: number,
  parallelism: number,
): Argon2Parameters {
  return { message, nonce, parallelism, tagLength: HASH_LENGTH, memory, passes };
}

function cost({ m, t }: Phc["parameters"]): number {
  return m! * t!;
}

function isAffordable({ v, m, t, p }: Phc["parameters"]): boolean {
  const areWhole = [m, t, p].every(Number.isInteger);
  return areWhole && v === VERSION && p! >= 1 && p! <= 4 && t! >= 1 && t! <= 5 && m! >= 8 * p! && m! <= 65_536;
}

function readStored(stored: string): Phc | null {
  const phc = parsePhc(stored);
  return phc && phc.id === ID && isAffordable(phc.parameters) && phc.hash.length === HASH_LENGTH ? phc : null;
}
