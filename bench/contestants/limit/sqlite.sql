create table users (
  id text not null primary key,
  email text not null unique,
  email_verified integer not null default 0,
  password_hash text not null,
  metadata text,
  created_at integer not null,
  updated_at integer not null
);
create table sessions (
  id text not null primary key,
  user_id text not null references users (id) on delete cascade,
  created_at integer not null,
  expires_at integer not null
) without rowid;
create index sessions_user_id on sessions (user_id, created_at);
