import type { SessionRecord } from "@latchkey/core";
import type { Row } from "./executor.ts";
import { readInteger, readText, readTextOrNull, type Codecs } from "./codecs.ts";

export function readSession(codecs: Codecs, userId: string, row: Row): SessionRecord {
  return {
    id: readText(row.session_id),
    userId,
    version: readInteger(row.version),
    createdAt: codecs.moment.read(row.opened_at),
    expiresAt: codecs.moment.read(row.expires_at),
    endsAt: codecs.moment.read(row.ends_at),
    lastUsedAt: codecs.moment.read(row.last_used_at),
    address: readTextOrNull(row.address),
    agent: readTextOrNull(row.agent),
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
    address: session.address,
    agent: session.agent,
  };
}
