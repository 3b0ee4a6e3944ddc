/* Written by "npm run sql" from packages/sql/queries: change the queries, not this file. */

/** Makes the table that remembers which migrations were applied. `"~` is where the prefix belongs. */
export const postgresJournal = `create table if not exists "~migrations" ("step" integer not null primary key, "name" text not null, "applied_at" timestamptz default current_timestamp not null)`;

/** Oldest first. The first statement of each notes it as applied, so it cannot be applied twice. */
export const postgresMigrations = [
  { number: 1, name: "accounts", statements: [
    `insert into "~migrations" ("step", "name") values (1, 'accounts')`,
    `create table "~users" ("id" uuid not null primary key, "pool" text not null, "email" text not null, "username" text, "email_verified" boolean default false not null, "password_hash" text not null, "metadata" jsonb, "app_metadata" jsonb, "disabled" boolean default false not null, "session_version" integer default 1 not null, "created_at" timestamptz(3) not null, "updated_at" timestamptz(3) not null, constraint "~users_pool_email" unique ("pool", "email"), constraint "~users_pool_username" unique ("pool", "username"))`,
    `create index "~users_pool_created_at" on "~users" ("pool", "created_at", "id")`,
    `create table "~pools" ("pool" text not null primary key, "claim" uuid not null) `,
    `create table "~sessions" ("id" text not null primary key, "user_id" uuid not null references "~users" ("id") on delete cascade, "version" integer not null, "created_at" timestamptz(3) not null, "expires_at" timestamptz(3) not null, "ends_at" timestamptz(3) not null, "last_used_at" timestamptz(3) not null, "address" text, "agent" text) `,
    `create index "~sessions_user_id" on "~sessions" ("user_id", "created_at")`,
    `create index "~sessions_expires_at" on "~sessions" ("expires_at")`,
    `create table "~api_keys" ("id" uuid not null primary key, "user_id" uuid not null references "~users" ("id") on delete cascade, "hash" text not null, "name" text not null, "hint" text not null, "scopes" jsonb not null, "created_at" timestamptz(3) not null, "expires_at" timestamptz(3), "last_used_at" timestamptz(3), constraint "~api_keys_hash" unique ("hash"))`,
    `create index "~api_keys_user_id" on "~api_keys" ("user_id", "created_at")`,
    `create table "~tokens" ("hash" text not null primary key, "purpose" text not null, "pool" text not null, "user_id" uuid not null references "~users" ("id") on delete cascade, "payload" jsonb, "expires_at" timestamptz(3) not null, constraint "~tokens_user_id_purpose" unique ("user_id", "purpose")) `,
    `create index "~tokens_expires_at" on "~tokens" ("expires_at")`,
    `create table "~counters" ("key" text not null primary key, "count" integer not null, "resets_at" timestamptz(3) not null) `,
    `create index "~counters_resets_at" on "~counters" ("resets_at")`,
  ] },
  { number: 2, name: "tokens", statements: [
    `insert into "~migrations" ("step", "name") values (2, 'tokens')`,
    `alter table "~tokens" drop constraint "~tokens_user_id_purpose"`,
    `create index "~tokens_user_id" on "~tokens" ("user_id", "purpose", "expires_at")`,
    `alter table "~tokens" alter column "payload" type json`,
    `alter table "~users" alter column "metadata" type json, alter column "app_metadata" type json`,
  ] },
  { number: 3, name: "identities", statements: [
    `insert into "~migrations" ("step", "name") values (3, 'identities')`,
    `alter table "~sessions" add column "proved_at" timestamptz(3) default 'epoch' not null`,
    `alter table "~sessions" add column "methods" text default 'password' not null`,
    `create table "~identities" ("pool" text not null, "provider" text not null, "subject" text not null, "user_id" uuid not null references "~users" ("id") on delete cascade, "email" text, "tokens" text, "created_at" timestamptz(3) not null, "last_used_at" timestamptz(3) not null, constraint "~identities_name" primary key ("pool", "provider", "subject")) `,
    `create index "~identities_user_id" on "~identities" ("user_id", "created_at")`,
  ] },
  { number: 4, name: "user_search", statements: [
    `insert into "~migrations" ("step", "name") values (4, 'user_search')`,
    `create index "~users_search_email" on "~users" ("pool", "disabled", "email_verified", "email" collate "C")`,
    `create index "~users_search_username" on "~users" ("pool", "disabled", "email_verified", "username" collate "C") where "username" is not null`,
  ] },
  { number: 5, name: "audit", statements: [
    `insert into "~migrations" ("step", "name") values (5, 'audit')`,
    `create table "~audit_log" ("pool" text not null, "seq" bigint not null, "at" timestamptz(3) not null, "type" text not null, "actor" text, "details" text, "user_id" uuid, "person" text, "salt" text, "digest" text not null, "key" text not null, "mac" text not null, constraint "~audit_log_seq" primary key ("pool", "seq")) `,
    `create index "~audit_log_user_id" on "~audit_log" ("pool", "user_id", "seq")`,
    `create table "~audit_heads" ("pool" text not null primary key, "seq" bigint not null, "mac" text not null) `,
  ] },
  { number: 6, name: "ways_in", statements: [
    `insert into "~migrations" ("step", "name") values (6, 'ways_in')`,
    `create table "~passkeys" ("id" text not null primary key, "user_id" uuid not null references "~users" ("id") on delete cascade, "public_key" text not null, "counter" bigint not null, "transports" json not null, "backup_eligible" boolean not null, "backed_up" boolean not null, "aaguid" text not null, "name" text not null, "created_at" timestamptz(3) not null, "last_used_at" timestamptz(3))`,
    `create index "~passkeys_user_id" on "~passkeys" ("user_id", "created_at")`,
    `create table "~factors" ("user_id" uuid not null primary key references "~users" ("id") on delete cascade, "secret" text not null, "last_step" bigint not null, "trusted_since" timestamptz(3) not null, "created_at" timestamptz(3) not null) `,
    `create table "~recovery_codes" ("user_id" uuid not null references "~users" ("id") on delete cascade, "hash" text not null, constraint "~recovery_codes_hash" primary key ("user_id", "hash")) `,
  ] },
];
