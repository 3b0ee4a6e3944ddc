/**
 * How long a page of users takes among a million of them: lists, searches and filters through `users(auth)`, on SQLite
 * and, with TEST_POSTGRES_URL, on PostgreSQL. It prints the times and the plans of the queries.
 *
 *     node scripts/postgres.mjs node bench/users-at-scale.ts [how many users]
 */
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { postgresStorage } from "../packages/adapter-postgres/src/index.ts";
import { sqliteStorage } from "../packages/adapter-sqlite/src/index.ts";
import { createAuth, type Storage } from "../packages/core/src/index.ts";
import { users, type UserListQuery } from "../packages/core/src/users.ts";
import pg from "pg";

const COUNT = Number(process.argv[2] ?? 1_000_000);
const ROUNDS = 20;

/** Every eighth is verified, one in a thousand is disabled, and every other one has a user name. */
const columns = `id, pool, email, username, email_verified, password_hash, disabled, created_at, updated_at`;

const last = COUNT - 1;
const queries: Readonly<Record<string, UserListQuery>> = {
  "the first page": {},
  "a search that finds everybody": { search: "user" },
  "a search that finds a thousand": { search: `user${String(last).padStart(7, "0").slice(0, 4)}` },
  "a search that finds one": { search: `user${String(last).padStart(7, "0")}@example.com` },
  "a search that finds nobody": { search: "zzz" },
  "disabled users": { filter: { disabled: true } },
  "verified users": { filter: { emailVerified: true } },
  "disabled and verified users": { filter: { disabled: true, emailVerified: true } },
  "a search among disabled users": { search: "user", filter: { disabled: true } },
};

async function measure(storage: Storage): Promise<void> {
  const own = users(createAuth({ storage, secret: "a secret for measuring, 32 bytes or more" }));
  const times = async (query: UserListQuery) => {
    const taken: number[] = [];
    let found = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const since = performance.now();
      found = (await own.list({ limit: 50, ...query })).users.length;
      taken.push(performance.now() - since);
    }
    taken.sort((a, b) => a - b);
    const [median, worst] = [taken[ROUNDS / 2]!, taken.at(-1)!].map((time) => `${time.toFixed(1)} ms`);
    return `${median} (worst ${worst}), ${found} users`;
  };
  for (const [name, query] of Object.entries(queries)) console.log(`  ${name.padEnd(34)} ${await times(query)}`);
  // Half of the pages behind the first: a cursor does not count rows.
  let cursor = (await own.list({ limit: 1000 })).cursor;
  for (let page = 0; page < 20; page++) cursor = (await own.list({ limit: 1000, cursor })).cursor;
  console.log(`  ${"a page after 21 000 users".padEnd(34)} ${await times({ cursor })}`);
}

async function onSqlite(): Promise<void> {
  const file = join(tmpdir(), `latchkey-scale-${process.pid}.db`);
  const database = new DatabaseSync(file);
  const storage = sqliteStorage(database);
  try {
    await storage.migrate();
    database.exec("pragma synchronous = off");
    const insert = database.prepare(`insert into auth_users (${columns}) values (?, 'users', ?, ?, ?, '$', ?, ?, ?)`);
    database.exec("begin");
    for (let n = 0; n < COUNT; n++) {
      const name = `user${String(n).padStart(7, "0")}`;
      const [verified, disabled] = [Number(n % 8 === 0), Number(n % 1000 === 7)];
      insert.run(
        crypto.randomUUID(),
        `${name}@example.com`,
        n % 2 ? name : null,
        verified,
        disabled,
        1e12 + n,
        1e12 + n,
      );
    }
    database.exec("commit");
    console.log(`SQLite, ${COUNT} users`);
    await measure(storage);
    const start = "select * from auth_users where pool = 'users' and disabled = 0 and email_verified = 0";
    explain(
      (text) =>
        database
          .prepare(`explain query plan ${text}`)
          .all()
          .map((row) => String(row.detail)),
      {
        address: `${start} and email >= 'u' and email < 'v' order by email limit 50`,
        name: `${start} and username >= 'u' and username < 'v' order by username limit 50`,
      },
    );
  } finally {
    database.close();
    rmSync(file, { force: true });
    rmSync(`${file}-wal`, { force: true });
    rmSync(`${file}-shm`, { force: true });
  }
}

function explain(plan: (text: string) => readonly string[], texts: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(texts))
    console.log(`  plan of a search by ${name}: ${plan(text).join("; ")}`);
}

async function onPostgres(url: string): Promise<void> {
  const prefix = `scale_${process.pid}_`;
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  const storage = postgresStorage(pool, { prefix });
  try {
    await storage.migrate();
    await pool.query(`
      insert into ${prefix}users (${columns})
      select gen_random_uuid(), 'users', 'user' || lpad(n::text, 7, '0') || '@example.com',
        case when n % 2 = 1 then 'user' || lpad(n::text, 7, '0') end, n % 8 = 0, '$', n % 1000 = 7,
        now() + n * interval '1 ms', now()
      from generate_series(0, ${COUNT - 1}) n`);
    await pool.query(`analyze ${prefix}users`);
    console.log(`PostgreSQL, ${COUNT} users`);
    await measure(storage);
    const range = "pool = 'users' and not disabled and not email_verified";
    for (const [name, column] of [
      ["address", "email"],
      ["name", "username"],
    ] as const) {
      const text = `select * from ${prefix}users where ${range} and ${column} collate "C" >= 'u'
        and ${column} collate "C" < 'v' order by ${column} collate "C" limit 50`;
      const { rows } = await pool.query<{ "QUERY PLAN": string }>(`explain ${text}`);
      explain(() => rows.map((row) => row["QUERY PLAN"].trim()), { [name]: text });
    }
  } finally {
    const { rows } = await pool.query<{ name: string }>(
      "select tablename as name from pg_tables where tablename like $1",
      [`${prefix}%`],
    );
    for (const { name } of rows) await pool.query(`drop table ${name} cascade`);
    await pool.end();
  }
}

await onSqlite();
if (process.env.TEST_POSTGRES_URL) await onPostgres(process.env.TEST_POSTGRES_URL);
