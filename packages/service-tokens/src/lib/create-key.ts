import { calculateJwkThumbprint } from "jose/jwk/thumbprint";
import { ALGORITHMS, type ServiceAlgorithm } from "./algorithms.ts";
import type { PrivateJwk } from "./private-key.ts";

/**
 * Makes a new private key for `keys` of `serviceTokens`. It is a secret: keep its JSON in the environment or in a
 * secret store.
 *
 * @param algorithm `"ES256"`, which every verifier knows, or `"EdDSA"`. Default `"ES256"`.
 * @returns a JWK with the thumbprint (RFC 7638) as `kid`
 * @throws TypeError for another algorithm
 * @example
 * console.log(JSON.stringify(await createServiceKey()));
 */
export async function createServiceKey(algorithm: ServiceAlgorithm = "ES256"): Promise<PrivateJwk> {
  if (!Object.hasOwn(ALGORITHMS, algorithm)) throw new TypeError('createServiceKey takes "ES256" or "EdDSA"');
  const { key, publicMembers } = ALGORITHMS[algorithm];
  const pair = (await crypto.subtle.generateKey(key, true, ["sign", "verify"])) as CryptoKeyPair;
  const { kty, crv, d, ...rest } = await crypto.subtle.exportKey("jwk", pair.privateKey);
  const publicPart = { kty: kty!, crv: crv!, ...Object.fromEntries(publicMembers.map((name) => [name, rest[name]!])) };
  return { ...publicPart, d, kid: await calculateJwkThumbprint(publicPart), alg: algorithm, use: "sig" };
}
