import type { Context } from "../context/context.ts";
import { decodeBytes, encodeBytes } from "../encoding/base64url.ts";
import { sealingKeys } from "./sealing-key.ts";

const utf8 = new TextEncoder();
const NONCE_LENGTH = 12;

/**
 * Encrypts and authenticates a text with AES-256-GCM (NIST SP 800-38D): who holds the result can neither read nor
 * change it. It opens with the same pool and purpose only.
 *
 * @returns base64url
 * @throws TypeError when the secret is missing
 */
export async function seal({ keys, pool }: Context, purpose: string, text: string): Promise<string> {
  const key = await sealingKeys(keys, purpose)[0]!;
  const iv = crypto.getRandomValues(new Uint8Array(NONCE_LENGTH));
  const algorithm = { name: "AES-GCM", iv, additionalData: associated(pool, purpose) };
  const sealed = new Uint8Array(await crypto.subtle.encrypt(algorithm, key, utf8.encode(text)));
  const bytes = new Uint8Array(NONCE_LENGTH + sealed.length);
  bytes.set(iv);
  bytes.set(sealed, NONCE_LENGTH);
  return encodeBytes(bytes);
}

/** A text that was sealed. */
export interface Unsealed {
  readonly text: string;
  /** Whether the first secret of the ring has sealed it. */
  readonly isNewest: boolean;
}

/** As `unsealBy`, the text alone. */
export async function unseal(context: Context, purpose: string, sealed: unknown): Promise<string | null> {
  return (await unsealBy(context, purpose, sealed))?.text ?? null;
}

/**
 * The text that `seal` was given, or `null` for anything that `seal` did not make with a secret of this ring, for this
 * pool and purpose.
 *
 * @throws TypeError when the secret is missing
 */
export async function unsealBy({ keys, pool }: Context, purpose: string, sealed: unknown): Promise<Unsealed | null> {
  const candidates = sealingKeys(keys, purpose);
  const bytes = readBytes(sealed);
  if (!bytes) return null;
  const iv = bytes.subarray(0, NONCE_LENGTH);
  const algorithm = { name: "AES-GCM", iv, additionalData: associated(pool, purpose) };
  for (const [at, candidate] of candidates.entries()) {
    const opened = await crypto.subtle
      .decrypt(algorithm, await candidate, bytes.subarray(NONCE_LENGTH))
      .catch(() => null);
    if (opened) return { text: new TextDecoder().decode(opened), isNewest: at === 0 };
  }
  return null;
}

function readBytes(sealed: unknown): Uint8Array<ArrayBuffer> | null {
  if (typeof sealed !== "string") return null;
  try {
    const bytes = decodeBytes(sealed);
    return bytes.length > NONCE_LENGTH ? bytes : null;
  } catch {
    return null;
  }
}

function associated(pool: string, purpose: string): Uint8Array<ArrayBuffer> {
  return utf8.encode(JSON.stringify([pool, purpose]));
}
