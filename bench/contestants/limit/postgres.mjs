import pg from "pg";

const tables = `
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
`;

/** Every statement by name, so that each connection prepares it once, and each operation in one round trip. */
export async function onPostgres({ url, schema }) {
  const pool = new pg.Pool({ connectionString: url, max: 10, options: `-c search_path=${schema}` });
  await pool.query(tables);
  const statement =
    (name, text) =>
    async (...values) =>
      (await pool.query({ name, text, values })).rows;

  const find = statement(
    "find",
    `select u.id, u.email, u.email_verified, u.metadata, u.created_at, u.updated_at
     from sessions s join users u on u.id = s.user_id where s.id = $1 and s.expires_at > $2`,
  );
  const findByEmail = statement(
    "find_by_email",
    "select id, email, email_verified, password_hash, metadata, created_at, updated_at from users where email = $1",
  );
  const insert = statement(
    "insert",
    `with added as (
       insert into users (id, email, password_hash, created_at, updated_at) values ($1, $2, $3, $4, $4) on conflict do nothing returning id
     ) insert into sessions (id, user_id, created_at, expires_at) select $5, id, $4, $6 from added returning id`,
  );
  const insertSession = statement(
    "insert_session",
    "insert into sessions (id, user_id, created_at, expires_at) values ($1, $2, $3, $4)",
  );
  const extend = statement(
    "extend",
    "update sessions set expires_at = $1 where id = $2 and expires_at > $3 returning user_id",
  );
  const list = statement(
    "list",
    `select id, created_at, expires_at from sessions
     where user_id = (select user_id from sessions where id = $1 and expires_at > $2) and expires_at > $2 order by created_at desc limit 100`,
  );
  const end = statement("end", "delete from sessions where id = $1");

  const user = (row) => ({
    id: row.id,
    email: row.email,
    emailVerified: row.email_verified,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    metadata: row.metadata,
  });

  return {
    async find(id, now) {
      const [row] = await find(id, new Date(now));
      return row ? user(row) : null;
    },
    async findByEmail(email) {
      const [row] = await findByEmail(email);
      return row ? { user: user(row), hash: row.password_hash } : null;
    },
    /** Both or neither; `false` when the address is taken. */
    async insert({ id, email, hash, session }) {
      const rows = await insert(id, email, hash, new Date(session.createdAt), session.id, new Date(session.expiresAt));
      return rows.length === 1;
    },
    insertSession: (session) =>
      insertSession(session.id, session.userId, new Date(session.createdAt), new Date(session.expiresAt)),
    extend: async (id, expiresAt, now) => (await extend(new Date(expiresAt), id, new Date(now))).length === 1,
    list: (id, now) => list(id, new Date(now)),
    end,
    close: () => pool.end(),
  };
}
