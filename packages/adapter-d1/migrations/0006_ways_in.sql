create table if not exists "auth_migrations" (
  "step" integer not null primary key,
  "name" text not null,
  "applied_at" text default current_timestamp not null
);

insert into "auth_migrations" ("step", "name") values (6, 'ways_in');

create table "auth_passkeys" (
  "id" text not null primary key,
  "user_id" text not null references "auth_users" ("id") on delete cascade,
  "public_key" text not null,
  "counter" integer not null,
  "transports" text not null,
  "backup_eligible" integer not null,
  "backed_up" integer not null,
  "aaguid" text not null,
  "name" text not null,
  "created_at" integer not null,
  "last_used_at" integer
);

create index "auth_passkeys_user_id" on "auth_passkeys" ("user_id", "created_at");

create table "auth_factors" (
  "user_id" text not null primary key references "auth_users" ("id") on delete cascade,
  "secret" text not null,
  "last_step" integer not null,
  "trusted_since" integer not null,
  "created_at" integer not null
) without rowid;

create table "auth_recovery_codes" (
  "user_id" text not null references "auth_users" ("id") on delete cascade,
  "hash" text not null,
  constraint "auth_recovery_codes_hash" primary key ("user_id", "hash")
) without rowid;
