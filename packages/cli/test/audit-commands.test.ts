import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import pg from "pg";
import { afterEach, describe, expect, it, vi } from "vitest";
import { post, signUp } from "./client.ts";
import { AUTH_SECRET, databases } from "./databases.ts";
import { latchkey } from "./latchkey.ts";
import { newFolder, startServer } from "./processes.ts";

afterEach(() => void vi.restoreAllMocks());

/** As somebody with the password of the database does. */
async function write(url: string, sql: string): Promise<void> {
  if (url.startsWith("sqlite:")) return new DatabaseSync(url.slice("sqlite:".length)).exec(sql);
  const client = new pg.Client(url);
  await client.connect();
  await client.query(sql);
  return client.end();
}

const json = (text: string) =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe.each(databases)("the audit log of a server on $name", ({ create }) => {
  it("OP03 AU02 AU03 is shown, anchored, verified, pruned and forgets a person, by commands", async () => {
    const database = await create();
    const env = { DATABASE_URL: database.url, AUTH_SECRET };
    const run = (...args: string[]) => latchkey(args, env);
    const { url } = await startServer(env, newFolder());
    const { id } = (await signUp(url, "ada@example.com")).body.user as { id: string };
    await post(`${url}/auth/signin`, { email: "ada@example.com", password: "what was typed" });
    expect((await run("users", "disable", "ada@example.com")).code).toBe(0);

    const tail = await run("audit", "tail", "--json");
    expect([tail.code, tail.err]).toEqual([0, ""]);
    expect(json(tail.out).map(({ type, actor, userId }) => [type, actor, userId])).toEqual([
      ["user.created", null, id],
      ["session.opened", null, id],
      ["email.verification_requested", null, id],
      ["sign_in.failed", null, id],
      ["user.disabled", "cli", id],
    ]);
    expect(tail.out).not.toMatch(/ada@|typed/);
    expect(json((await run("audit", "tail", "--json", "--limit", "1")).out)).toMatchObject([{ seq: 5 }]);

    const anchor = join(newFolder(), "anchor.json");
    const written = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    await run("audit", "anchor");
    writeFileSync(anchor, String(written.mock.calls.at(-1)![0]));
    written.mockRestore();
    expect((await run("audit", "verify", "--anchor", anchor)).out).toBe("The audit log is whole: 5 entries.\n");

    expect(await run("audit", "erase", id)).toMatchObject({ code: 1, err: expect.stringContaining("delete it first") });
    await run("users", "delete", "ada@example.com", "--yes");
    expect(json((await run("audit", "erase", id, "--json")).out)).toEqual([{ changed: 6 }]);
    expect((await run("audit", "tail", "--json")).out).not.toContain(id);
    expect(json((await run("audit", "prune", "1", "--json")).out)).toEqual([{ deleted: 0 }]);
    expect((await run("audit", "verify", "--anchor", anchor)).code).toBe(0);

    await write(database.url, "update auth_audit_log set type = 'user.enabled' where seq = 4");
    const broken = await run("audit", "verify", "--json");
    expect(broken.code).toBe(1);
    expect(json(broken.out)).toMatchObject([{ isValid: false, problems: [{ seq: 4, problem: "changed" }] }]);
  });

  it("OP03 AU01 is off where AUTH_AUDIT says so, and refuses a secret that is too short by its name", async () => {
    const database = await create();
    const env = { DATABASE_URL: database.url, AUTH_SECRET, AUTH_AUDIT: "off" };
    const { url } = await startServer(env, newFolder());
    await signUp(url, "ada@example.com");
    expect(await database.rows("select seq from auth_audit_log")).toEqual([]);
    expect(await latchkey(["audit", "tail"], env)).toMatchObject({
      code: 1,
      err: expect.stringContaining("AUTH_AUDIT"),
    });
    const short = { ...env, AUTH_AUDIT: "on", AUTH_AUDIT_SECRET: "short and secret" };
    const refused = await latchkey(["audit", "tail"], short);
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining("AUTH_AUDIT_SECRET") });
    expect(refused.err).not.toContain("short and secret");
  });

  it("OP03 AU01 a command that would leave it out, or prove it by another secret, is refused", async () => {
    const folder = newFolder();
    const env = { DATABASE_URL: `sqlite:${folder}/auth.db` };
    expect((await latchkey(["migrate"], env)).code).toBe(0);
    const create = (more: object) => latchkey(["users", "create", "ada@example.com"], { ...env, ...more });
    expect(await create({ AUTH_SECRET: "hunter22" })).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^latchkey: AUTH_SECRET has 8 bytes and needs at least 32/),
    });
    expect(await create({ NODE_ENV: "production" })).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^latchkey: AUTH_SECRET is missing: commands write into the audit log/),
    });
    expect(existsSync(join(folder, "secret"))).toBe(false);
    expect((await create({ NODE_ENV: "production", AUTH_SECRET })).code).toBe(0);
  });
});
