import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SqliteDatabase } from "@latchkey/adapter-sqlite";

type Open = (path: string) => Promise<SqliteDatabase>;

const better: Open = async (path) => new (await import("better-sqlite3")).default(path);
const node: Open = async (path) => new (await import("node:sqlite")).DatabaseSync(path);
const bun: Open = async (path) => {
  const name = "bun:sqlite";
  return new (await import(name)).Database(path) as SqliteDatabase;
};

/** Every driver of this runtime. */
export const drivers: readonly { readonly name: string; readonly open: Open }[] =
  "Bun" in globalThis
    ? [
        { name: "better-sqlite3", open: better },
        { name: "bun:sqlite", open: bun },
      ]
    : [
        { name: "better-sqlite3", open: better },
        { name: "node:sqlite", open: node },
      ];

/** Runs in a folder of its own, which is gone afterwards. */
export async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-sqlite-"));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** A user without a session, of so many bytes. */
export function newUser(bytes = 0) {
  const at = new Date("2031-02-03T04:05:06.789Z");
  const id = crypto.randomUUID();
  const user = {
    id,
    pool: "users",
    email: `${id}@example.com`,
    username: null,
    emailVerified: false,
    metadata: { filler: "x".repeat(bytes) },
    appMetadata: null,
    disabled: false,
    sessionVersion: 1,
    createdAt: at,
    updatedAt: at,
  };
  const session = {
    id: id.slice(0, 16),
    userId: id,
    version: 1,
    createdAt: at,
    expiresAt: at,
    endsAt: at,
    lastUsedAt: at,
    provedAt: at,
    methods: ["password"],
    address: null,
    agent: null,
  };
  return { credentials: { user, passwordHash: `$${id}` }, session };
}
