/* Written by "npm run sql" from packages/sql/queries: change the queries, not this file. */

import type { StoredBoolean, StoredId, StoredJson, StoredMoment } from "../values/stored.ts";

/** Each statement for managing users: what it takes, and the columns of the rows that it returns. */
export interface ManagingStatementTypes {
  search_users_by_email: { parameters: { pool: string; disabled: StoredBoolean; emailVerified: StoredBoolean; from: string; to: string; limit: number }; row: { id: StoredId; pool: string; email: string; username: string | null; email_verified: StoredBoolean; metadata: StoredJson | null; app_metadata: StoredJson | null; disabled: StoredBoolean; session_version: number; created_at: StoredMoment; updated_at: StoredMoment } };
  search_users_by_username: { parameters: { pool: string; disabled: StoredBoolean; emailVerified: StoredBoolean; from: string; to: string; limit: number }; row: { id: StoredId; pool: string; email: string; username: string | null; email_verified: StoredBoolean; metadata: StoredJson | null; app_metadata: StoredJson | null; disabled: StoredBoolean; session_version: number; created_at: StoredMoment; updated_at: StoredMoment } };
  lock_pool: { parameters: { id: StoredId }; row: {} };
  disable_unless_last: { parameters: { id: StoredId; at: StoredMoment }; row: { id: StoredId } };
  delete_unless_last: { parameters: { id: StoredId; version: number | null }; row: { id: StoredId } };
  list_all_sessions: { parameters: { userId: StoredId }; row: { session_id: string; opened_at: StoredMoment; version: number; expires_at: StoredMoment; ends_at: StoredMoment; last_used_at: StoredMoment; proved_at: StoredMoment; methods: string; address: string | null; agent: string | null } };
  list_tokens: { parameters: { userId: StoredId }; row: { hash: string; purpose: string; pool: string; user_id: StoredId; payload: StoredJson | null; expires_at: StoredMoment } };
}

/**
 * `:name` is a parameter, `"~` is where the prefix of the tables belongs, and each dialect has its own
 * expression for `milliseconds(…)`, which reads a moment: see statements/render.ts.
 */
export const managingStatements: Readonly<Record<keyof ManagingStatementTypes, string>> = {
  search_users_by_email: `select "u"."id", "u"."pool", "u"."email", "u"."username", "u"."email_verified", "u"."metadata", "u"."app_metadata", "u"."disabled", "u"."session_version", milliseconds("u"."created_at") as "created_at", milliseconds("u"."updated_at") as "updated_at" from "~users" as "u" where "u"."pool" = :pool and "u"."disabled" = :disabled and "u"."email_verified" = :emailVerified and "u"."email" >= :from and "u"."email" < :to order by "u"."email" limit :limit`,
  search_users_by_username: `select "u"."id", "u"."pool", "u"."email", "u"."username", "u"."email_verified", "u"."metadata", "u"."app_metadata", "u"."disabled", "u"."session_version", milliseconds("u"."created_at") as "created_at", milliseconds("u"."updated_at") as "updated_at" from "~users" as "u" where "u"."pool" = :pool and "u"."disabled" = :disabled and "u"."email_verified" = :emailVerified and "u"."username" >= :from and "u"."username" < :to order by "u"."username" limit :limit`,
  lock_pool: `insert into "~pools" ("pool", "claim") select "u"."pool", "u"."id" as "claim" from "~users" as "u" where "u"."id" = :id on conflict ("pool") do update set "claim" = "excluded"."claim"`,
  disable_unless_last: `update "~users" set "disabled" = true, "session_version" = "session_version" + 1, "updated_at" = :at where "id" = :id and (disabled or (select "o"."id" from "~users" as "o" where "o"."pool" = "~users"."pool" and "o"."disabled" = false and "o"."id" <> "~users"."id" order by "o"."email_verified" limit 1) is not null) returning "id"`,
  delete_unless_last: `delete from "~users" where "id" = :id and session_version = coalesce(:version, session_version) and (disabled or (select "o"."id" from "~users" as "o" where "o"."pool" = "~users"."pool" and "o"."disabled" = false and "o"."id" <> "~users"."id" order by "o"."email_verified" limit 1) is not null) returning "id"`,
  list_all_sessions: `select "s"."id" as "session_id", milliseconds("s"."created_at") as "opened_at", "version", milliseconds("expires_at") as "expires_at", milliseconds("ends_at") as "ends_at", milliseconds("last_used_at") as "last_used_at", milliseconds("proved_at") as "proved_at", "methods", "address", "agent" from "~sessions" as "s" where "s"."user_id" = :userId order by "s"."created_at" desc`,
  list_tokens: `select "t"."hash", "t"."purpose", "t"."pool", "t"."user_id", "t"."payload", milliseconds("t"."expires_at") as "expires_at" from "~tokens" as "t" where "t"."user_id" = :userId`,
};

/** Where PostgreSQL needs another text: for its row locks, and to compare byte by byte. */
export const managingPostgresVariants: Readonly<Partial<Record<keyof ManagingStatementTypes, string>>> = {
  search_users_by_email: `select "u"."id", "u"."pool", "u"."email", "u"."username", "u"."email_verified", "u"."metadata", "u"."app_metadata", "u"."disabled", "u"."session_version", milliseconds("u"."created_at") as "created_at", milliseconds("u"."updated_at") as "updated_at" from "~users" as "u" where "u"."pool" = :pool and "u"."disabled" = :disabled and "u"."email_verified" = :emailVerified and u."email" collate "C" >= :from and u."email" collate "C" < :to order by u."email" collate "C" limit :limit`,
  search_users_by_username: `select "u"."id", "u"."pool", "u"."email", "u"."username", "u"."email_verified", "u"."metadata", "u"."app_metadata", "u"."disabled", "u"."session_version", milliseconds("u"."created_at") as "created_at", milliseconds("u"."updated_at") as "updated_at" from "~users" as "u" where "u"."pool" = :pool and "u"."disabled" = :disabled and "u"."email_verified" = :emailVerified and u."username" collate "C" >= :from and u."username" collate "C" < :to order by u."username" collate "C" limit :limit`,
};
