begin;

create table if not exists "auth_migrations" (
  "step" integer not null primary key,
  "name" text not null,
  "applied_at" timestamptz default current_timestamp not null
);

insert into "auth_migrations" ("step", "name") values (3, 'identities');

alter table "auth_sessions" add column "proved_at" timestamptz(3) default 'epoch' not null;

alter table "auth_sessions" add column "methods" text default 'password' not null;

create table "auth_identities" (
  "pool" text not null,
  "provider" text not null,
  "subject" text not null,
  "user_id" uuid not null references "auth_users" ("id") on delete cascade,
  "email" text,
  "tokens" text,
  "created_at" timestamptz(3) not null,
  "last_used_at" timestamptz(3) not null,
  constraint "auth_identities_name" primary key ("pool", "provider", "subject")
);

create index "auth_identities_user_id" on "auth_identities" ("user_id", "created_at");

commit;
