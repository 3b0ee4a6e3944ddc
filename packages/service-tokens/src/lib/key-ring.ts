import { calculateJwkThumbprint } from "jose/jwk/thumbprint";
import { ALGORITHMS, type ServiceAlgorithm } from "./algorithms.ts";
import { ADVICE, readPrivateKey, type PrivateKey, type PublicJwk } from "./private-key.ts";

/** The public keys of an issuer (RFC 7517 §5). */
export interface PublicKeySet {
  /** The key that signs first, then the others. */
  readonly keys: readonly PublicJwk[];
}

/** The keys, ready for use. */
export interface LoadedKeys {
  readonly signing: { readonly alg: ServiceAlgorithm; readonly kid: string; readonly key: CryptoKey };
  readonly published: PublicKeySet;
}

/**
 * Reads the option `keys`. What can be seen at once is refused at once. A missing key is reported at its first use, so
 * that a build without secrets builds.
 *
 * @returns The keys, made when they are first wanted.
 * @throws TypeError with a sentence that says what to write instead
 */
export function createKeyRing(keys: unknown): () => Promise<LoadedKeys> {
  if (keys === undefined || keys === null) return () => Promise.reject(missing("keys"));
  if (!Array.isArray(keys) || keys.length === 0)
    throw new TypeError(`keys must be a list of private JWKs, of which the first signs: ${ADVICE}`);
  // Array.from: a hole in a list is a missing key, too.
  const read = Array.from(keys, (given: unknown, at) => readPrivateKey(given, `keys[${at}]`));
  requireDifferent(read);
  const missingAt = read.indexOf(null);
  if (missingAt >= 0) return () => Promise.reject(missing(`keys[${missingAt}]`));
  let loaded: LoadedKeys | undefined;
  // Not a promise that all share: on Workers, a request must not wait for another one.
  return async () => (loaded ??= await load(read as readonly PrivateKey[]));
}

function missing(name: string): TypeError {
  const unless = name === "keys" ? "" : ", or leave it out of the list";
  return new TypeError(`${name} is missing: ${ADVICE}, and keep it in the environment${unless}`);
}

function requireDifferent(keys: readonly (PrivateKey | null)[]): void {
  for (const [at, key] of keys.entries()) {
    const isSame = (other: PrivateKey | null) =>
      key && other && (other.publicPart.x === key.publicPart.x || (key.kid !== null && other.kid === key.kid));
    const first = keys.findIndex(isSame);
    if (first >= 0 && first < at)
      throw new TypeError(`keys[${first}] and keys[${at}] are the same key, or have the same kid: give each once`);
  }
}

async function load(keys: readonly PrivateKey[]): Promise<LoadedKeys> {
  const loaded = await Promise.all(keys.map(loadOne));
  const names = loaded.map(({ published }) => published.kid);
  if (new Set(names).size < names.length) throw new TypeError("keys: the kid of one key is the thumbprint of another");
  const [{ key, published }] = loaded as [(typeof loaded)[number]];
  return {
    signing: { alg: published.alg, kid: published.kid, key },
    published: { keys: loaded.map((one) => one.published) },
  };
}

async function loadOne({ alg, kid, publicPart, d }: PrivateKey, at: number) {
  const key = await importPair({ alg, publicPart, d });
  if (!key) throw new TypeError(`keys[${at}] is no pair of keys: its public part does not belong to "d"; ${ADVICE}`);
  const published: PublicJwk = {
    ...publicPart,
    kid: kid ?? (await calculateJwkThumbprint(publicPart)),
    alg,
    use: "sig",
  };
  return { key, published };
}

/** The private key, if the public part verifies what it signs. Otherwise every token would be refused elsewhere. */
async function importPair({ alg, publicPart, d }: Omit<PrivateKey, "kid">): Promise<CryptoKey | null> {
  const { key: algorithm, signature: how } = ALGORITHMS[alg];
  const { subtle } = crypto;
  try {
    const key = await subtle.importKey("jwk", { ...publicPart, d }, algorithm, false, ["sign"]);
    const publicKey = await subtle.importKey("jwk", { ...publicPart }, algorithm, false, ["verify"]);
    const probe = new Uint8Array(32);
    return (await subtle.verify(how, publicKey, await subtle.sign(how, key, probe), probe)) ? key : null;
  } catch {
    // A runtime may see it as it imports the key. What it says may repeat the key.
    return null;
  }
}
