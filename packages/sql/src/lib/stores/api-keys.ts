import type { ApiKeyRecord, ApiKeyStore } from "@latchkey/core";
import type { RowOf, TypedStatement } from "../statements/queries.ts";
import { orNull, readText, unreadable, type Codecs } from "../values/codecs.ts";
import type { StoreContext, ValuesOf } from "./store-context.ts";
import { readUser } from "./user-row.ts";

export function apiKeyStore({ codecs, executor, query }: StoreContext): ApiKeyStore {
  const { id, moment } = codecs;
  const count = async (bound: TypedStatement<object>) => (await executor.all(bound)).length;

  return {
    insert: async (key, sessionVersion) =>
      (await count(query.insert_api_key({ ...bindApiKey(codecs, key), sessionVersion }))) > 0,
    async find(hash) {
      const [row] = await executor.all(query.find_api_key({ hash }));
      return row ? { key: readApiKey(codecs, row), user: readUser(codecs, row) } : null;
    },
    list: async (userId) =>
      (await executor.all(query.list_api_keys({ userId: id.write(userId) }))).map((row) => readApiKey(codecs, row)),
    async touch(keyId, at) {
      await executor.all(query.touch_api_key({ id: id.write(keyId), at: moment.write(at) }));
    },
    async delete(keyId, userId) {
      return (await count(query.delete_api_key({ id: id.write(keyId), userId: id.write(userId) }))) > 0;
    },
    deleteAll: async (userId) => count(query.delete_api_keys({ userId: id.write(userId) })),
  };
}

function bindApiKey({ id, json, moment }: Codecs, key: ApiKeyRecord) {
  return {
    id: id.write(key.id),
    userId: id.write(key.userId),
    hash: key.hash,
    name: key.name,
    hint: key.hint,
    scopes: json.write(key.scopes),
    createdAt: moment.write(key.createdAt),
    expiresAt: orNull(moment.write, key.expiresAt),
    lastUsedAt: orNull(moment.write, key.lastUsedAt),
  } satisfies ValuesOf<ApiKeyRecord>;
}

export function readApiKey({ id, json, moment }: Codecs, row: RowOf<"list_api_keys">): ApiKeyRecord {
  return {
    id: id.read(row.key_id),
    userId: id.read(row.user_id),
    hash: readText(row.hash),
    name: readText(row.name),
    hint: readText(row.hint),
    scopes: readScopes(json.read(row.scopes)),
    createdAt: moment.read(row.made_at),
    expiresAt: orNull(moment.read, row.expires_at),
    lastUsedAt: orNull(moment.read, row.last_used_at),
  };
}

function readScopes(document: object): readonly string[] {
  return Array.isArray(document) && document.every((scope) => typeof scope === "string")
    ? document
    : unreadable("a list of scopes");
}
