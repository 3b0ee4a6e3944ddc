import type { Credentials, UserRecord } from "@latchkey/core";
import type { RowOf } from "../statements/queries.ts";
import { orNull, readInteger, readText, type Codecs } from "../values/codecs.ts";
import type { ValuesOf } from "./store-context.ts";

export function readUser(codecs: Codecs, row: RowOf<"list_users">): UserRecord {
  return {
    id: codecs.id.read(row.id),
    pool: readText(row.pool),
    email: readText(row.email),
    username: orNull(readText, row.username),
    emailVerified: codecs.boolean.read(row.email_verified),
    metadata: orNull(codecs.json.read, row.metadata) as UserRecord["metadata"],
    appMetadata: orNull(codecs.json.read, row.app_metadata) as UserRecord["appMetadata"],
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
    metadata: orNull(codecs.json.write, user.metadata),
    appMetadata: orNull(codecs.json.write, user.appMetadata),
    disabled: codecs.boolean.write(user.disabled),
    sessionVersion: user.sessionVersion,
    createdAt: codecs.moment.write(user.createdAt),
    updatedAt: codecs.moment.write(user.updatedAt),
  } satisfies ValuesOf<UserRecord & Omit<Credentials, "user">>;
}
