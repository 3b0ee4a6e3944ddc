import { type Client, type Storage, createAuth } from "@latchkey/core";
import { auditLog, audited } from "@latchkey/core/audit";
import { ADMIN_POOL } from "./admin-pool.ts";
import { CliError } from "./log.ts";
import { MAIN_POOL } from "./pool/auth-options.ts";
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
  const main = auditSecret ?? secret();
  const also = auditSecretAlso ?? (auditSecret === null ? secretAlso : null);
  refuseShort(auditSecret === null ? "AUTH_SECRET" : "AUTH_AUDIT_SECRET", main);
  refuseShort(auditSecretAlso === null ? "AUTH_SECRET_ALSO" : "AUTH_AUDIT_SECRET_ALSO", also);
  return audited(storage, { secret: secretRing(main, also) });
}

const MIN_BYTES = 32;

function refuseShort(variable: string, secret: string | null): void {
  if (secret === null) return;
  const length = Buffer.byteLength(secret);
  if (length < MIN_BYTES)
    throw new CliError(
      `${variable} has ${length} bytes and needs at least ${MIN_BYTES}: \`latchkey secret\` prints some.`,
    );
}

/** The server itself, for the audit log. */
const SERVER: Client = { address: null, agent: null, actor: "server" };

/**
 * What deletes the entries of the audit log that are older than AUTH_AUDIT_RETENTION, in the pool of the
 * administrators as well.
 *
 * @param storage with its audit log
 * @returns a function that does it. `null`: entries are kept
 */
export function auditRetention(
  storage: Storage,
  { audit, auditRetention: seconds, pools }: Pick<Settings, "audit" | "auditRetention" | "pools">,
  secret: string,
): (() => Promise<void>) | null {
  if (!audit || seconds === null) return null;
  const logs = [MAIN_POOL, ...pools, ADMIN_POOL].map((pool) => auditLog(createAuth({ storage, secret, pool }), SERVER));
  return async () => {
    const before = new Date(Date.now() - seconds * 1000);
    for (const log of logs) await log.prune({ before });
  };
}
