import { describe, expect, it, vi } from "vitest";
import { get, me, PASSWORD, post, signIn, signOut, signUp } from "./client.ts";
import { AUTH_SECRET, databases, newSqlite, withAuth } from "./databases.ts";
import { latchkey } from "./latchkey.ts";
import { newFolder, startServer } from "./processes.ts";

// Many real hashes and processes, on as few cores as there are.
vi.setConfig({ testTimeout: 180_000 });

describe.concurrent.each(databases)("a server on $name that is killed and started again", ({ create }) => {
  const start = async () => {
    const { url: DATABASE_URL } = await create();
    const folder = newFolder();
    return () => startServer({ DATABASE_URL, AUTH_SECRET }, folder);
  };

  it("P03 keeps its users signed in", async () => {
    const startAgain = await start();
    const first = await startAgain();
    const { headers } = await post(`${first.url}/auth/signup`, { email: "ada@example.com", password: PASSWORD });
    const cookie = headers.get("set-cookie")!.split(";")[0]!;
    expect(await first.kill()).toBe("SIGKILL");

    const second = await startAgain();
    expect((await get(`${second.url}/auth/me`, { cookie })).body.user.email).toBe("ada@example.com");
    expect((await signIn(second.url, "ada@example.com")).status).toBe(200);
  });

  it("SE02 D03 keeps out who had signed out, killed right after the answer", async () => {
    const startAgain = await start();
    let server = await startAgain();
    const { body } = await signUp(server.url, "ada@example.com");
    expect((await signOut(server.url, body.token)).body).toEqual({ success: true });
    await server.kill();

    server = await startAgain();
    const cookie = `latchkey_session=${body.token}`;
    expect((await me(server.url, body.token)).status).toBe(401);
    expect((await get(`${server.url}/auth/me`, { cookie })).status).toBe(401);
  });
});

it.concurrent("D03 five servers, each killed right after it answered a sign-out: every token is dead", async () => {
  const database = await newSqlite();
  const folder = newFolder();
  const tokens = await withAuth(database, async (auth) => {
    const drafts = Array.from({ length: 5 }, (_, at) =>
      auth.signUp({ email: `ada${at}@example.com`, password: PASSWORD }),
    );
    return (await Promise.all(drafts)).map(({ token }) => token);
  });
  for (const token of tokens) {
    const server = await startServer({ DATABASE_URL: database.url, AUTH_SECRET }, folder);
    const { status } = await signOut(server.url, token);
    await server.kill();
    expect(status).toBe(200);
    expect(await withAuth(database, (auth) => auth.getUser(token))).toBeNull();
  }
});

describe.concurrent.each(databases)("kill -9 into a storm of sign-ups on $name", ({ create }) => {
  it("D01 AU01 leaves every acknowledged account able to sign in, none half or double, each in the log", async () => {
    const database = await create();
    const folder = newFolder();
    const acknowledged: string[] = [];
    const left: string[] = [];

    for (let round = 0; round < 3; round++) {
      const server = await startServer({ DATABASE_URL: database.url, AUTH_SECRET }, folder);
      const storm = Array.from({ length: 16 }, async (_, at) => {
        const email = `user${at}.of.round${round}@example.com`;
        const { status } = await signUp(server.url, email).catch(() => ({ status: 0 }));
        (status === 200 ? acknowledged : left).push(email);
        // In the thick of it: some are done, some are being hashed or written, some wait.
        if (status === 200 && acknowledged.length >= 5 * (round + 1)) server.child.kill("SIGKILL");
      });
      await Promise.all(storm);
      expect(await server.end).toBe("SIGKILL");
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(15);
    expect(left.length).toBeGreaterThan(0);

    const halves = await database.rows(
      "select email from auth_users where id not in (select user_id from auth_sessions)",
    );
    const doubles = await database.rows("select email from auth_users group by email having count(*) > 1");
    expect({ halves, doubles }).toEqual({ halves: [], doubles: [] });

    const listOf = async (sql: string) => (await database.rows(sql)).map(({ id }) => String(id)).sort();
    const users = await listOf("select id from auth_users");
    expect(await listOf("select user_id as id from auth_audit_log where type = 'user.created'")).toEqual(users);
    expect(await listOf("select user_id as id from auth_audit_log where type = 'session.opened'")).toEqual(
      await listOf("select user_id as id from auth_sessions"),
    );
    const env = { DATABASE_URL: database.url, AUTH_SECRET };
    expect(await latchkey(["audit", "verify"], env)).toMatchObject({ code: 0, out: expect.stringContaining("whole") });

    const server = await startServer({ DATABASE_URL: database.url, AUTH_SECRET }, folder);
    const statuses = async (emails: readonly string[], ask: typeof signUp) =>
      Promise.all(emails.map(async (email) => (await ask(server.url, email)).status));
    expect(new Set(await statuses(acknowledged, signIn))).toEqual(new Set([200]));
    // Who got no answer is there in full, or not at all.
    const stored = new Set((await database.rows("select email from auth_users")).map(({ email }) => email));
    const half = left.slice(0, 8);
    expect(await statuses(half, signUp)).toEqual(half.map((email) => (stored.has(email) ? 409 : 200)));
    expect(await statuses(half, signIn)).toEqual(half.map(() => 200));
  });
});
