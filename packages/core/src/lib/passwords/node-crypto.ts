/** The part of `node:crypto` that is used here. Its callbacks compute on threads of their own. */
export interface NodeCrypto {
  readonly scrypt?: (
    password: Uint8Array,
    salt: Uint8Array,
    length: number,
    options: ScryptCost,
    done: HashCallback,
  ) => void;
  readonly scryptSync?: (password: Uint8Array, salt: Uint8Array, length: number, options: ScryptCost) => Uint8Array;
  readonly argon2?: (algorithm: "argon2id", parameters: Argon2Parameters, done: HashCallback) => void;
  readonly argon2Sync?: (algorithm: "argon2id", parameters: Argon2Parameters) => Uint8Array;
}

export interface ScryptCost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
  readonly maxmem: number;
}

export interface Argon2Parameters {
  readonly message: Uint8Array;
  readonly nonce: Uint8Array;
  readonly parallelism: number;
  readonly tagLength: number;
  readonly memory: number;
  readonly passes: number;
}

type HashCallback = (error: Error | null, hash: Uint8Array) => void;

/**
 * `node:crypto` of Node, Bun and Deno, and of Workers with Node compatibility; `undefined` elsewhere. It is not
 * imported, so bundlers for browsers and Workers do not look for it.
 */
export function nodeCrypto(): NodeCrypto | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => NodeCrypto | undefined } };
  try {
    return process?.getBuiltinModule?.("node:crypto");
  } catch {
    return undefined;
  }
}

/** The hash that a callback is called with, as a promise. */
export function callbackResult(start: (done: HashCallback) => void): Promise<Uint8Array> {
  return new Promise((resolve, reject) => start((error, hash) => (error ? reject(error) : resolve(hash))));
}

/** Whether a native function computes a hash that starts with this hexadecimal text. One that does not is not used. */
export function computes(hash: () => Uint8Array | undefined, start: string): boolean {
  try {
    const bytes = Array.from(hash() ?? []);
    return (
      bytes.length > 0 &&
      bytes
        .map((byte) => byte.toString(16).padStart(2, "0"))
        .join("")
        .startsWith(start)
    );
  } catch {
    return false;
  }
}
