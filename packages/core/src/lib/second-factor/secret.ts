import type { Context } from "../context/context.ts";
import { decodeBytes, encodeBytes } from "../encoding/base64url.ts";
import type { FactorRecord } from "../storage/storage.ts";
import { callStorage } from "../storage/call-storage.ts";
import { seal, unsealBy } from "../tickets/seal.ts";

const PURPOSE = "totp_secret";

/** 160 random bits, as long as the output of SHA-1 (RFC 4226 §4, R6). */
export function newSecret(): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(20));
}

/** What is stored of a secret. It opens for this user alone: a row that is copied to another user is worth nothing. */
export function sealSecret(context: Context, userId: string, secret: Uint8Array): Promise<string> {
  return seal(context, PURPOSE, JSON.stringify([userId, encodeBytes(secret)]));
}

/** The secret of a factor. */
export interface OpenedSecret {
  readonly secret: Uint8Array<ArrayBuffer>;
  /** Whether the newest secret of the auth has sealed it. */
  readonly isNewest: boolean;
}

/** @throws TypeError it was sealed with a secret that the auth has no more, or for somebody else */
export async function openSecret(context: Context, { userId, secret: sealed }: FactorRecord): Promise<OpenedSecret> {
  const opened = await unsealBy(context, PURPOSE, sealed);
  const [owner, secret] = opened ? (JSON.parse(opened.text) as [string, string]) : [];
  if (!opened || owner !== userId || secret === undefined)
    throw new TypeError(`the second factor of user ${userId} does not open: is a secret missing in the ring?`);
  return { secret: decodeBytes(secret), isNewest: opened.isNewest };
}

/** Seals a secret anew after a rotation, so that the old secret of the auth can go. A failure is no failure of use. */
export async function reseal(context: Context, factor: FactorRecord, opened: OpenedSecret): Promise<void> {
  if (opened.isNewest) return;
  const { factors } = context.storage;
  const sealed = await sealSecret(context, factor.userId, opened.secret);
  await callStorage(() => factors.reseal(factor.userId, factor.secret, sealed)).catch(() => {});
}
