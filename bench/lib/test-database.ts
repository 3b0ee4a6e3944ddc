/** An empty database for each participant. */

import { rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import pg from "pg";
import { startPostgres } from "../../scripts/postgres.mjs";
import { atEnd, temporaryFolder } from "./cleanup.ts";

export const titles = { sqlite: "SQLite", postgres: "PostgreSQL" } as const;
export type DatabaseKind = keyof typeof titles;

/** A file that does not exist yet, or an empty schema, in which connections to `url` work. */
export type DatabaseLocation = { kind: "sqlite"; path: string } | { kind: "postgres"; url: string; schema: string };

let server: Promise<string> | undefined;

/** The server of TEST_POSTGRES_URL, or one that runs until the end of the bench. */
async function start(): Promise<string> {
  if (process.env.TEST_POSTGRES_URL) return process.env.TEST_POSTGRES_URL;
  const { url, stop } = await startPostgres();
  atEnd(stop);
  return url;
}

async function query(text: string): Promise<Record<string, string>[]> {
  const client = new pg.Client({ connectionString: await (server ??= start()) });
  await client.connect();
  return (await client.query(text).finally(() => client.end())).rows;
}

export async function testDatabase(kind: DatabaseKind): Promise<DatabaseLocation> {
  const folder = temporaryFolder();
  if (kind === "sqlite") return { kind, path: join(folder, "bench.db") };
  const schema = basename(folder).toLowerCase().replaceAll("-", "_");
  await query(`create schema ${schema}`);
  const url = new URL(await server!);
  url.searchParams.set("options", `-c search_path=${schema}`);
  const location: DatabaseLocation = { kind, url: url.href, schema };
  atEnd(() => removeDatabase(location));
  return location;
}

/** The address of a database of its own, for a pooler: it passes no settings on. */
export async function freshDatabase(): Promise<string> {
  const name = basename(temporaryFolder()).toLowerCase().replaceAll("-", "_");
  await query(`create database ${name}`);
  atEnd(() => query(`drop database ${name} with (force)`));
  const url = new URL(await server!);
  url.pathname = `/${name}`;
  return url.href;
}

export async function removeDatabase(location: DatabaseLocation): Promise<void> {
  if (location.kind === "postgres") await query(`drop schema if exists ${location.schema} cascade`);
  else rmSync(dirname(location.path), { recursive: true, force: true });
}

/** Version and settings, such as "18.4, fsync off". */
export async function aboutPostgres(): Promise<string> {
  const [row] = await query("select current_setting('server_version') as version, current_setting('fsync') as fsync");
  return `${row!.version!.split(" ")[0]}, fsync ${row!.fsync}`;
}
