import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { encodeBytes, encodeText } from "./base64url.ts";

/** At least 32 bytes (RFC 7518 §3.2: a key of the hash's size or larger). A string counts as its UTF-8 bytes. */
export type Secret = string | Uint8Array;

/**
 * One secret, or a ring: the first signs, all verify. To rotate, put the new one first and drop the old one after a
 * session lifetime. A lone secret may become part of a ring at any time; an id, once given, stays.
 */
export type SecretRing = Secret | readonly { readonly id: string; readonly secret: Secret }[];

export interface Key {
  /** The encoded JOSE header of every token that this key signs. */
  readonly header: string;
  sign(signingInput: string): string;
}

export interface KeyRing {
  readonly signing: Key;
  /** The key for an encoded header. A header that this ring would not write itself has none. */
  find(header: string): Key | undefined;
}

const utf8 = new TextEncoder();
const ADVICE = 'make one with "npx latchkey secret" and keep it in the environment';

export function createKeyRing(ring: SecretRing): KeyRing {
  const entries = typeof ring === "string" || ring instanceof Uint8Array ? [{ id: null, secret: ring }] : readRing(ring);
  const byHeader = new Map<string, Key>();
  const add = (kid: string, bytes: Uint8Array) => {
    const header = encodeText(JSON.stringify({ alg: "HS256", typ: "JWT", kid }));
    const key = { header, sign: signer(bytes) };
    if (!byHeader.has(header)) byHeader.set(header, key);
    return key;
  };

  const keys = entries.map(({ id, secret }) => {
    const bytes = readSecret(secret);
    return { bytes, key: add(id ?? derivedId(bytes), bytes) };
  });
  // A lone secret that later moves into a ring under a name keeps verifying what it signed before.
  for (const { bytes } of keys) add(derivedId(bytes), bytes);

  return { signing: keys[0]!.key, find: (header) => byHeader.get(header) };
}

/** HMAC-SHA-256 (RFC 2104) with the key already absorbed: synchronous, so it never waits behind password hashing. */
function signer(secret: Uint8Array): (signingInput: string) => string {
  const keyed = hmac.create(sha256, secret);
  return (signingInput) => encodeBytes(keyed.clone().update(utf8.encode(signingInput)).digest());
}

function derivedId(secret: Uint8Array): string {
  return encodeBytes(sha256(secret)).slice(0, 4);
}

function readSecret(secret: unknown): Uint8Array {
  const bytes = typeof secret === "string" ? utf8.encode(secret) : secret;
  if (!(bytes instanceof Uint8Array)) throw new TypeError(`secret is missing: ${ADVICE}`);
  if (bytes.length < 32) throw new TypeError(`secret has ${bytes.length} bytes and needs at least 32: ${ADVICE}`);
  return bytes.slice();
}

function readRing(ring: unknown): { id: string; secret: Secret }[] {
  if (!Array.isArray(ring) || ring.length === 0) throw new TypeError(`secret is missing: ${ADVICE}`);
  const ids = new Set<string>();
  for (const entry of ring) {
    if (typeof entry?.id !== "string" || !/^[\w.-]{1,64}$/.test(entry.id)) {
      throw new TypeError("every secret of a ring needs an id of 1 to 64 letters, digits, '.', '_' or '-'");
    }
    if (ids.has(entry.id)) throw new TypeError(`two secrets of the ring have the id "${entry.id}"`);
    ids.add(entry.id);
  }
  return ring;
}
