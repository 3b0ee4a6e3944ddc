import type pg from "pg";
import { databaseUrl, freshPrefix, openPool } from "./postgres.ts";

/** A database or a role that somebody else has set up. */
export interface OddDatabase {
  readonly url: string;
  readonly admin: pg.Pool;
  readonly drop: () => Promise<void>;
}

/** An empty database whose settings are as told, for everybody who connects; `creation` as in `create database`. */
export async function oddDatabase(settings: Readonly<Record<string, string>>, creation = ""): Promise<OddDatabase> {
  const server = openPool(1);
  const name = `${freshPrefix()}odd`;
  await server.query(`create database ${name} ${creation}`);
  for (const [setting, value] of Object.entries(settings))
    await server.query(`alter database ${name} set ${setting} = ${value}`);
  const url = databaseUrl(name);
  const admin = openPool(2, { connectionString: url });
  return {
    url,
    admin,
    async drop() {
      await admin.end();
      await server.query(`drop database ${name} with (force)`);
      await server.end();
    },
  };
}

/** A role of a database, with settings of its own. It owns nothing and has only the rights that PUBLIC has. */
export async function oddRole(
  { admin, url }: OddDatabase,
  settings: Readonly<Record<string, string>> = {},
): Promise<{ name: string; url: string; drop: () => Promise<void> }> {
  const name = `${freshPrefix()}role`;
  await admin.query(`create role ${name} login`);
  for (const [setting, value] of Object.entries(settings))
    await admin.query(`alter role ${name} set ${setting} = ${value}`);
  const own = new URL(url);
  own.username = name;
  return {
    name,
    url: own.href,
    async drop() {
      await admin.query(`drop owned by ${name} cascade`);
      await admin.query(`drop role ${name}`);
    },
  };
}
