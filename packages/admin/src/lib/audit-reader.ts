import type { Client, JsonValue } from "@latchkey/core";

/** One entry of the audit log, as the panel shows it. */
export interface AuditRecord {
  /** Its number in the log of the pool. */
  readonly seq: number;
  /** When it happened: ISO 8601 in UTC. */
  readonly at: string;
  /** What happened: `"user.disabled"`. */
  readonly type: string;
  /** The id of the user. `null`: no account is concerned. */
  readonly userId: string | null;
  /** Who did it, if it was not the user: `"admins/…"`. */
  readonly actor: string | null;
  /** The session in which it happened. */
  readonly sessionId: string | null;
  /** Where the request came from. `null`: erased, or not known. */
  readonly client: {
    /** The IP address. */
    readonly address?: string | null | undefined;
    /** The user agent. */
    readonly agent?: string | null | undefined;
  } | null;
  /** What else is known of it. */
  readonly details?: JsonValue | undefined;
  /** Whether the personal data of the entry is erased. */
  readonly erased: boolean;
}

/** What the panel asks of an audit log: `auditLog(auth)` of `@latchkey/core/audit` has it. */
export interface AuditReader {
  /** Entries, the newest first. */
  list(query: {
    readonly userId?: string | undefined;
    readonly limit?: number | undefined;
    readonly cursor?: string | null | undefined;
  }): Promise<{ readonly entries: readonly AuditRecord[]; readonly cursor: string | null }>;
  /** Erases what the log says about a person, so that it stays valid. `client` says who does it. */
  erase(userId: string, client: Client): Promise<unknown>;
}
