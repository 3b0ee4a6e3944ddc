import { pbkdf2 } from "@latchkey/core";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { bearer, dial, get, me, PASSWORD, post, signIn, signUp } from "./client.ts";
import { AUTH_SECRET, newSqlite } from "./databases.ts";
import { newFolder, startServer, until } from "./processes.ts";

const NEXT = "a quite different password";

/** The link of the newest mail to an address. */
function mailed(said: string, address: string): { link: string; token: string } {
  const mails = said.split("Mail to ").filter((mail) => mail.startsWith(`${address}:`));
  const [link = "", token = ""] = /http\S+\?token=([\w-]+)/.exec(mails.at(-1) ?? "") ?? [];
  return { link, token };
}

describe("the whole life of an account, in development", () => {
  it("Y34 Y35 Y36 mails are shown in the terminal, each with a link that works", async () => {
    const { url, said } = await startServer({}, newFolder());
    const email = "ada@example.com";
    const first = (await signUp(url, email)).body.token;
    await until(() => mailed(said.out, email).token);
    const { link, token } = mailed(said.out, email);
    expect(link).toBe(`${url}/auth/verify-email?token=${token}`);
    expect((await fetch(link)).status).toBe(200);
    const verified = await post(`${url}/auth/email/verify`, { token, password: PASSWORD });
    expect([verified.status, verified.body.user.emailVerified]).toEqual([200, true]);

    const before = said.out.length;
    expect((await post(`${url}/auth/password/forgot`, { email })).body).toEqual({ success: true });
    await until(() => mailed(said.out.slice(before), email).token);
    const reset = await post(`${url}/auth/password/reset`, {
      token: mailed(said.out.slice(before), email).token,
      password: NEXT,
    });
    expect(reset.status).toBe(200);
    expect([
      (await me(url, first)).status,
      (await signIn(url, email)).status,
      (await signIn(url, email, NEXT)).status,
    ]).toEqual([401, 401, 200]);
    expect(said.err).toBe("");
  });

  it("Y31 Y33 Y41 sessions, keys and one's own account are mounted, and keep the agent but no address", async () => {
    const { url } = await startServer({}, newFolder());
    const { token } = (await signUp(url, "ada@example.com")).body;
    expect((await post(`${url}/auth/refresh`, undefined, bearer(token))).status).toBe(200);
    const [session] = (await get(`${url}/auth/sessions`, bearer(token))).body.sessions;
    expect(session).toMatchObject({ current: true, agent: expect.any(String), address: null });
    expect(
      (await post(`${url}/auth/api-keys`, { name: "CI", currentPassword: PASSWORD }, bearer(token))).body.key,
    ).toMatch(/^lk_/);
    expect((await post(`${url}/auth/me/delete`, { currentPassword: PASSWORD }, bearer(token))).status).toBe(200);
    expect((await me(url, token)).status).toBe(401);
  });

  it("F16 PW09 common passwords are refused from the start", async () => {
    const { url } = await startServer({}, newFolder());
    for (const password of ["password123", "Liverpool1", "1qaz2wsx3edc", "latchkey2026", "ada.lovelace1"]) {
      const answer = await post(`${url}/auth/signup`, { email: "ada.lovelace@example.com", password });
      expect([answer.status, answer.body.code], password).toEqual([400, "password_too_common"]);
    }
  });

  it("SI03 an account is locked after five wrong passwords, in every process on one database", async () => {
    const folder = newFolder();
    const [one, two] = [await startServer({}, folder), await startServer({}, folder)];
    const { token } = (await signUp(one.url, "ada@example.com")).body;
    const guesses = await Promise.all(
      Array.from({ length: 20 }, (_, at) => signIn([one, two][at % 2]!.url, "ada@example.com", "wrong password")),
    );
    expect(guesses.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(
      guesses.filter(({ status, headers }) => status === 429 && Number(headers.get("retry-after")) > 500),
    ).toHaveLength(15);
    expect((await me(two.url, token)).status).toBe(200);
  });

  it("F65 a hostile user agent reaches neither the terminal nor a session list raw", async () => {
    const { url, said } = await startServer({}, newFolder());
    const body = JSON.stringify({ email: "ada@example.com", password: PASSWORD });
    const line = dial(url);
    const head =
      `POST /auth/signup HTTP/1.1\r\nHost: ${new URL(url).host}\r\nContent-Type: application/json\r\n` +
      `Session-Carrier: bearer\r\nConnection: close\r\n`;
    // CSI in one byte, which terminals of eight bits obey: clear the screen.
    line.socket.write(
      Buffer.from(
        `${head}User-Agent: evil\x9b2J\x85${"x".repeat(300)}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
        "latin1",
      ),
    );
    await until(() => line.isClosed());
    const token = /"token":"([^"]+)"/.exec(line.received())![1]!;
    const [session] = (await get(`${url}/auth/sessions`, bearer(token))).body.sessions;
    expect(session.agent).toMatch(/^evil\\u\{9b\}2J\\u\{85\}x+$/);
    expect(session.agent).toHaveLength(256);
    await until(() => mailed(said.out, "ada@example.com").token);
    expect(said.out + said.err).not.toMatch(/evil|[^\P{Cc}\n]/u);
  });

  it("describes itself in OpenAPI", async () => {
    const { url } = await startServer({ AUTH_BASE_PATH: "/api/auth" }, newFolder());
    const { status, body } = await get(`${url}/api/auth/openapi.json`);
    expect([status, body.openapi, body.servers]).toEqual([200, "3.1.0", [{ url: "/api/auth" }]]);
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining(["/signup", "/refresh", "/password/reset", "/api-keys"]),
    );
    const administrators = (await get(`${url}/admin/openapi.json`)).body;
    expect(Object.keys(administrators.paths)).toEqual(
      expect.arrayContaining(["/api/users/{id}", "/api/audit", "/prove"]),
    );
  });
});

describe("in production", () => {
  it("what needs mails is not there, nor the OpenAPI document, and no mail is shown", async () => {
    const { url, said } = await startServer({ NODE_ENV: "production", AUTH_SECRET }, newFolder());
    await signUp(url, "ada@example.com");
    const answers = [
      await post(`${url}/auth/password/forgot`, { email: "ada@example.com" }),
      await get(`${url}/auth/openapi.json`),
      await get(`${url}/admin/openapi.json`),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    expect((await get(`${url}/auth/sessions`)).status).toBe(401);
    expect(said.out).not.toContain("Mail to");
  });
});

describe("passwords on the ready server", () => {
  it("F18 are hashed at 220 000 iterations; an older hash signs in and is made anew", async () => {
    const database = await newSqlite();
    const { url } = await startServer({ DATABASE_URL: database.url, AUTH_SECRET }, newFolder());
    const email = "ada@example.com";
    await signUp(url, email);
    const stored = async () => String((await database.rows("select password_hash from auth_users"))[0]!.password_hash);
    expect(await stored()).toMatch(/^\$pbkdf2-sha512\$i=220000\$/);

    const file = new DatabaseSync(database.url.slice("sqlite:".length));
    file.prepare("update auth_users set password_hash = ?").run(await pbkdf2().hash(PASSWORD));
    file.close();
    expect(await stored()).toMatch(/^\$pbkdf2-sha512\$i=100000\$/);
    expect((await signIn(url, email, "not the password")).status).toBe(401);
    expect(await stored()).toMatch(/\$i=100000\$/);
    expect((await signIn(url, email)).status).toBe(200);
    expect(await stored()).toMatch(/\$i=220000\$/);
    expect((await signIn(url, email)).status).toBe(200);
  });

  it("F16 PW09 may not be ones that many people use", async () => {
    const { url } = await startServer({}, newFolder());
    for (const password of ["password123", "PASSWORD123", "qwertyuiop", "iloveyou1"]) {
      const { status, body } = await post(`${url}/auth/signup`, { email: "ada@example.com", password });
      expect([status, body.code, body.field]).toEqual([400, "password_too_common", "password"]);
    }
    expect((await signUp(url, "ada@example.com")).status).toBe(200);
  });
});
