import type { PasskeyRecord } from "../storage/storage.ts";

/** A passkey of a user. Times are ISO 8601 in UTC. */
export interface ManagedPasskey {
  /** The credential id, base64url. */
  readonly id: string;
  /** What the user calls it. */
  readonly name: string;
  /** The public key: COSE, in base64url. */
  readonly publicKey: string;
  /** The signature counter. Synced passkeys keep it at 0. */
  readonly counter: number;
  /** How the browser reaches it: `["internal", "hybrid"]`. */
  readonly transports: readonly string[];
  /** Whether it can be synced to other devices of the user. */
  readonly backupEligible: boolean;
  /** Whether it was synced when it was last used. */
  readonly backedUp: boolean;
  /** The model of the authenticator: a UUID, of zeros where it does not tell. */
  readonly aaguid: string;
  /** When it was added. */
  readonly createdAt: string;
  /** When the user last signed in with it. `null`: never. */
  readonly lastUsedAt: string | null;
}

/** Copies field by field. */
export function presentPasskey(passkey: PasskeyRecord): ManagedPasskey {
  const { id, name, publicKey, counter, transports, backupEligible, backedUp, aaguid } = passkey;
  const [createdAt, lastUsedAt] = [passkey.createdAt.toISOString(), passkey.lastUsedAt?.toISOString() ?? null];
  return { id, name, publicKey, counter, transports, backupEligible, backedUp, aaguid, createdAt, lastUsedAt };
}
