import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { sqliteStorage } from "@latchkey/adapter-sqlite";
import { afterAll, describe, expect, it } from "vitest";
import { authOver, expectAllThere, liveIn, PASSWORD } from "../support/lived-in.ts";
import { temporaryFolder } from "../support/storages.ts";
import { triedFile } from "../support/samples/tried.ts";
import { TABLE_NAMES } from "../support/table-names.ts";

const folder = temporaryFolder();
afterAll(folder.remove);

let files = 0;
const newFile = () => join(folder.path, `${++files}.db`);

/** Runs the guide's program. */
function backUp(from: string, to: string) {
  return spawnSync(process.execPath, [triedFile("sqlite-backup"), from, to], { encoding: "utf8" });
}

function contentOf(path: string): Record<string, unknown[]> {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return Object.fromEntries(
      TABLE_NAMES.map((table) => [table, database.prepare(`select * from auth_${table} order by 1`).all()]),
    );
  } finally {
    database.close();
  }
}

describe("F29 OP05 backup of a SQLite file", () => {
  it("made as docs/operations.md says, while a server writes, has everything, and can be restored", async () => {
    const [live, backup] = [newFile(), newFile()];
    const storage = sqliteStorage(live);
    const held = await liveIn(storage);
    const before = contentOf(live);
    const writing = authOver(storage).signUp({ email: "meanwhile@example.com", password: PASSWORD });
    const { status, stderr } = backUp(live, backup);
    expect([status, stderr.replace(/\(node:\d+\) ExperimentalWarning[^]*/, "")]).toEqual([0, ""]);
    await writing;
    expect(statSync(backup).mode & 0o777).toBe(0o600);
    const copied = contentOf(backup);
    for (const table of TABLE_NAMES) expect(copied[table], table).toEqual(expect.arrayContaining(before[table]!));
    expect([
      copied.users!.length >= 20,
      copied.sessions!.length >= 40,
      copied.api_keys!.length,
      copied.tokens!.length,
    ]).toEqual([true, true, 1, 1]);

    // The server ends, or is killed; the backup takes the file's place.
    await storage.close();
    for (const path of [`${live}-wal`, `${live}-shm`]) rmSync(path, { force: true });
    copyFileSync(backup, live);
    const restored = sqliteStorage(live);
    await expectAllThere(restored, held);
    await restored.close();
  });

  it("by copying the file alone loses everything since the checkpoint", async () => {
    const [live, copy] = [newFile(), newFile()];
    const storage = sqliteStorage(live);
    await liveIn(storage, 3);
    copyFileSync(live, copy);
    expect(existsSync(`${live}-wal`)).toBe(true);
    expect(contentOf(live).users).toHaveLength(3);
    expect(() => contentOf(copy)).toThrow(/no such table/);
    await storage.close();
  });

  it("is the past: who signed out since is signed in again, and nobody is with a new secret", async () => {
    const [live, backup] = [newFile(), newFile()];
    const storage = sqliteStorage(live);
    const auth = authOver(storage);
    const { token } = await auth.signUp({ email: "ada@example.com", password: PASSWORD });
    expect(backUp(live, backup).status).toBe(0);
    await auth.signOut(token);
    expect(await auth.getUser(token)).toBeNull();
    await storage.close();

    const restored = sqliteStorage(backup);
    expect(await authOver(restored).getUser(token)).toMatchObject({ email: "ada@example.com" });
    const anew = authOver(restored, "mS4xQ9vT2kZ7nB5wR8jL3cY6pF1hD0gE");
    expect(await anew.getUser(token)).toBeNull();
    expect((await anew.signIn({ email: "ada@example.com", password: PASSWORD })).user.email).toBe("ada@example.com");
    await restored.close();
  });

  it("refuses to write over a file", async () => {
    const [live, backup] = [newFile(), newFile()];
    const storage = sqliteStorage(live);
    await liveIn(storage, 2);
    expect(backUp(live, backup).status).toBe(0);
    expect(backUp(live, backup).status).not.toBe(0);
    await storage.close();
  });
});
