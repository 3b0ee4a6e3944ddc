import { afterEach, describe, expect, it, vi } from "vitest";
import { me, PASSWORD, post, signUp } from "./client.ts";
import { addWaysIn, AUTH_SECRET, databases, newSqlite } from "./databases.ts";
import { main } from "../src/lib/main.ts";
import { latchkey } from "./latchkey.ts";
import { newFolder, run, startServer } from "./processes.ts";

afterEach(() => void vi.restoreAllMocks());

const linesOf = (text: string) => text.trimEnd().split("\n");
const json = (text: string) => linesOf(text).map((line) => JSON.parse(line) as Record<string, unknown>);

describe.each(databases)("OP03 commands over the accounts in $name", ({ create }) => {
  const open = async () => ({ DATABASE_URL: (await create()).url, AUTH_SECRET });

  it("OP03 what a server made is listed, shown, locked out, let in again and deleted", async () => {
    const env = await open();
    const { url } = await startServer(env, newFolder());
    const ada = `ada.${crypto.randomUUID()}@example.com`;
    const { token } = (await signUp(url, ada)).body;
    const run = (...args: string[]) => latchkey(args, env);

    const listed = await run("users", "list", "--json", "--limit", "1000");
    expect([listed.code, listed.err]).toEqual([0, ""]);
    const found = json(listed.out).find(({ email }) => email === ada)!;
    expect(found).toEqual({
      email: ada,
      username: null,
      emailVerified: false,
      disabled: false,
      createdAt: expect.any(String),
      id: expect.any(String),
    });
    const shown = await run("users", "show", ada);
    expect(shown.out).toMatch(new RegExp(`^email +${ada}$`, "m"));
    expect(shown.out).toMatch(/^disabled +no$/m);
    expect(json((await run("users", "show", String(found.id), "--json")).out)[0]).toMatchObject({ email: ada });

    expect(await run("users", "reset-second-factor", ada)).toMatchObject({
      code: 1,
      err: "latchkey: The user has no second factor.\n",
    });
    await addWaysIn(env, String(found.id));
    const withWays = json((await run("users", "show", ada, "--json")).out)[0];
    expect(withWays).toMatchObject({ passkeys: ["Ada's phone"], secondFactor: "2031-01-03T04:05:06.789Z" });
    expect((await run("users", "show", ada)).out).toMatch(/^passkeys +\["Ada's phone"\]$/m);
    const reset = await run("users", "reset-second-factor", ada);
    const unsent = "No mail was sent, since nothing here sends mails: tell the owner.";
    const said = `${ada} signs in without a second factor. ${unsent}\n`;
    expect(reset).toMatchObject({ code: 0, out: said });
    expect(json((await run("users", "show", ada, "--json")).out)[0]).toMatchObject({ secondFactor: null });

    const sessions = await run("sessions", "list", ada, "--json");
    expect(json(sessions.out)).toHaveLength(1);
    expect((await run("users", "disable", ada)).out).toBe(`${ada} is disabled.\n`);
    expect(await me(url, token)).toMatchObject({ status: 401 });
    expect((await run("users", "enable", ada, "--json")).out).toBe("");
    expect((await run("users", "unlock", ada)).code).toBe(0);

    const second = (await post(`${url}/auth/signin`, { email: ada, password: PASSWORD })).body.token;
    expect((await run("sessions", "end", ada)).err).toMatch(/^latchkey: Say which sessions to end/);
    expect((await run("sessions", "end", ada, "--all")).out).toBe(`${ada} is signed out everywhere.\n`);
    expect(await me(url, second)).toMatchObject({ status: 401 });

    expect(await run("users", "delete", ada)).toMatchObject({ code: 1, err: expect.stringContaining("add --yes") });
    expect((await run("users", "delete", ada, "--yes")).code).toBe(0);
    expect(await run("users", "show", ada)).toMatchObject({
      code: 1,
      err: `latchkey: There is no user "${ada}": name one by address, user name or id.\n`,
    });
  });

  it("OP03 users are created, with a password that is piped in and never an argument, and can sign in", async () => {
    const env = await open();
    const { url } = await startServer(env, newFolder());
    const email = `bob.${crypto.randomUUID()}@example.com`;
    const username = `bob-${crypto.randomUUID().slice(0, 8)}`;
    const options = ["--username", username, "--verified", "--password", "--json"];
    const created = await latchkey(["users", "create", email, ...options], env, `${PASSWORD}\nnext line\n`);
    expect([created.code, created.err]).toEqual([0, ""]);
    expect(json(created.out)[0]).toMatchObject({ email, username, emailVerified: true });
    const signIn = (password: string) => post(`${url}/auth/signin`, { email, password });
    expect((await signIn(PASSWORD)).status).toBe(200);
    const next = "a quite different password";
    expect((await latchkey(["users", "set-password", username], env, next)).code).toBe(0);
    expect([(await signIn(PASSWORD)).status, (await signIn(next)).status]).toEqual([401, 200]);

    for (const [args, piped, sentence] of [
      [["users", "create", email], "", /^latchkey: User already exists\.\n$/],
      [["users", "create", "nobody"], "", /^latchkey: Email must be a valid address\.\n$/],
      [["users", "set-password", username], "short", /^latchkey: Password must be at least 8 characters\.\n$/],
      [["users", "set-password", username], "password", /^latchkey: Password .*\.\n$/],
      [["users", "set-password", username], "", /^latchkey: No password came/],
    ] as const) {
      const refused = await latchkey(args, env, piped);
      expect([refused.code, refused.out], args.join(" ")).toEqual([1, ""]);
      expect(refused.err).toMatch(sentence);
    }
  });

  it("OP03 an export can be imported, once, and a bad line stops it with its number", async () => {
    const env = await open();
    const emails = Array.from({ length: 3 }, () => `${crypto.randomUUID()}@example.com`);
    const lines = emails.map((email, at) => JSON.stringify({ email, emailVerified: at === 0, metadata: { at } }));
    await main(["migrate"], env);
    const first = await latchkey(["users", "import", "--json"], env, `${lines.join("\n")}\n\n`);
    expect(json(first.out)).toEqual([{ created: 3, skipped: 0 }]);
    const exported = await latchkey(["users", "export"], env);
    const all = json(exported.out);
    // Users of one millisecond come in any order.
    const own = emails.map((email) => all.find((user) => user["email"] === email)!);
    expect(own.map(({ metadata, emailVerified }) => [metadata, emailVerified])).toEqual([
      [{ at: 0 }, true],
      [{ at: 1 }, false],
      [{ at: 2 }, false],
    ]);
    expect(exported.out).not.toMatch(/hash|\$pbkdf2/);
    const again = await latchkey(["users", "import", "--json"], env, exported.out);
    expect(json(again.out)[0]).toMatchObject({ created: 0 });

    for (const [line, sentence] of [
      ["{", "Line 2 is no JSON."],
      ["[]", "Line 2 is no JSON object."],
      ['{"email":"a@example.com","role":"admin"}', 'Line 2 has "role", which users do not have: email,'],
      ['{"email":"a"}', "Line 2: Email must be a valid address (invalid_email)."],
      ['{"email":"a@example.com","metadata":[]}', "Line 2: Metadata must be an object (invalid_metadata)."],
      ['{"email":"a@example.com","emailVerified":"yes"}', "Line 2: emailVerified must be true or false."],
    ] as const) {
      const stopped = await latchkey(["users", "import"], env, `${lines[0]}\n${line}\n`);
      expect([stopped.code, stopped.err.includes(sentence)], stopped.err).toEqual([1, true]);
    }
  });
});

describe("OP03 the command line of users and sessions", () => {
  it("OP03 explains itself, and refuses what it does not know with exit code 2", async () => {
    const help = await latchkey(["users", "--help"], {});
    expect([help.code, help.err]).toEqual([0, ""]);
    for (const name of [
      "list",
      "show",
      "create",
      "disable",
      "enable",
      "unlock",
      "set-password",
      "reset-second-factor",
      "delete",
      "export",
      "import",
    ])
      expect(help.out).toContain(`latchkey users ${name}`);
    expect((await latchkey(["sessions"], {})).out).toContain("latchkey sessions end <user>");
    for (const [args, sentence] of [
      [["users", "rename"], 'Unknown command "users rename": there are list, show,'],
      [["users", "toString"], 'Unknown command "users toString"'],
      [["users", "show"], "Write it like: latchkey users show <user>"],
      [["users", "show", "a", "b"], "Write it like: latchkey users show <user>"],
      [["users", "show", "a", "--all"], '"latchkey users show" takes --json, --pool.'],
      [["sessions", "end", "a", "--id"], '"latchkey sessions end" takes --json, --pool, --id, --all.'],
    ] as const) {
      const refused = await latchkey(args, {});
      expect([refused.code, refused.out], args.join(" ")).toEqual([2, ""]);
      expect(refused.err).toContain(sentence);
    }
  });

  it("OP03 makes no database in a folder where none is, and says when one does not answer", async () => {
    const program = run(["users", "list"], {}, newFolder());
    expect([await program.end, program.said]).toEqual([
      1,
      {
        out: "",
        err:
          "latchkey: There is no database ./data/latchkey.db here: " +
          "set DATABASE_URL, or go to the folder of the server.\n",
      },
    ]);
    const away = await latchkey(["users", "list"], { DATABASE_URL: "postgres://ada:hunter22@127.0.0.1:1/auth" });
    expect(away.code).toBe(1);
    expect(away.err).toMatch(/^latchkey: The database postgres:\/\/ada:\*\*\*@127\.0\.0\.1:1\/auth cannot be used/);
    expect(away.err).not.toContain("hunter22");
  });

  it("OP03 a terminal shows no escape and no line of a user's", async () => {
    const { url } = await newSqlite();
    const env = { DATABASE_URL: url };
    await main(["migrate"], env);
    const email = `${crypto.randomUUID()}@example.com`;
    const metadata = { name: "\u001b[2J\nemail root@example.com\u202e" };
    await latchkey(["users", "import"], env, JSON.stringify({ email, metadata }));
    const shown = await latchkey(["users", "show", email], env);
    expect(shown.out).not.toMatch(/[\u001b\u202e]/);
    expect(linesOf(shown.out).filter((line) => line.startsWith("email root"))).toEqual([]);
  });
});
