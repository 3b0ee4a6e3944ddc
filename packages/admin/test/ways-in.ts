import type { FactorRecord, PasskeyRecord, UserRecord } from "@latchkey/core";

/** A passkey and a second factor of a user, without a browser and an app. */
export function waysInOf({ id }: UserRecord): readonly [PasskeyRecord, Omit<FactorRecord, "recoveryCodes">] {
  const createdAt = new Date("2031-01-03T04:05:06.789Z");
  const passkey = {
    id: `passkey-${id}`,
    userId: id,
    publicKey: "key",
    counter: 0,
    transports: [],
    backupEligible: true,
    backedUp: true,
    aaguid: "00000000-0000-0000-0000-000000000000",
    name: "Ada's <phone>",
    createdAt,
    lastUsedAt: null,
  };
  const factor = { userId: id, secret: "a sealed secret", lastStep: 1, trustedSince: createdAt, createdAt };
  return [passkey, factor];
}
