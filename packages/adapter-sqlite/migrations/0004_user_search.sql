begin;

create table if not exists "auth_migrations" (
  "step" integer not null primary key,
  "name" text not null,
  "applied_at" text default current_timestamp not null
);

insert into "auth_migrations" ("step", "name") values (4, 'user_search');

create index "auth_users_search_email" on "auth_users" ("pool", "disabled", "email_verified", "email");

create index "auth_users_search_username" on "auth_users" ("pool", "disabled", "email_verified", "username") where "username" is not null;

commit;
