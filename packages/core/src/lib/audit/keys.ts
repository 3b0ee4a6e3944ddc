import { hkdf } from "@noble/hashes/hkdf.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { encodeBytes } from "../encoding/base64url.ts";
import { digest } from "../encoding/digest.ts";
import { createKeyRing, type SecretRing } from "../token/key-ring.ts";

const utf8 = new TextEncoder();

/** A key of the audit log. It is derived from a secret (RFC 5869), so that a token never verifies as a row. */
export interface AuditKey {
  /** Names the key in a row. */
  readonly id: string;
  /** HMAC-SHA256 of a text in base64url. */
  mac(text: string): string;
}

/** The keys of a log. The first one writes; all of them verify. */
export interface AuditKeys {
  readonly writing: AuditKey;
  find(id: string): AuditKey | undefined;
}

/**
 * Derives the keys at first use: a build may have no secret.
 *
 * @returns throws a TypeError when it is called without a secret
 */
export function auditKeys(secret: SecretRing | undefined): () => AuditKeys {
  const ring = createKeyRing(secret);
  let keys: AuditKeys | null = null;
  return () => {
    if (keys) return keys;
    const list = ring.secrets.map(auditKey);
    keys = { writing: list[0]!, find: (id) => list.find((key) => key.id === id) };
    return keys;
  };
}

function auditKey(secret: Uint8Array): AuditKey {
  const key = hkdf(sha256, secret, undefined, utf8.encode("latchkey audit log"), 32);
  return {
    id: digest(`latchkey audit key ${encodeBytes(key)}`).slice(0, 8),
    mac: (text) => encodeBytes(hmac(sha256, key, utf8.encode(text))),
  };
}
