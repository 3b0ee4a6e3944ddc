/** A database of its own for everybody who is measured. */

import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { startPostgres } from "../../scripts/postgres.mjs";
import { atEnd } from "./cleanup.ts";
import type { Database } from "./contract.ts";

export interface OwnDatabase {
  database: Database;
  remove: () => Promise<unknown>;
}

let server: Promise<string> | null = null;

/** The server of TEST_POSTGRES_URL, or one that lives as long as the run. */
export function postgresUrl(): Promise<string> {
  server ??= process.env.TEST_POSTGRES_URL ? Promise.resolve(process.env.TEST_POSTGRES_URL) : start();
  return server;
}

async function start(): Promise<string> {
  const { url, stop } = await startPostgres();
  atEnd(stop);
  return url;
}

/** What to know about the server that was measured on. */
export async function aboutPostgres(): Promise<string> {
  const ask = "select current_setting('server_version') as version, current_setting('fsync') as fsync";
  const [{ version, fsync }] = (await run(await postgresUrl(), ask)) as [{ version: string; fsync: string }];
  const setting = fsync === "on" ? "" : ", but with `fsync` off, so that disks do not decide";
  return `PostgreSQL ${version.split(" ")[0]} as it comes, over TCP${setting}.`;
}

export async function openDatabase(kind: Database["kind"], contestant: string): Promise<OwnDatabase> {
  const own = kind === "sqlite" ? await sqliteFile() : await postgresSchema(contestant);
  const takeBack = atEnd(own.remove);
  const remove = async () => {
    takeBack();
    await own.remove();
  };
  return { ...own, remove };
}

async function sqliteFile(): Promise<OwnDatabase> {
  const folder = await mkdtemp(join(tmpdir(), "latchkey-bench-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  return { database: { kind: "sqlite", path: join(folder, "bench.db") }, remove };
}

async function postgresSchema(contestant: string): Promise<OwnDatabase> {
  const url = await postgresUrl();
  const schema = `bench_${contestant.replace(/\W/g, "_")}_${randomBytes(4).toString("hex")}`;
  await run(url, `create schema ${schema}`);
  const remove = () => run(url, `drop schema if exists ${schema} cascade`);
  return { database: { kind: "postgres", url, schema }, remove };
}

async function run(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}
