begin;

create table if not exists "auth_migrations" (
  "step" integer not null primary key,
  "name" text not null,
  "applied_at" timestamptz default current_timestamp not null
);

insert into "auth_migrations" ("step", "name") values (6, 'ways_in');

create table "auth_passkeys" (
  "id" text not null primary key,
  "user_id" uuid not null references "auth_users" ("id") on delete cascade,
  "public_key" text not null,
  "counter" bigint not null,
  "transports" json not null,
  "backup_eligible" boolean not null,
  "backed_up" boolean not null,
  "aaguid" text not null,
  "name" text not null,
  "created_at" timestamptz(3) not null,
  "last_used_at" timestamptz(3)
);

create index "auth_passkeys_user_id" on "auth_passkeys" ("user_id", "created_at");

create table "auth_factors" (
  "user_id" uuid not null primary key references "auth_users" ("id") on delete cascade,
  "secret" text not null,
  "last_step" bigint not null,
  "trusted_since" timestamptz(3) not null,
  "created_at" timestamptz(3) not null
);

create table "auth_recovery_codes" (
  "user_id" uuid not null references "auth_users" ("id") on delete cascade,
  "hash" text not null,
  constraint "auth_recovery_codes_hash" primary key ("user_id", "hash")
);

commit;
