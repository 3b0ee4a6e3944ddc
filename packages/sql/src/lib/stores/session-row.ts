import type { SessionRecord } from "@latchkey/core";
import type { RowOf } from "../statements/queries.ts";
import { orNull, readInteger, readText, type Codecs } from "../values/codecs.ts";
import type { ValuesOf } from "./store-context.ts";

export function readSession(codecs: Codecs, userId: string, row: RowOf<"list_sessions">): SessionRecord {
  return {
    id: readText(row.session_id),
    userId,
    version: readInteger(row.version),
    createdAt: codecs.moment.read(row.opened_at),
    expiresAt: codecs.moment.read(row.expires_at),
    endsAt: codecs.moment.read(row.ends_at),
    lastUsedAt: codecs.moment.read(row.last_used_at),
    provedAt: codecs.moment.read(row.proved_at),
    methods: readText(row.methods).split(" "),
    address: orNull(readText, row.address),
    agent: orNull(readText, row.agent),
  };
}

export function bindSession(codecs: Codecs, session: SessionRecord) {
  return {
    id: session.id,
    userId: codecs.id.write(session.userId),
    version: session.version,
    createdAt: codecs.moment.write(session.createdAt),
    expiresAt: codecs.moment.write(session.expiresAt),
    endsAt: codecs.moment.write(session.endsAt),
    lastUsedAt: codecs.moment.write(session.lastUsedAt),
    provedAt: codecs.moment.write(session.provedAt),
    methods: session.methods.join(" "),
    address: session.address,
    agent: session.agent,
  } satisfies ValuesOf<SessionRecord>;
}

/** A session that the batch opens only if the statement before it has written this password hash. */
export function bindNextSession(codecs: Codecs, session: SessionRecord, passwordHash: string) {
  const { version: _, ...values } = bindSession(codecs, session);
  return { ...values, passwordHash };
}
