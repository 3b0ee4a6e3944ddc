begin;

create table if not exists "auth_migrations" (
  "step" integer not null primary key,
  "name" text not null,
  "applied_at" text default current_timestamp not null
);

insert into "auth_migrations" ("step", "name") values (2, 'tokens');

create table "auth_tokens_2" (
  "hash" text not null primary key,
  "purpose" text not null,
  "pool" text not null,
  "user_id" text not null references "auth_users" ("id") on delete cascade,
  "payload" text,
  "expires_at" integer not null
) without rowid;

insert into "auth_tokens_2" ("hash", "purpose", "pool", "user_id", "payload", "expires_at") select "hash", "purpose", "pool", "user_id", "payload", "expires_at" from "auth_tokens" where "user_id" in (select "id" from "auth_users");

drop table "auth_tokens";

alter table "auth_tokens_2" rename to "auth_tokens";

create index "auth_tokens_expires_at" on "auth_tokens" ("expires_at");

create index "auth_tokens_user_id" on "auth_tokens" ("user_id", "purpose", "expires_at");

commit;
