/** Tables in PostgreSQL with as many sessions as one likes. */

import pg from "pg";
import { postgresStorage } from "../../packages/adapter-postgres/src/index.ts";
import { atEnd } from "../lib/cleanup.ts";
import { blockParameters, type Ground } from "./ground.ts";
import { LIFETIME, PASSWORD_HASH, Population, sessionId, userId } from "./population.ts";

/** Rows that one statement makes. */
const PIECE = 1_000_000;
const ID = "translate(encode(decode(left(md5(i::text), 24), 'hex'), 'base64'), '+/', '-_')";
const moment = (milliseconds: string) => `to_timestamp((${milliseconds}) / 1000.0)`;

export interface PostgresGround extends Ground {
  readonly url: string;
  readonly prefix: string;
  readonly pool: pg.Pool;
}

export async function postgresGround(url: string, expired: number): Promise<PostgresGround> {
  const prefix = `bench${crypto.randomUUID().replaceAll("-", "").slice(0, 12)}_`;
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  const population = new Population(expired);
  const storage = postgresStorage(pool, { prefix });
  await storage.migrate();
  let madeExpired = 0;

  const takeBack = atEnd(close);
  async function close(): Promise<void> {
    takeBack();
    const tables = ["sessions", "tokens", "api_keys", "counters", "users", "pools", "migrations"].map(
      (name) => prefix + name,
    );
    await pool.query(`drop table if exists ${tables.join(", ")} cascade`);
    await pool.end();
  }

  async function insert(rows: readonly { id: string; user: number; at: number }[]): Promise<void> {
    const text = `
      insert into ${prefix}sessions (id, user_id, version, created_at, expires_at, ends_at, last_used_at)
      select id, "user", 1, ${moment("at")}, ${moment(`at + ${LIFETIME}`)}, ${moment(`at + ${LIFETIME}::bigint * 4`)}, ${moment("at")}
      from unnest($1::text[], $2::uuid[], $3::bigint[]) as made (id, "user", at)`;
    await pool.query(text, [rows.map(({ id }) => id), rows.map(({ user }) => userId(user)), rows.map(({ at }) => at)]);
  }

  async function number(text: string, values: unknown[] = []): Promise<number> {
    return Number(Object.values((await pool.query(text, values)).rows[0] as object)[0]);
  }

  return {
    name: "PostgreSQL",
    url,
    prefix,
    pool,
    population,
    storage: () => storage,
    growTo: (size) => fill(pool, prefix, blockParameters(population.growTo(size))),
    async restore(numbers) {
      await insert(
        numbers.map((each) => ({ id: sessionId(each), user: population.ownerOf(each), at: population.began })),
      );
    },
    async remove(ids) {
      await pool.query(`delete from ${prefix}sessions where id = any($1)`, [ids]);
    },
    async addExpired(count) {
      const at = Math.floor(population.began - LIFETIME - 3_600_000);
      await insert(
        Array.from({ length: count }, () => ({ id: sessionId(-++madeExpired), user: population.anyUser(), at })),
      );
    },
    count: async () => ({
      all: await number(`select count(*) from ${prefix}sessions`),
      expired: await number(`select count(*) from ${prefix}sessions where expires_at < ${moment("$1::bigint")}`, [
        population.began,
      ]),
    }),
    size: () =>
      number(
        `select sum(pg_total_relation_size(oid)) from pg_class where relkind = 'r' and relname like '${prefix.slice(0, -1)}\\_%'`,
      ),
    close,
  };
}

async function fill(pool: pg.Pool, prefix: string, parameters: readonly number[]): Promise<void> {
  const [from = 0, to = 0, firstUser = 0, users = 0, start = 0, step = 0] = parameters;
  await pool.query(`
    insert into ${prefix}users (id, pool, email, password_hash, created_at, updated_at)
    select md5('user ' || i)::uuid, 'users', 'user-' || i || '@example.com', '${PASSWORD_HASH}', ${moment(`${start}`)}, ${moment(`${start}`)}
    from generate_series(${firstUser}, ${firstUser + users - 1}) as i`);
  for (let piece = from; piece < to; piece += PIECE) {
    await pool.query(`
      insert into ${prefix}sessions (id, user_id, version, created_at, expires_at, ends_at, last_used_at)
      select ${ID}, md5('user ' || ${firstUser} + (i - ${from}) % ${users})::uuid, 1, at, at + lasts, at + lasts * 4, at
      from (
        select i, ${moment(`${start} + (i - ${from}) * ${step}`)} as at, interval '${LIFETIME / 1000} seconds' as lasts
        from generate_series(${piece}, ${Math.min(piece + PIECE, to) - 1}) as i
      ) as opened`);
  }
  for (const table of ["users", "sessions"]) await pool.query(`vacuum analyze ${prefix}${table}`);
}
