import { encodeBytes } from "../encoding/base64url.ts";
import { digest } from "../encoding/digest.ts";
import type { AuditHead, AuditLink, AuditMoment, AuditRecord, AuditSubject } from "../storage/storage.ts";
import type { AuditKey, AuditKeys } from "./keys.ts";

/** What a row says. */
export interface AuditEntry extends AuditMoment, AuditSubject {
  /** An event of `hooks.after`, or `sign_in.failed`. */
  readonly type: string;
}

/** Makes rows of entries. Each row's `mac` covers the one before, so no row can be changed, moved or left out. */
export function chain(key: AuditKey, entries: readonly AuditEntry[]): AuditLink {
  const drafts = entries.map((entry) => ({ key: key.id, ...draft(entry) }));
  return (head) => {
    let last: AuditHead = head;
    return drafts.map((fields) => {
      const row = { ...fields, seq: last.seq + 1 };
      const record = { ...row, mac: macOf(key, last.mac, row) };
      last = record;
      return record;
    });
  };
}

function draft({ pool, at, type, userId, sessionId = null, client, details }: AuditEntry) {
  const { address, agent, actor = null } = client;
  const person = JSON.stringify({ sessionId, address, agent: agent && storable(agent) });
  const salt = encodeBytes(crypto.getRandomValues(new Uint8Array(16)));
  return {
    pool,
    at,
    type,
    actor,
    details: details ? JSON.stringify(details) : null,
    userId,
    person,
    salt,
    digest: digestOf({ salt, userId, person }),
  };
}

/** No database keeps NUL and lone surrogates. JSON escapes both. */
function storable(agent: string): string {
  return agent.toWellFormed().slice(0, 512);
}

/** What stays of a person. Without the salt, nothing can be guessed from it. */
export function digestOf({ salt, userId, person }: Pick<AuditRecord, "salt" | "userId" | "person">): string {
  return digest(JSON.stringify([salt, userId, person]));
}

/** The code over a row and the code before it. */
export function macOf(
  key: AuditKey,
  previous: string,
  row: Omit<AuditRecord, "mac" | "userId" | "person" | "salt">,
): string {
  const { pool, seq, at, type, actor, details } = row;
  return key.mac(JSON.stringify([previous, pool, seq, at.getTime(), type, actor, details, row.digest, row.key]));
}

/** Whether a row is what was written after the row with the code `previous`. */
export function isChained(keys: AuditKeys, previous: string, row: AuditRecord): boolean {
  const key = keys.find(row.key);
  return key !== undefined && macOf(key, previous, row) === row.mac;
}
