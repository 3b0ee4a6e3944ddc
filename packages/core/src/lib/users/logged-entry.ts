import type { Client } from "../client.ts";
import type { JsonObject } from "../json.ts";
import type { AuditRecord } from "../storage/storage.ts";

/** One entry of the audit log, as it is shown. */
export interface LoggedEntry {
  /** 1 for the first entry of the pool, and one more for each after. */
  readonly seq: number;
  /** When it happened. ISO 8601 in UTC. */
  readonly at: string;
  /** What happened: a type of `AuthEvent`, `sign_in.failed`, `audit.erased` or `audit.pruned`. */
  readonly type: string;
  /** The id of the user. `null`: nobody that is known, or erased. */
  readonly userId: string | null;
  /** Who acted, where it was not the user. */
  readonly actor: string | null;
  /** The session that was opened or ended, or that made the change. */
  readonly sessionId: string | null;
  /** Where the request came from. `null`: erased. */
  readonly client: Pick<Client, "address" | "agent"> | null;
  /** More about it, such as what a new password deleted. */
  readonly details: JsonObject | null;
  /** Whether the person was erased from it. */
  readonly erased: boolean;
}

/** A row that cannot be read was changed: it shows no person. */
export function presentEntry({ seq, at, type, userId, actor, details, person, salt }: AuditRecord): LoggedEntry {
  const { sessionId = null, address = null, agent = null } = readObject(person) as Partial<Record<string, string>>;
  return {
    seq,
    at: at.toISOString(),
    type,
    userId,
    actor,
    sessionId,
    client: person === null ? null : { address, agent },
    details: details === null ? null : (readObject(details) as JsonObject),
    erased: salt === null,
  };
}

/** The object of a JSON text, empty for any other text. */
export function readObject(text: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
