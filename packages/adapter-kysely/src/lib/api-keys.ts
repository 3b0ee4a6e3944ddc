import type { ApiKeyRecord, ApiKeyStore } from "@latchkey/core";
import { sql as raw } from "kysely";
import type { Bound, Row } from "./executor.ts";
import type { Codecs } from "./language.ts";
import { prepare } from "./prepare.ts";
import type { Sql } from "./sql.ts";
import { readUser, userColumns } from "./user-row.ts";

const keyColumns = ["k.id as key_id", "k.user_id", "k.hash", "k.name", "k.hint", "k.scopes", "k.created_at as made_at", "k.expires_at", "k.last_used_at"] as const;

export function apiKeyStore(sql: Sql): ApiKeyStore {
  const { codecs, executor } = sql;
  const statements = apiKeyStatements(sql);
  const count = async (bound: Bound) => (await executor.all(bound)).length;

  return {
    insert: async (key, sessionVersion) => (await count(statements.insert({ ...bindApiKey(codecs, key), sessionVersion }))) > 0,
    async find(hash) {
      const [row] = await executor.all(statements.find({ hash }));
      return row ? { key: readApiKey(codecs, row), user: readUser(codecs, row) } : null;
    },
    list: async (userId) => (await executor.all(statements.list({ userId }))).map((row) => readApiKey(codecs, row)),
    async touch(id, at) {
      await executor.all(statements.touch({ id, at: codecs.moment.write(at) }));
    },
    delete: async (id, userId) => (await count(statements.delete({ id, userId }))) > 0,
    deleteAll: (userId) => count(statements.deleteAll({ userId })),
  };
}

function apiKeyStatements({ db, table }: Sql) {
  const keys = table("api_keys");
  return {
    insert: prepare<keyof ReturnType<typeof bindApiKey> | "sessionVersion">("insert_api_key", (value) =>
      db
        .insertInto(keys)
        .columns(["id", "user_id", "hash", "name", "hint", "scopes", "created_at", "expires_at", "last_used_at"])
        .expression((eb) =>
          eb
            .selectFrom(`${table("users")} as u`)
            .select([value.id.as("id"), "u.id as user_id", value.hash.as("hash"), value.name.as("name"), value.hint.as("hint")])
            .select([value.scopes.as("scopes"), value.createdAt.as("created_at"), value.expiresAt.as("expires_at")])
            .select(value.lastUsedAt.as("last_used_at"))
            .where("u.id", "=", value.userId)
            .where("u.session_version", "=", value.sessionVersion),
        )
        .returning("id"),
    ),
    find: prepare<"hash">("find_api_key", (value) =>
      db
        .selectFrom(`${keys} as k`)
        .innerJoin(`${table("users")} as u`, "u.id", "k.user_id")
        .select([...userColumns, ...keyColumns])
        // As a subselect: SQLite plans a join anew at every run when a bare parameter could change the plan.
        .where("k.hash", "=", raw<string>`(select ${value.hash})`),
    ),
    list: prepare<"userId">("list_api_keys", (value) =>
      db.selectFrom(`${keys} as k`).select(keyColumns).where("k.user_id", "=", value.userId).orderBy("k.created_at", "desc").limit(100),
    ),
    touch: prepare<"id" | "at">("touch_api_key", (value) => db.updateTable(keys).set({ last_used_at: value.at }).where("id", "=", value.id)),
    delete: prepare<"id" | "userId">("delete_api_key", (value) =>
      db.deleteFrom(keys).where("id", "=", value.id).where("user_id", "=", value.userId).returning("id"),
    ),
    deleteAll: prepare<"userId">("delete_api_keys", (value) => db.deleteFrom(keys).where("user_id", "=", value.userId).returning("id")),
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
