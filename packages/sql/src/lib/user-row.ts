import type { Credentials, UserRecord } from "@latchkey/core";
import type { Row } from "./executor.ts";
import { readInteger, readText, readTextOrNull, type Codecs } from "./codecs.ts";

export function readUser(codecs: Codecs, row: Row): UserRecord {
  return {
    id: readText(row.id),
    pool: readText(row.pool),
    email: readText(row.email),
    username: readTextOrNull(row.username),
    emailVerified: codecs.boolean.read(row.email_verified),
    metadata: codecs.json.read(row.metadata) as UserRecord["metadata"],
    appMetadata: codecs.json.read(row.app_metadata) as UserRecord["appMetadata"],
    disabled: codecs.boolean.read(row.disabled),
    sessionVersion: readInteger(row.session_version),
    createdAt: codecs.moment.read(row.created_at),
    updatedAt: codecs.moment.read(row.updated_at),
  };
}

export function bindCredentials(codecs: Codecs, { user, passwordHash }: Credentials) {
  return {
    id: codecs.id.write(user.id),
    pool: user.pool,
    email: user.email,
    username: user.username,
    emailVerified: codecs.boolean.write(user.emailVerified),
    passwordHash,
    metadata: codecs.json.write(user.metadata),
    appMetadata: codecs.json.write(user.appMetadata),
    disabled: codecs.boolean.write(user.disabled),
    sessionVersion: user.sessionVersion,
    createdAt: codecs.moment.write(user.createdAt),
    updatedAt: codecs.moment.write(user.updatedAt),
  };
}
