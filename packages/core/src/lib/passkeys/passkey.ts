import type { PasskeyRecord } from "../storage/storage.ts";

/** A passkey of a user. Times are ISO 8601 in UTC. */
export interface Passkey {
  /** The credential id, in base64url. It is no secret. */
  readonly id: string;
  /** The name by which its owner knows it. */
  readonly name: string;
  /** When it was added. */
  readonly createdAt: string;
  /** When it was last signed in or proved with. `null`: never. */
  readonly lastUsedAt: string | null;
  /** Whether it is backed up, as keys are that follow their owner to other devices. */
  readonly backedUp: boolean;
  /** How a browser reaches it: `["internal", "hybrid"]` (WebAuthn §5.8.4). */
  readonly transports: readonly string[];
  /** The model of the authenticator, as it says itself. Nothing proves it. */
  readonly aaguid: string;
}

/** Copies field by field: the public key stays behind. */
export function presentPasskey(record: PasskeyRecord): Passkey {
  return {
    id: record.id,
    name: record.name,
    createdAt: record.createdAt.toISOString(),
    lastUsedAt: record.lastUsedAt?.toISOString() ?? null,
    backedUp: record.backedUp,
    transports: record.transports,
    aaguid: record.aaguid,
  };
}
