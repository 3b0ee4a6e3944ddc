import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createAuth, type Auth } from "@latchkey/core";
import { fastHasher } from "@latchkey/core/testing";
import pg from "pg";
import { afterAll } from "vitest";
import { readDatabase } from "../src/lib/database/database.ts";
import { readSettings } from "../src/lib/settings/read-settings.ts";
import { newFolder } from "./processes.ts";

/** An empty database of one's own. */
export interface TestDatabase {
  readonly url: string;
  /** Asks behind the server's back. */
  rows(sql: string): Promise<Record<string, unknown>[]>;
}

export const databases = [
  { name: "SQLite", create: newSqlite },
  { name: "PostgreSQL", create: newPostgres },
] as const;

/** One secret, so that the processes of a test know each other's tokens. */
export const AUTH_SECRET = "x7Q!m2Lr9#tZ4vB8kW1pY6sD3fG5hJ0n";

export async function newSqlite(): Promise<TestDatabase> {
  const path = join(newFolder(), "auth.db");
  return {
    url: `sqlite:${path}`,
    async rows(sql) {
      const database = new DatabaseSync(path, { readOnly: true });
      try {
        return database.prepare(sql).all();
      } finally {
        database.close();
      }
    },
  };
}

export async function newPostgres(): Promise<TestDatabase> {
  const name = `latchkey_cli_${randomBytes(6).toString("hex")}`;
  await onPostgres(serverUrl(), `create database ${name}`);
  created.add(name);
  const url = new URL(serverUrl());
  url.pathname = `/${name}`;
  return { url: url.href, rows: (sql) => onPostgres(url.href, sql) };
}

/** A way past HTTP and the cost of hashing to many real sessions. */
export async function withAuth<T>(database: TestDatabase, work: (auth: Auth) => Promise<T>): Promise<T> {
  const storage = readDatabase(readSettings({ DATABASE_URL: database.url })).open();
  try {
    return await work(createAuth({ storage, secret: AUTH_SECRET, passwords: fastHasher() }));
  } finally {
    await storage.close();
  }
}

/** Gives a user a passkey and a second factor, without a browser and an app. */
export async function addWaysIn(
  { DATABASE_URL }: { readonly DATABASE_URL: string },
  userId: string,
  passkeyId = userId,
): Promise<void> {
  const storage = readDatabase(readSettings({ DATABASE_URL })).open();
  const createdAt = new Date("2031-01-03T04:05:06.789Z");
  const owned = { userId, createdAt };
  const passkey = {
    id: passkeyId,
    publicKey: "key",
    counter: 0,
    transports: [],
    backupEligible: false,
    backedUp: false,
    aaguid: "00000000-0000-0000-0000-000000000000",
    name: "Ada's phone",
    lastUsedAt: null,
  };
  const { sessionVersion } = (await storage.users.find(userId))!.user;
  await storage.passkeys.insert({ ...owned, ...passkey }, sessionVersion);
  const factor = { ...owned, secret: "sealed", lastStep: 1, trustedSince: createdAt };
  await storage.factors.insert(factor, ["hash"], { sessionVersion });
  await storage.close();
}

const created = new Set<string>();

function serverUrl(): string {
  const url = process.env.TEST_POSTGRES_URL;
  if (!url)
    throw new Error(
      "These tests need a PostgreSQL server: set TEST_POSTGRES_URL, or run them with scripts/postgres.mjs.",
    );
  return url;
}

async function onPostgres(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

// Imported after the processes, and so cleared up before them: by force.
afterAll(async () => {
  for (const name of created) await onPostgres(serverUrl(), `drop database if exists ${name} with (force)`);
});
