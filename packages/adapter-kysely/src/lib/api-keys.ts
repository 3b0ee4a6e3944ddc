import type { ApiKeyRecord, ApiKeyStore } from "@latchkey/core";
import type { Bound, Row } from "./executor.ts";
import type { Codecs } from "./language.ts";
import type { Sql } from "./sql.ts";
import { readUser } from "./user-row.ts";

export function apiKeyStore({ codecs, executor, query }: Sql): ApiKeyStore {
  const count = async (bound: Bound) => (await executor.all(bound)).length;

  return {
    insert: async (key, sessionVersion) => (await count(query.insert_api_key({ ...bindApiKey(codecs, key), sessionVersion }))) > 0,
    async find(hash) {
      const [row] = await executor.all(query.find_api_key({ hash }));
      return row ? { key: readApiKey(codecs, row), user: readUser(codecs, row) } : null;
    },
    list: async (userId) => (await executor.all(query.list_api_keys({ userId }))).map((row) => readApiKey(codecs, row)),
    async touch(id, at) {
      await executor.all(query.touch_api_key({ id, at: codecs.moment.write(at) }));
    },
    delete: async (id, userId) => (await count(query.delete_api_key({ id, userId }))) > 0,
    deleteAll: (userId) => count(query.delete_api_keys({ userId })),
  };
}

function bindApiKey({ json, moment }: Codecs, key: ApiKeyRecord) {
  return {
    id: key.id,
    userId: key.userId,
    hash: key.hash,
    name: key.name,
    hint: key.hint,
    scopes: json.write(key.scopes),
    createdAt: moment.write(key.createdAt),
    expiresAt: key.expiresAt && moment.write(key.expiresAt),
    lastUsedAt: key.lastUsedAt && moment.write(key.lastUsedAt),
  };
}

function readApiKey({ json, moment }: Codecs, row: Row): ApiKeyRecord {
  return {
    id: row.key_id as string,
    userId: row.user_id as string,
    hash: row.hash as string,
    name: row.name as string,
    hint: row.hint as string,
    scopes: json.read(row.scopes) as ApiKeyRecord["scopes"],
    createdAt: moment.read(row.made_at),
    expiresAt: row.expires_at === null ? null : moment.read(row.expires_at),
    lastUsedAt: row.last_used_at === null ? null : moment.read(row.last_used_at),
  };
}
