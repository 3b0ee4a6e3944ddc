/** A SQLite file with as many sessions as one likes. */

import Database from "better-sqlite3";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sqliteStorage } from "../../packages/adapter-sqlite/src/index.ts";
import { atEnd } from "../lib/cleanup.ts";
import { blockParameters, type Ground } from "./ground.ts";
import { emailOf, LIFETIME, PASSWORD_HASH, Population, sessionId, userId } from "./population.ts";

/** `:from`, `:to`, `:first_user`, `:users`, `:start`, `:step`; each row has its number `i`. */
const INSERT_USERS = `
  with recursive numbers(i) as (select :first_user union all select i + 1 from numbers where i + 1 < :first_user + :users)
  insert into auth_users (id, pool, email, password_hash, created_at, updated_at)
  select user_id(i), 'users', email_of(i), '${PASSWORD_HASH}', :start, :start from numbers`;

const INSERT_SESSIONS = `
  with recursive numbers(i) as (select :from union all select i + 1 from numbers where i + 1 < :to), opened as (
    select i, cast(:start + (i - :from) * :step as integer) as at from numbers
  )
  insert into auth_sessions (id, user_id, version, created_at, expires_at, ends_at, last_used_at)
  select session_id(i), user_id(:first_user + (i - :from) % :users), 1, at, at + ${LIFETIME}, at + ${LIFETIME} * 4, at from opened`;

const INSERT_SESSION = `
  insert into auth_sessions (id, user_id, version, created_at, expires_at, ends_at, last_used_at) values (?, ?, 1, ?, ?, ?, ?)`;

export interface SqliteGround extends Ground {
  readonly file: string;
}

export async function sqliteGround(expired: number): Promise<SqliteGround> {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-bench-"));
  const file = join(folder, "auth.db");
  const population = new Population(expired);
  let storage = sqliteStorage(file);
  await storage.migrate();
  let madeExpired = 0;

  const takeBack = atEnd(close);
  async function close(): Promise<void> {
    takeBack();
    await storage.close();
    rmSync(folder, { recursive: true, force: true });
  }

  /** On a connection of its own, which waits for the others. */
  function using<T>(work: (database: Database.Database) => T): T {
    const database = new Database(file, { timeout: 60_000 });
    try {
      return work(database);
    } finally {
      database.close();
    }
  }

  function insert(rows: readonly { id: string; user: number; at: number }[]): void {
    using((database) => {
      const statement = database.prepare(INSERT_SESSION);
      database.transaction(() => {
        for (const { id, user, at } of rows) statement.run(id, userId(user), at, at + LIFETIME, at + LIFETIME * 4, at);
      })();
    });
  }

  return {
    name: "SQLite",
    file,
    population,
    storage: () => storage,
    async growTo(size) {
      await storage.close();
      using((database) => fill(database, blockParameters(population.growTo(size))));
      storage = sqliteStorage(file);
    },
    async restore(numbers) {
      insert(
        numbers.map((number) => ({ id: sessionId(number), user: population.ownerOf(number), at: population.began })),
      );
    },
    async remove(ids) {
      using((database) => {
        const statement = database.prepare("delete from auth_sessions where id = ?");
        database.transaction(() => ids.forEach((id) => statement.run(id)))();
      });
    },
    async addExpired(count) {
      const at = population.began - LIFETIME - 3_600_000;
      insert(Array.from({ length: count }, () => ({ id: sessionId(-++madeExpired), user: population.anyUser(), at })));
    },
    count: async () =>
      using((database) => {
        const text = "select count(*) as 'all', count(*) filter (where expires_at < ?) as expired from auth_sessions";
        return database.prepare(text).get(population.began) as { all: number; expired: number };
      }),
    size: async () => statSync(file).size,
    close,
  };
}

/** No journal and a large cache: the rows can be made again, and random keys go all over the file. */
function fill(database: Database.Database, [from, to, first_user, users, start, step]: readonly number[]): void {
  for (const pragma of ["journal_mode = off", "synchronous = off", "cache_size = -4000000", "locking_mode = exclusive"])
    database.pragma(pragma);
  database.function("session_id", { deterministic: true }, (number) => sessionId(number as number));
  database.function("user_id", { deterministic: true }, (number) => userId(number as number));
  database.function("email_of", { deterministic: true }, (number) => emailOf(number as number));
  database.transaction(() => {
    database.prepare(INSERT_USERS).run({ first_user, users, start });
    database.prepare(INSERT_SESSIONS).run({ from, to, first_user, users, start, step });
  })();
  database.exec("analyze");
  database.pragma("journal_mode = wal");
}
