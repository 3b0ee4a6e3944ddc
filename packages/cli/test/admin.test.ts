import { afterEach, describe, expect, it, vi } from "vitest";
import { PASSWORD, signUp } from "./client.ts";
import { databases, newSqlite } from "./databases.ts";
import { latchkey } from "./latchkey.ts";
import { newFolder, startServer } from "./processes.ts";

afterEach(() => void vi.restoreAllMocks());

const form = (url: string, path: string, fields: Record<string, string>, cookie = "") =>
  fetch(url + path, {
    method: "POST",
    redirect: "manual",
    headers: { origin: url, ...(cookie !== "" && { cookie }) },
    body: new URLSearchParams(fields),
  });

describe.each(databases)("AD05 the panel of the ready server on $name", ({ create }) => {
  const open = async () => ({ DATABASE_URL: (await create()).url });

  it("AD05 the link that the start prints makes the administrator, who manages the users of the server", async () => {
    const env = await open();
    const folder = newFolder();
    const server = await startServer(env, folder);
    const link = /http\S+\/admin\/setup\?token=(\S+)/.exec(server.said.out);
    expect(link).not.toBeNull();
    expect((await fetch(link![0])).status).toBe(200);
    const fields = { token: link![1]!, email: "root@example.com", password: PASSWORD };
    const answers = await Promise.all(
      [1, 2, 3].map((n) => form(server.url, "/admin/setup", { ...fields, email: `root${n}@example.com` })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 400, 400]);
    const [cookie = ""] = answers
      .find(({ status }) => status === 303)!
      .headers.getSetCookie()[0]!
      .split(";");

    const ada = `ada.${crypto.randomUUID()}@example.com`;
    await signUp(server.url, ada);
    const found = await fetch(`${server.url}/admin/users?search=${ada}`, { headers: { cookie } });
    expect(await found.text()).toContain(ada);
    expect((await fetch(`${server.url}/admin`, { redirect: "manual" })).headers.get("location")).toBe("/admin/users");
    expect((await fetch(`${server.url}/admin/api/users`)).status).toBe(401);
    const again = await startServer(env, newFolder());
    expect(again.said.out).not.toContain("/admin/setup");
  });

  it("AD05 AD04 administrators by command: a password is piped in, and the last one stays", async () => {
    const env = await open();
    await latchkey(["migrate"], env);
    const run = (...args: string[]) => latchkey(["admins", ...args], env, `${PASSWORD}\n`);
    const made = await run("create", "root@example.com", "--json");
    expect([made.code, made.err]).toEqual([0, ""]);
    expect(JSON.parse(made.out)).toMatchObject({ email: "root@example.com", emailVerified: true });
    expect((await run("disable", "root@example.com")).code).toBe(1);
    expect((await run("delete", "root@example.com", "--yes")).err).toMatch(/last user of the pool/);
    expect((await latchkey(["users", "list", "--json"], env)).out).not.toContain("root@example.com");
    await run("create", "second@example.com");
    expect((await run("delete", "root@example.com", "--yes")).code).toBe(0);
    const server = await startServer(env, newFolder());
    expect(server.said.out).not.toContain("/admin/setup");
    const fields = { email: "second@example.com", password: PASSWORD };
    expect((await form(server.url, "/admin/sign-in", fields)).status).toBe(303);
  });
});

it("AD05 the session of an administrator and one of a pool called admin have cookies of different names", async () => {
  const pools = { AUTH_POOLS: "admin", AUTH_OPEN_POOLS: "admin" };
  const server = await startServer({ DATABASE_URL: (await newSqlite()).url, ...pools }, newFolder());
  const token = /\/admin\/setup\?token=(\S+)/.exec(server.said.out)![1]!;
  const account = { email: "root@example.com", password: PASSWORD };
  const answers = [
    await form(server.url, "/admin/setup", { token, ...account }),
    await form(server.url, "/auth/admin/sign-up", account),
  ];
  const names = answers.map(({ headers }) => headers.getSetCookie()[0]?.split("=")[0]);
  expect(names).toEqual(["latchkey_session_admins", "latchkey_session_admin"]);
});

it("AD05 a new password of an administrator ends the other sessions", async () => {
  const server = await startServer({ DATABASE_URL: (await newSqlite()).url }, newFolder());
  const token = /\/admin\/setup\?token=(\S+)/.exec(server.said.out)![1]!;
  const email = "root@example.com";
  const cookieOf = (response: Response) => response.headers.getSetCookie()[0]!.split(";")[0]!;
  const first = cookieOf(await form(server.url, "/admin/setup", { token, email, password: PASSWORD }));
  const second = cookieOf(await form(server.url, "/admin/sign-in", { email, password: PASSWORD }));
  const change = { action: "change-password", currentPassword: PASSWORD, newPassword: "another long password" };
  const third = cookieOf(await form(server.url, "/admin/account", change, second));
  const seen = [first, second, third].map(async (cookie) => {
    const { status } = await fetch(`${server.url}/admin/users`, { headers: { cookie }, redirect: "manual" });
    return status;
  });
  expect(await Promise.all(seen)).toEqual([303, 303, 200]);
});

it("AD05 without AUTH_ADMIN there is no panel, and a pool or a path cannot take its place", async () => {
  const server = await startServer({ AUTH_ADMIN: "off" }, newFolder());
  expect((await fetch(`${server.url}/admin/users`)).status).toBe(404);
  expect(server.said.out).not.toContain("admin");
  const DATABASE_URL = "sqlite::memory:";
  expect(await latchkey(["serve"], { DATABASE_URL, AUTH_POOLS: "admins" })).toMatchObject({ code: 1 });
  expect(await latchkey(["serve"], { DATABASE_URL, AUTH_BASE_PATH: "/admin" })).toMatchObject({ code: 1 });
  const hidden = await latchkey(["serve"], { DATABASE_URL, AUTH_BASE_PATH: "/", AUTH_POOLS: "admin" });
  expect([hidden.code, hidden.err]).toEqual([1, expect.stringContaining("AUTH_POOLS cannot have a pool at /admin")]);
});
