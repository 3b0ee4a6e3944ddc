import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { me, PASSWORD, signIn, signOut, signUp } from "./client.ts";
import { AUTH_SECRET, newPostgres, withAuth } from "./databases.ts";
import { latchkey } from "./latchkey.ts";
import { newFolder, run, startServer, until } from "./processes.ts";

const anyone = () => `${crypto.randomUUID()}@example.com`;

function place() {
  const folder = newFolder();
  const file = join(folder, "auth.db");
  const env = { DATABASE_URL: `sqlite:${file}`, AUTH_SECRET };
  return { folder, file, env, backup: join(folder, "backup.db") };
}

/** A database with one user, whom nobody has open. */
async function filled() {
  const files = place();
  const email = anyone();
  const { token } = await withAuth({ url: files.env.DATABASE_URL, rows: async () => [] }, (auth) =>
    auth.signUp({ email, password: PASSWORD }),
  );
  return { ...files, email, token };
}

function change(path: string, sql: string): void {
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
}

const usersOf = (path: string) => {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return database
      .prepare("select email from auth_users")
      .all()
      .map(({ email }) => email);
  } finally {
    database.close();
  }
};

describe("OP05 latchkey backup and restore of a SQLite file", () => {
  it("OP05 under writes and after kill -9 nothing is lost that was acknowledged before the backup", async () => {
    const { folder, env, backup } = place();
    const server = await startServer(env, folder);
    const acknowledged: { readonly email: string; readonly token: string }[] = [];
    let goesOn = true;
    const write = async () => {
      while (goesOn) {
        const email = anyone();
        const { status, body } = await signUp(server.url, email);
        if (status === 200) acknowledged.push({ email, token: body.token });
      }
    };
    const writers = [write(), write()];
    await until(() => acknowledged.length >= 3);
    const before = [...acknowledged];
    const made = run(["backup", backup, "--json"], env, folder);
    expect([await made.end, made.said.err]).toEqual([0, ""]);
    expect(JSON.parse(made.said.out)).toMatchObject({ file: backup, users: expect.any(Number) });
    const [first, second] = before;
    expect((await signOut(server.url, first!.token)).status).toBe(200);
    await until(() => acknowledged.length >= before.length + 1);
    goesOn = false;
    await Promise.all(writers);
    expect(await server.kill("SIGKILL")).toBe("SIGKILL");

    const restored = run(["restore", backup, "--force"], env, folder);
    expect(await restored.end).toBe(0);
    expect(restored.said.out).toContain("sessions that were signed out since are alive again");
    const again = await startServer(env, folder);
    for (const { email, token } of before)
      expect(await me(again.url, token)).toMatchObject({ status: 200, body: { user: { email } } });
    expect((await signIn(again.url, second!.email)).status).toBe(200);
    await again.kill("SIGTERM");

    // As the sentence says: with a new secret nobody is signed in, and every account is there.
    const anew = await startServer({ ...env, AUTH_SECRET: AUTH_SECRET.toUpperCase() }, folder);
    expect((await me(anew.url, first!.token)).status).toBe(401);
    expect((await signIn(anew.url, first!.email)).status).toBe(200);
    // Three servers start, and each sign-up hashes as in production.
  }, 180_000);

  it("OP05 what a killed server had not yet moved from its log into the file is in the backup", async () => {
    const { folder, file, env, backup } = place();
    const server = await startServer(env, folder);
    const email = anyone();
    expect((await signUp(server.url, email)).status).toBe(200);
    await server.kill("SIGKILL");
    expect(statSync(`${file}-wal`).size).toBeGreaterThan(0);
    expect((await latchkey(["backup", backup], env)).code).toBe(0);
    expect(usersOf(backup)).toEqual([email]);
    expect(statSync(backup).mode & 0o777).toBe(0o600);
  });

  it("OP05 restore refuses while a server has the file open, and the server goes on", async () => {
    const { folder, env, backup } = place();
    const server = await startServer(env, folder);
    const { token } = (await signUp(server.url, anyone())).body;
    expect((await latchkey(["backup", backup], env)).code).toBe(0);
    const { code, err } = await latchkey(["restore", backup, "--force"], env);
    expect([code, err]).toEqual([1, expect.stringMatching(/^latchkey: A process has .* open: stop the server first/)]);
    expect((await signUp(server.url, anyone())).status).toBe(200);
    expect((await me(server.url, token)).status).toBe(200);
  });

  it("OP05 neither replaces a file that is there, unless it is told to", async () => {
    const { file, env, backup, email } = await filled();
    expect((await latchkey(["backup", backup], env)).code).toBe(0);
    const kept = readFileSync(backup);
    expect(await latchkey(["backup", backup], env)).toMatchObject({ code: 1, err: expect.stringContaining("exists") });
    expect(readFileSync(backup).equals(kept)).toBe(true);
    change(file, "update auth_users set email = 'later@example.com'");
    expect((await latchkey(["restore", backup], env)).err).toMatch(/exists: add --force/);
    expect(usersOf(file)).toEqual(["later@example.com"]);
    expect((await latchkey(["restore", backup, "--force", "--json"], env)).out).toBe(
      `${JSON.stringify({ database: file, users: 1 })}\n`,
    );
    expect(usersOf(file)).toEqual([email]);
    expect((await latchkey(["backup", backup, "--force"], env)).code).toBe(0);
  });

  it.each<[name: string, spoil: (backup: string) => void, sentence: RegExp]>([
    ["is cut off", (path) => truncateSync(path, statSync(path).size - 8192), /cannot be copied|damaged/],
    ["is no database", (path) => writeFileSync(path, "x".repeat(9000)), /not a database/],
    ["is of another program", (path) => change(path, "drop table auth_migrations"), /holds no accounts of Latchkey/],
    [
      "comes from a newer version",
      (path) => change(path, "update auth_migrations set step = 999 where step = 1"),
      /migration 999, and this version knows \d+: update/,
    ],
  ])("OP05 a backup that %s is refused, and the database stays as it was", async (_, spoil, sentence) => {
    const { folder, file, env, backup, email } = await filled();
    expect((await latchkey(["backup", backup], env)).code).toBe(0);
    chmodSync(backup, 0o600);
    spoil(backup);
    const { code, err } = await latchkey(["restore", backup, "--force"], env);
    expect([code, err]).toEqual([1, expect.stringMatching(sentence)]);
    expect(usersOf(file)).toEqual([email]);
    expect(existsSync(join(folder, "auth.db"))).toBe(true);
  });

  it("OP05 a damaged database, and none at all, take a backup", async () => {
    const { file, env, backup, email } = await filled();
    expect((await latchkey(["backup", backup], env)).code).toBe(0);
    writeFileSync(file, "no database any more");
    writeFileSync(`${file}-wal`, "nor a log");
    expect((await latchkey(["restore", backup, "--force"], env)).code).toBe(0);
    expect([usersOf(file), existsSync(`${file}-wal`)]).toEqual([[email], false]);
    const other = place();
    const elsewhere = { ...other.env, DATABASE_URL: `sqlite:${other.folder}/new/auth.db` };
    expect((await latchkey(["restore", backup], elsewhere)).code).toBe(0);
    expect(usersOf(join(other.folder, "new/auth.db"))).toEqual([email]);
  });

  it("OP05 a link stays, and the file that it names is replaced; what cannot be is told in a sentence", async () => {
    const { folder, file, env, backup, email } = await filled();
    expect((await latchkey(["backup", backup], env)).code).toBe(0);
    change(file, "update auth_users set email = 'later@example.com'");
    const link = join(folder, "link.db");
    symlinkSync(file, link);
    expect((await latchkey(["restore", backup, "--force"], { ...env, DATABASE_URL: `sqlite:${link}` })).code).toBe(0);
    expect([lstatSync(link).isSymbolicLink(), usersOf(file)]).toEqual([true, [email]]);
    mkdirSync(join(folder, "folder.db"));
    const refused = await latchkey(["restore", backup, "--force"], {
      ...env,
      DATABASE_URL: `sqlite:${join(folder, "folder.db")}`,
    });
    expect(refused).toMatchObject({ code: 1, err: expect.stringMatching(/folder\.db cannot be replaced \(/) });
    expect(readdirSync(folder).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  it("OP05 for PostgreSQL they name its own programs", async () => {
    const env = { DATABASE_URL: (await newPostgres()).url };
    expect((await latchkey(["backup", "x"], env)).err).toMatch(/pg_dump --format=custom .*docs\/operations\.md/);
    expect((await latchkey(["restore", "x"], env)).err).toMatch(/pg_restore /);
    expect(await latchkey(["backup"], env)).toMatchObject({ code: 2, err: expect.stringContaining("Write it like") });
    expect((await latchkey(["backup", "--help"], env)).out).toBe("latchkey backup <file> [--force] [--json]\n");
  });
});
