import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { encodeBytes, encodeText, isEncodingOf } from "../encoding/base64url.ts";

/** At least 32 bytes (RFC 7518 §3.2: a key of the hash's size or larger). A string counts as its UTF-8 bytes. */
export type Secret = string | Uint8Array;

/**
 * One secret, or a ring: the first signs, all verify. To rotate, put the new one first and drop the old one after a
 * session lifetime. A lone secret may become part of a ring at any time; an id, once given, stays.
 */
export type SecretRing = Secret | readonly { readonly id: string; readonly secret: Secret | undefined }[];

export interface Key {
  /** The encoded JOSE header of every token that this key signs. */
  readonly header: string;
  sign(signingInput: string): string;
  /** In constant time, and in the one spelling that `sign` gives. */
  verify(signingInput: string, signature: string): boolean;
}

export interface KeyRing {
  /** @throws TypeError for a secret that was not there when the auth was made */
  requireSecret(): void;
  readonly signing: Key;
  /** The key for an encoded header. A header that this ring would not write itself has none. */
  find(header: string): Key | undefined;
}

const utf8 = new TextEncoder();
const ADVICE = 'make one with "npx latchkey secret" and keep it in the environment';

/**
 * A secret that is not there yet (`undefined`, `null` or an empty string, as in a build without secrets) is missed at
 * the first use. One that is there and cannot serve is refused at once.
 *
 * @throws TypeError for a secret that is too short, or a ring that is none
 */
export function createKeyRing(ring: SecretRing | undefined): KeyRing {
  if (isMissing(ring)) return missingRing("secret");
  const entries =
    typeof ring === "string" || ring instanceof Uint8Array ? [{ id: null, secret: ring }] : readRing(ring);
  for (const { secret } of entries) if (!isMissing(secret)) readSecret(secret);
  const missing = entries.find(({ secret }) => isMissing(secret));
  if (missing) return missingRing(`secret "${missing.id}" of the ring`);
  const byHeader = new Map<string, Key>();
  const add = (kid: string, bytes: Uint8Array) => {
    const header = encodeText(JSON.stringify({ alg: "HS256", typ: "JWT", kid }));
    const mac = hmacWith(bytes);
    const key: Key = {
      header,
      sign: (signingInput) => encodeBytes(mac(signingInput)),
      verify: (signingInput, signature) => isEncodingOf(signature, mac(signingInput)),
    };
    if (!byHeader.has(header)) byHeader.set(header, key);
    return key;
  };

  const keys = entries.map(({ id, secret }) => {
    const bytes = readSecret(secret);
    return { bytes, key: add(id ?? derivedId(bytes), bytes) };
  });
  // A lone secret that later moves into a ring under a name keeps verifying what it signed before.
  for (const { bytes } of keys) add(derivedId(bytes), bytes);

  return { requireSecret: () => {}, signing: keys[0]!.key, find: (header) => byHeader.get(header) };
}

/** What has no secret signs nothing, and verifies nothing either: nobody is signed out because a variable is not set. */
function missingRing(what: string): KeyRing {
  const throwMissing = (): never => {
    throw new TypeError(`${what} is missing: ${ADVICE}`);
  };
  return {
    requireSecret: throwMissing,
    get signing() {
      return throwMissing();
    },
    find: throwMissing,
  };
}

function isMissing(secret: unknown): secret is undefined {
  return secret === undefined || secret === null || secret === "";
}

/** Room for the UTF-8 of a token that may be read: no character needs more than three bytes. */
const inputBuffer = new Uint8Array(3 * 4096);

/**
 * HMAC-SHA-256 (RFC 2104) with the key already absorbed. It is synchronous, so it never waits behind password hashing,
 * and nobody comes between the steps of one signature, which is why all work in the same memory.
 */
function hmacWith(secret: Uint8Array): (signingInput: string) => Uint8Array {
  const keyed = hmac.create(sha256, secret);
  const running = keyed.clone();
  const signature = new Uint8Array(sha256.outputLen);
  return (signingInput) => {
    const fits = signingInput.length * 3 <= inputBuffer.length;
    const bytes = fits
      ? inputBuffer.subarray(0, utf8.encodeInto(signingInput, inputBuffer).written)
      : utf8.encode(signingInput);
    keyed._cloneInto(running).update(bytes).digestInto(signature);
    return signature;
  };
}

function derivedId(secret: Uint8Array): string {
  return encodeBytes(sha256(secret)).slice(0, 4);
}

function readSecret(secret: unknown): Uint8Array {
  const bytes = typeof secret === "string" ? utf8.encode(secret) : secret;
  if (!(bytes instanceof Uint8Array)) throw new TypeError(`secret must be text or bytes: ${ADVICE}`);
  if (bytes.length < 32) throw new TypeError(`secret has ${bytes.length} bytes and needs at least 32: ${ADVICE}`);
  return bytes.slice();
}

function readRing(ring: unknown): { id: string; secret: Secret | undefined }[] {
  if (!Array.isArray(ring) || ring.length === 0)
    throw new TypeError(`secret must be text, bytes or a ring of [{ id, secret }]: ${ADVICE}`);
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
