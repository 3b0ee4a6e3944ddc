/* Written by "npm run sql" from packages/sql/queries: change the queries, not this file. */

/** Makes the table that remembers which migrations were applied. `"~` is where the prefix belongs. */
export const sqliteJournal = `create table if not exists "~migrations" ("step" integer not null primary key, "name" text not null, "applied_at" text default current_timestamp not null)`;

/** Oldest first. The first statement of each notes it as applied, so it cannot be applied twice. */
export const sqliteMigrations = [
  { number: 1, name: "accounts", statements: [
    `insert into "~migrations" ("step", "name") values (1, 'accounts')`,
    `create table "~users" ("id" text not null primary key, "pool" text not null, "email" text not null, "username" text, "email_verified" integer default 0 not null, "password_hash" text not null, "metadata" text, "app_metadata" text, "disabled" integer default 0 not null, "session_version" integer default 1 not null, "created_at" integer not null, "updated_at" integer not null, constraint "~users_pool_email" unique ("pool", "email"), constraint "~users_pool_username" unique ("pool", "username"))`,
    `create index "~users_pool_created_at" on "~users" ("pool", "created_at", "id")`,
    `create table "~pools" ("pool" text not null primary key, "claim" text not null) without rowid`,
    `create table "~sessions" ("id" text not null primary key, "user_id" text not null references "~users" ("id") on delete cascade, "version" integer not null, "created_at" integer not null, "expires_at" integer not null, "ends_at" integer not null, "last_used_at" integer not null, "address" text, "agent" text) without rowid`,
    `create index "~sessions_user_id" on "~sessions" ("user_id", "created_at")`,
    `create index "~sessions_expires_at" on "~sessions" ("expires_at")`,
    `create table "~api_keys" ("id" text not null primary key, "user_id" text not null references "~users" ("id") on delete cascade, "hash" text not null, "name" text not null, "hint" text not null, "scopes" text not null, "created_at" integer not null, "expires_at" integer, "last_used_at" integer, constraint "~api_keys_hash" unique ("hash"))`,
    `create index "~api_keys_user_id" on "~api_keys" ("user_id", "created_at")`,
    `create table "~tokens" ("hash" text not null primary key, "purpose" text not null, "pool" text not null, "user_id" text not null references "~users" ("id") on delete cascade, "payload" text, "expires_at" integer not null, constraint "~tokens_user_id_purpose" unique ("user_id", "purpose")) without rowid`,
    `create index "~tokens_expires_at" on "~tokens" ("expires_at")`,
    `create table "~counters" ("key" text not null primary key, "count" integer not null, "resets_at" integer not null) without rowid`,
    `create index "~counters_resets_at" on "~counters" ("resets_at")`,
  ] },
  { number: 2, name: "tokens", statements: [
    `insert into "~migrations" ("step", "name") values (2, 'tokens')`,
    `create table "~tokens_2" ("hash" text not null primary key, "purpose" text not null, "pool" text not null, "user_id" text not null references "~users" ("id") on delete cascade, "payload" text, "expires_at" integer not null) without rowid`,
    `insert into "~tokens_2" ("hash", "purpose", "pool", "user_id", "payload", "expires_at") select "hash", "purpose", "pool", "user_id", "payload", "expires_at" from "~tokens" where "user_id" in (select "id" from "~users")`,
    `drop table "~tokens"`,
    `alter table "~tokens_2" rename to "~tokens"`,
    `create index "~tokens_expires_at" on "~tokens" ("expires_at")`,
    `create index "~tokens_user_id" on "~tokens" ("user_id", "purpose", "expires_at")`,
  ] },
  { number: 3, name: "identities", statements: [
    `insert into "~migrations" ("step", "name") values (3, 'identities')`,
    `alter table "~sessions" add column "proved_at" integer default 0 not null`,
    `alter table "~sessions" add column "methods" text default 'password' not null`,
    `create table "~identities" ("pool" text not null, "provider" text not null, "subject" text not null, "user_id" text not null references "~users" ("id") on delete cascade, "email" text, "tokens" text, "created_at" integer not null, "last_used_at" integer not null, constraint "~identities_name" primary key ("pool", "provider", "subject")) without rowid`,
    `create index "~identities_user_id" on "~identities" ("user_id", "created_at")`,
  ] },
  { number: 4, name: "user_search", statements: [
    `insert into "~migrations" ("step", "name") values (4, 'user_search')`,
    `create index "~users_search_email" on "~users" ("pool", "disabled", "email_verified", "email")`,
    `create index "~users_search_username" on "~users" ("pool", "disabled", "email_verified", "username") where "username" is not null`,
  ] },
  { number: 5, name: "audit", statements: [
    `insert into "~migrations" ("step", "name") values (5, 'audit')`,
    `create table "~audit_log" ("pool" text not null, "seq" integer not null, "at" integer not null, "type" text not null, "actor" text, "details" text, "user_id" text, "person" text, "salt" text, "digest" text not null, "key" text not null, "mac" text not null, constraint "~audit_log_seq" primary key ("pool", "seq")) without rowid`,
    `create index "~audit_log_user_id" on "~audit_log" ("pool", "user_id", "seq")`,
    `create table "~audit_heads" ("pool" text not null primary key, "seq" integer not null, "mac" text not null) without rowid`,
  ] },
  { number: 6, name: "ways_in", statements: [
    `insert into "~migrations" ("step", "name") values (6, 'ways_in')`,
    `create table "~passkeys" ("id" text not null primary key, "user_id" text not null references "~users" ("id") on delete cascade, "public_key" text not null, "counter" integer not null, "transports" text not null, "backup_eligible" integer not null, "backed_up" integer not null, "aaguid" text not null, "name" text not null, "created_at" integer not null, "last_used_at" integer)`,
    `create index "~passkeys_user_id" on "~passkeys" ("user_id", "created_at")`,
    `create table "~factors" ("user_id" text not null primary key references "~users" ("id") on delete cascade, "secret" text not null, "last_step" integer not null, "trusted_since" integer not null, "created_at" integer not null) without rowid`,
    `create table "~recovery_codes" ("user_id" text not null references "~users" ("id") on delete cascade, "hash" text not null, constraint "~recovery_codes_hash" primary key ("user_id", "hash")) without rowid`,
  ] },
];
