begin;

create table if not exists "auth_migrations" (
  "step" integer not null primary key,
  "name" text not null,
  "applied_at" timestamptz default current_timestamp not null
);

insert into "auth_migrations" ("step", "name") values (2, 'tokens');

alter table "auth_tokens" drop constraint "auth_tokens_user_id_purpose";

create index "auth_tokens_user_id" on "auth_tokens" ("user_id", "purpose", "expires_at");

alter table "auth_tokens" alter column "payload" type json;

alter table "auth_users" alter column "metadata" type json, alter column "app_metadata" type json;

commit;
