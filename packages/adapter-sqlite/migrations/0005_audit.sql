begin;

create table if not exists "auth_migrations" (
  "step" integer not null primary key,
  "name" text not null,
  "applied_at" text default current_timestamp not null
);

insert into "auth_migrations" ("step", "name") values (5, 'audit');

create table "auth_audit_log" (
  "pool" text not null,
  "seq" integer not null,
  "at" integer not null,
  "type" text not null,
  "actor" text,
  "details" text,
  "user_id" text,
  "person" text,
  "salt" text,
  "digest" text not null,
  "key" text not null,
  "mac" text not null,
  constraint "auth_audit_log_seq" primary key ("pool", "seq")
) without rowid;

create index "auth_audit_log_user_id" on "auth_audit_log" ("pool", "user_id", "seq");

create table "auth_audit_heads" (
  "pool" text not null primary key,
  "seq" integer not null,
  "mac" text not null
) without rowid;

commit;
