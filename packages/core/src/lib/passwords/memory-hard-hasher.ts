import { sameBytes } from "../encoding/constant-time.ts";
import type { PasswordHasher } from "./password-hasher.ts";
import { formatPhc, parsePhc, type Phc } from "./phc.ts";

type Parameters = Phc["parameters"];

/** In bytes (RFC 9106 §3.1: 16 are recommended for password hashing). */
const SALT_LENGTH = 16;
/** In bytes. */
export const HASH_LENGTH = 32;

/** A key derivation function with the parameters that new hashes get. */
export interface MemoryHardFunction {
  /** The PHC identifier. */
  readonly id: string;
  readonly parameters: Parameters;
  readonly isNative: boolean;
  derive(password: string, salt: Uint8Array, parameters: Parameters): Promise<Uint8Array>;
  /** How much work parameters are, in a unit of the function's own. */
  cost(parameters: Parameters): number;
  /** Whether stored parameters may be computed: a hostile row must not ask for unlimited memory or time. */
  isWithinBounds(parameters: Parameters): boolean;
  /** Parameters that cost `missing` more than a cheaper stored hash did; `null` where that is too little to compute. */
  topUp(missing: number, stored: Parameters): Parameters | null;
}

/** The hasher of a memory-hard function: Argon2id or scrypt. */
export function memoryHardHasher(kdf: MemoryHardFunction): PasswordHasher {
  const { id, parameters: preferred, derive, cost } = kdf;

  function readStored(stored: string): Phc | null {
    const phc = parsePhc(stored);
    return phc && phc.id === id && kdf.isWithinBounds(phc.parameters) && phc.hash.length === HASH_LENGTH ? phc : null;
  }

  return {
    id,
    isNative: () => kdf.isNative,
    async hash(password) {
      const salt = crypto.getRandomValues(new Uint8Array(SALT_LENGTH));
      return formatPhc({ id, parameters: preferred, salt, hash: await derive(password, salt, preferred) });
    },
    async verify(password, stored) {
      const phc = readStored(stored);
      const salt = phc?.salt ?? new Uint8Array(SALT_LENGTH);
      const hash = await derive(password, salt, phc?.parameters ?? preferred);
      if (phc === null) return false;
      if (sameBytes(hash, phc.hash)) return true;
      // A wrong guess at an older, cheaper hash takes as long as one at a new hash.
      const rest = kdf.topUp(cost(preferred) - cost(phc.parameters), phc.parameters);
      if (rest) await derive(password, salt, rest);
      return false;
    },
    needsRehash(stored) {
      const phc = readStored(stored);
      return !phc || cost(phc.parameters) < cost(preferred) || phc.salt.length < SALT_LENGTH;
    },
  };
}
