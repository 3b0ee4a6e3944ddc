import type { Storage } from "@latchkey/core";
import { audited } from "@latchkey/core/audit";
import { CliError } from "./log.ts";
import { secretRing } from "./secret/ring.ts";
import type { Settings } from "./settings/settings.ts";

/** The settings that say whether and by what secret the audit log is written. */
export type AuditSettings = Pick<Settings, "audit" | "auditSecret" | "auditSecretAlso" | "secretAlso">;

/**
 * The storage with its audit log, unless AUTH_AUDIT is off.
 *
 * @param secret that of tokens, which also proves the log where AUTH_AUDIT_SECRET is not set
 * @throws CliError
 */
export function withAuditLog(storage: Storage, settings: AuditSettings, secret: () => string): Storage {
  const { audit, auditSecret, auditSecretAlso, secretAlso } = settings;
  if (!audit) return storage;
  for (const [name, value] of Object.entries({
    AUTH_AUDIT_SECRET: auditSecret,
    AUTH_AUDIT_SECRET_ALSO: auditSecretAlso,
  }))
    if (value !== null && isShort(value))
      throw new CliError(`${name} needs at least 32 random bytes: \`latchkey secret\` prints some.`);
  const main = auditSecret ?? secret();
  // It is refused under its own name, where tokens need it.
  if (isShort(main)) return storage;
  const also = auditSecretAlso ?? (auditSecret === null ? secretAlso : null);
  return audited(storage, { secret: secretRing(main, also) });
}

function isShort(secret: string): boolean {
  return Buffer.byteLength(secret) < 32;
}
