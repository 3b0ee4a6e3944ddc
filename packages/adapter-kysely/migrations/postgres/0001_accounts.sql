begin;

create table if not exists "auth_migrations" (
  "step" integer not null primary key,
  "name" text not null,
  "applied_at" timestamptz default current_timestamp not null
);

insert into "auth_migrations" ("step", "name") values (1, 'accounts');

create table "auth_users" (
  "id" uuid not null primary key,
  "pool" text not null,
  "email" text not null,
  "username" text,
  "email_verified" boolean default false not null,
  "password_hash" text not null,
  "metadata" jsonb,
  "app_metadata" jsonb,
  "disabled" boolean default false not null,
  "session_version" integer default 1 not null,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  constraint "auth_users_pool_email" unique ("pool", "email"),
  constraint "auth_users_pool_username" unique ("pool", "username")
);

create index "auth_users_pool_created_at" on "auth_users" ("pool", "created_at", "id");

create table "auth_pools" (
  "pool" text not null primary key,
  "claim" uuid not null
);

create table "auth_sessions" (
  "id" text not null primary key,
  "user_id" uuid not null references "auth_users" ("id") on delete cascade,
  "version" integer not null,
  "created_at" timestamptz(3) not null,
  "expires_at" timestamptz(3) not null,
  "ends_at" timestamptz(3) not null,
  "last_used_at" timestamptz(3) not null,
  "address" text,
  "agent" text
);

create index "auth_sessions_user_id" on "auth_sessions" ("user_id", "created_at");

create index "auth_sessions_expires_at" on "auth_sessions" ("expires_at");

create table "auth_api_keys" (
  "id" uuid not null primary key,
  "user_id" uuid not null references "auth_users" ("id") on delete cascade,
  "hash" text not null,
  "name" text not null,
  "hint" text not null,
  "scopes" jsonb not null,
  "created_at" timestamptz(3) not null,
  "expires_at" timestamptz(3),
  "last_used_at" timestamptz(3),
  constraint "auth_api_keys_hash" unique ("hash")
);

create index "auth_api_keys_user_id" on "auth_api_keys" ("user_id", "created_at");

create table "auth_tokens" (
  "hash" text not null primary key,
  "purpose" text not null,
  "pool" text not null,
  "user_id" uuid not null references "auth_users" ("id") on delete cascade,
  "payload" jsonb,
  "expires_at" timestamptz(3) not null,
  constraint "auth_tokens_user_id_purpose" unique ("user_id", "purpose")
);

create index "auth_tokens_expires_at" on "auth_tokens" ("expires_at");

create table "auth_counters" (
  "key" text not null primary key,
  "count" integer not null,
  "resets_at" timestamptz(3) not null
);

create index "auth_counters_resets_at" on "auth_counters" ("resets_at");

commit;
