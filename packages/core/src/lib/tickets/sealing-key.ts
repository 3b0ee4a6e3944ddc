import type { KeyRing } from "../token/key-ring.ts";

const utf8 = new TextEncoder();
const derived = new WeakMap<KeyRing, Map<string, readonly Promise<CryptoKey>[]>>();

/**
 * The keys that seal for one purpose, one for each secret of the ring: HKDF with SHA-256 (RFC 5869) makes an AES-GCM
 * key that signs nothing, and opens nothing that was sealed for another purpose.
 *
 * @throws TypeError when the secret is missing
 */
export function sealingKeys(ring: KeyRing, purpose: string): readonly Promise<CryptoKey>[] {
  const known = derived.get(ring) ?? new Map<string, readonly Promise<CryptoKey>[]>();
  derived.set(ring, known);
  const keys = known.get(purpose) ?? ring.secrets.map((secret) => derive(secret, purpose));
  known.set(purpose, keys);
  return keys;
}

async function derive(secret: Uint8Array<ArrayBuffer>, purpose: string): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const info = utf8.encode(`latchkey ticket ${purpose}`);
  const salt = new Uint8Array(32);
  const algorithm = { name: "HKDF", hash: "SHA-256", salt, info };
  return crypto.subtle.deriveKey(algorithm, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}
