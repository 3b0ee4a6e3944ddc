import type { SecretRing } from "../token/key-ring.ts";
import type { AuditLink, AuditMoment, Auditor, AuditSubject, Storage } from "../storage/storage.ts";
import { chain } from "./chain.ts";
import { auditKeys, type AuditKeys } from "./keys.ts";

/** Options of `audited()`. */
export interface AuditOptions {
  /**
   * The secret that proves the log, outside of the database: at least 32 bytes, or a list of them as for `createAuth`,
   * the newest first. Keep older ones as long as you keep their rows. It may be the secret of the auth.
   */
  readonly secret: SecretRing | undefined;
}

const keysOf = new WeakMap<Auditor, () => AuditKeys>();

/**
 * A storage that keeps an audit log: what every change of an account was, when, by whom and from where. The row is
 * written in the same step as the change, so neither is ever there without the other. Failed sign-ins are recorded
 * without what was typed; refreshed sessions are not.
 *
 * Rows are chained by an HMAC for each pool (RFC 2104), so `auditLog(auth).verify()` finds rows that were changed,
 * moved or deleted in the database. Each change then takes its turn in its pool: the guide "Audit log"
 * says what that costs.
 *
 * @throws TypeError for a secret that is too short. Without one, the first change throws it
 * @example
 * ```ts
 * import { createAuth } from "@latchkey/core";
 * import { audited } from "@latchkey/core/audit";
 * import { memoryStorage } from "@latchkey/core/memory";
 *
 * const secret = process.env.AUTH_SECRET;
 * const auth = createAuth({ storage: audited(memoryStorage(), { secret }), secret });
 * ```
 */
export function audited(storage: Storage, { secret }: AuditOptions): Storage {
  if (typeof storage?.audit?.append !== "function") throw new TypeError("audited takes a storage with an audit log");
  const keys = auditKeys(secret);
  const { audit } = storage;
  const link = (moment: AuditMoment, types: readonly string[], { details, ...about }: AuditSubject): AuditLink => {
    const entries = types.map((type, at) => ({ ...moment, type, ...about, details: at === 0 ? details : undefined }));
    return chain(keys().writing, entries);
  };
  const auditor: Auditor = {
    recording: async (moment, types, about) => audit.recording(moment.pool, link(moment, types, about)),
    append: async (moment, types, about) => audit.append(moment.pool, link(moment, types, about)),
  };
  keysOf.set(auditor, keys);
  return { ...storage, auditor };
}

/** @throws TypeError if the storage is not audited */
export function auditKeysOf({ auditor }: Storage): AuditKeys {
  const keys = auditor && keysOf.get(auditor);
  if (!keys) throw new TypeError("auditLog takes an auth whose storage is audited(…), from @latchkey/core/audit");
  return keys();
}
