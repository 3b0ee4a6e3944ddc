/**
 * A name for a passkey that its owner has not named. The model that an authenticator claims (`aaguid`) is not used:
 * nothing proves it, and it needs a list that grows old.
 */
export function defaultName(backupEligible: boolean, transports: readonly string[]): string {
  if (backupEligible) return "Synced passkey";
  if (transports.includes("internal")) return "Device";
  if (transports.includes("hybrid")) return "Phone or tablet";
  return "Security key";
}
