create table users (
  id uuid not null primary key,
  email text not null unique,
  email_verified boolean not null default false,
  password_hash text not null,
  metadata jsonb,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null
);
create table sessions (
  id text not null primary key,
  user_id uuid not null references users (id) on delete cascade,
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) not null
);
create index sessions_user_id on sessions (user_id, created_at);
