import Database from "better-sqlite3";

const tables = `
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
`;

/** Every statement prepared once. A join by bare parameters would be planned anew at every run: the subselect is what runs fastest. */
export function onSqlite({ path }) {
  const db = new Database(path);
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = normal");
  db.pragma("foreign_keys = on");
  db.exec(tables);

  const find = db.prepare(`select id, email, email_verified, metadata, created_at, updated_at
    from users where id = (select user_id from sessions where id = ? and expires_at > ?)`);
  const findByEmail = db.prepare(
    "select id, email, email_verified, password_hash, metadata, created_at, updated_at from users where email = ?",
  );
  const insertUser = db.prepare(
    "insert into users (id, email, password_hash, created_at, updated_at) values (?, ?, ?, ?, ?) on conflict do nothing",
  );
  const insertSession = db.prepare("insert into sessions (id, user_id, created_at, expires_at) values (?, ?, ?, ?)");
  const extend = db.prepare("update sessions set expires_at = ? where id = ? and expires_at > ? returning user_id");
  const list = db.prepare(`select id, created_at, expires_at from sessions
    where user_id = (select user_id from sessions where id = ? and expires_at > ?) and expires_at > ? order by created_at desc limit 100`);
  const end = db.prepare("delete from sessions where id = ?");
  const [begin, commit, rollback] = ["begin immediate", "commit", "rollback"].map((sql) => db.prepare(sql));

  const user = (row) => ({
    id: row.id,
    email: row.email,
    emailVerified: row.email_verified === 1,
    createdAt: new Date(row.created_at).toISOString(),
    updatedAt: new Date(row.updated_at).toISOString(),
    metadata: row.metadata === null ? null : JSON.parse(row.metadata),
  });

  return {
    find(id, now) {
      const row = find.get(id, now);
      return row ? user(row) : null;
    },
    findByEmail(email) {
      const row = findByEmail.get(email);
      return row ? { user: user(row), hash: row.password_hash } : null;
    },
    /** Both or neither; `false` when the address is taken. */
    insert({ id, email, hash, session }) {
      begin.run();
      try {
        const { changes } = insertUser.run(id, email, hash, session.createdAt, session.createdAt);
        if (changes === 1) insertSession.run(session.id, id, session.createdAt, session.expiresAt);
        commit.run();
        return changes === 1;
      } catch (error) {
        rollback.run();
        throw error;
      }
    },
    insertSession: (session) => insertSession.run(session.id, session.userId, session.createdAt, session.expiresAt),
    extend: (id, expiresAt, now) => extend.get(expiresAt, id, now) !== undefined,
    list: (id, now) => list.all(id, now, now),
    end: (id) => end.run(id),
    close: () => db.close(),
  };
}
