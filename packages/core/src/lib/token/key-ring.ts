import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { encodeBytes, encodeText, isEncodingOf } from "../encoding/base64url.ts";

/**
 * A random key of at least 32 bytes (RFC 7518 §3.2: as long as the hash, or longer). A string counts as its UTF-8
 * bytes. `npx latchkey secret` makes one.
 */
export type Secret = string | Uint8Array;

/**
 * One secret, or a list of secrets with ids: the first signs new tokens, all verify. To rotate, put the new secret
 * first, and remove the old one after `session.lifetime`. A secret that was used alone can move into a list at any
 * time; after that its id must not change. An id has 1 to 64 letters, digits, `.`, `_` and `-`.
 *
 * @example
 * ```ts
 * const secret: SecretRing = [
 *   { id: "2026-06", secret: process.env.AUTH_SECRET },
 *   { id: "2025-12", secret: process.env.AUTH_SECRET_OLD },
 * ];
 * ```
 */
export type SecretRing = Secret | readonly IdentifiedSecret[];

/** One secret of a list. */
export interface IdentifiedSecret {
  /** 1 to 64 letters, digits, `.`, `_` and `-`. Tokens name it (`kid`), so it must not change. */
  readonly id: string;
  /** The secret. `undefined` is allowed as for a secret alone: a build may have none. */
  readonly secret: Secret | undefined;
}

/** A signing key. */
export interface Key {
  /** The JOSE header of every token that this key signs, in base64url. */
  readonly header: string;
  /** The signature of a text in base64url. */
  sign(signingInput: string): string;
  /** Whether a signature is what `sign` returns, character by character, in constant time. */
  verify(signingInput: string, signature: string): boolean;
}

/** The keys of an auth. Without its secret, every member throws a TypeError. */
export interface KeyRing {
  /** @throws TypeError when the secret was missing as the auth was created */
  requireSecret(): void;
  /** The key that signs new tokens. */
  readonly signing: Key;
  /** The key whose encoded header is exactly this one. */
  find(header: string): Key | undefined;
  /** The bytes of the secrets, to derive other keys from. The first one is for what is new. */
  readonly secrets: readonly Uint8Array<ArrayBuffer>[];
}

const utf8 = new TextEncoder();
const ADVICE = 'make one with "npx latchkey secret" and keep it in the environment';

/**
 * Makes the keys of an auth. A missing secret (`undefined`, `null` or an empty string, as in a build without secrets)
 * is reported at its first use; a secret that is too short is refused at once.
 *
 * @throws TypeError for a secret that is too short, and for a list that is not a ring of secrets
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
  // A secret that was used alone and moves into a ring with an id goes on verifying what it has signed.
  for (const { bytes } of keys) add(derivedId(bytes), bytes);

  return {
    requireSecret: () => {},
    signing: keys[0]!.key,
    find: (header) => byHeader.get(header),
    secrets: keys.map(({ bytes }) => bytes),
  };
}

/** A ring without a secret throws also when it verifies: a variable that is not set must not sign users out. */
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
    get secrets() {
      return throwMissing();
    },
  };
}

function isMissing(secret: unknown): secret is undefined {
  return secret === undefined || secret === null || secret === "";
}

/** For the UTF-8 of a token of the greatest length: no UTF-16 unit needs more than three bytes. */
const inputBuffer = new Uint8Array(3 * 4096);

/**
 * HMAC-SHA-256 (RFC 2104) with the key already absorbed. It is synchronous, so it never waits for password hashing.
 * Nothing else runs between its steps, so all signatures can share one buffer.
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

function readSecret(secret: unknown): Uint8Array<ArrayBuffer> {
  const bytes = typeof secret === "string" ? utf8.encode(secret) : secret;
  if (!(bytes instanceof Uint8Array)) throw new TypeError(`secret must be text or bytes: ${ADVICE}`);
  if (bytes.length < 32) throw new TypeError(`secret has ${bytes.length} bytes and needs at least 32: ${ADVICE}`);
  return Uint8Array.from(bytes);
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
