/** The rows of a block, put into D1 some thousands at a time. */

import type { CountedD1 } from "./counted-d1.ts";
import { emailOf, LIFETIME, PASSWORD_HASH, sessionId, userId, type Block } from "./population.ts";
import { series } from "./timing.ts";

const PIECE = 2_000;

const INSERT_USERS = `
  insert into auth_users (id, pool, email, password_hash, created_at, updated_at)
  select value ->> 0, 'users', value ->> 1, '${PASSWORD_HASH}', ?2, ?2 from json_each(?1)`;

const INSERT_SESSIONS = `
  insert into auth_sessions (id, user_id, version, created_at, expires_at, ends_at, last_used_at)
  select value ->> 0, value ->> 1, 1, value ->> 2, (value ->> 2) + ${LIFETIME}, (value ->> 2) + ${LIFETIME} * 4, value ->> 2 from json_each(?1)`;

export async function fillD1({ binding }: CountedD1, { from, to, users, start, step }: Block): Promise<void> {
  const rows = series(users.count, (index) => [userId(users.from + index), emailOf(users.from + index)]);
  await inPieces(rows, (json) => binding.prepare(INSERT_USERS).bind(json, Math.floor(start)).all());
  const session = (index: number) => [
    sessionId(from + index),
    userId(users.from + (index % users.count)),
    Math.floor(start + index * step),
  ];
  const sessions = series(to - from, session);
  await inPieces(sessions, (json) => binding.prepare(INSERT_SESSIONS).bind(json).all());
}

async function inPieces(rows: readonly unknown[], insert: (json: string) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < rows.length; at += PIECE) await insert(JSON.stringify(rows.slice(at, at + PIECE)));
}
