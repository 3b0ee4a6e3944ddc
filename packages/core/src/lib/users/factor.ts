import type { FactorRecord } from "../storage/storage.ts";

/** The second factor of a user. Times are ISO 8601 in UTC. */
export interface ManagedFactor {
  /** When it was turned on. */
  readonly createdAt: string;
  /** When its last code was accepted, to half a minute. */
  readonly lastUsedAt: string;
  /** How many recovery codes are left. */
  readonly recoveryCodes: number;
  /** Devices that were trusted before this moment are no longer. */
  readonly trustedSince: string;
}

/** Seconds of a time step (RFC 6238 §4). */
const STEP = 30;

/** Copies field by field: the sealed secret stays behind. */
export function presentFactor({ createdAt, lastStep, recoveryCodes, trustedSince }: FactorRecord): ManagedFactor {
  return {
    createdAt: createdAt.toISOString(),
    lastUsedAt: new Date(lastStep * STEP * 1000).toISOString(),
    recoveryCodes,
    trustedSince: trustedSince.toISOString(),
  };
}
