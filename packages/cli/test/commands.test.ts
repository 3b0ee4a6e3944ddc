import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { reasonOf } from "../src/lib/log.ts";
import { main } from "../src/lib/main.ts";
import { databases } from "./databases.ts";
import { newFolder, run, startServer, until } from "./processes.ts";

async function latchkey(args: string[], env: Record<string, string> = {}) {
  const program = run(args, env, newFolder());
  return { code: await program.end, ...program.said };
}

/** The same within this process, for what ends at once. */
async function latchkeyHere(args: string[]) {
  const out = vi.spyOn(console, "log").mockReturnValue();
  const err = vi.spyOn(console, "error").mockReturnValue();
  const code = await main(args, {});
  return { code, out: out.mock.calls.join("\n"), err: err.mock.calls.join("\n") };
}

afterEach(() => void vi.restoreAllMocks());

const NAMES = "serve, migrate, secret, doctor, backup, restore, users, sessions, admins, audit";

describe("the command line", () => {
  it.each([[[]], [["--help"]], [["-h"]], [["serve", "--help"]]])("explains itself when asked %j", async (args) => {
    const { code, out, err } = await latchkeyHere(args);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    for (const word of [
      "serve",
      "migrate",
      "secret",
      "PORT",
      "HOST",
      "DATABASE_URL",
      "AUTH_SECRET",
      "AUTH_BASE_PATH",
      "AUTH_TRUSTED_ORIGINS",
      "NODE_ENV",
    ]) {
      expect(out).toContain(word);
    }
  });

  it.each([
    ["an unknown command", ["start"], `Unknown command "start": the commands are ${NAMES}.`],
    ["a command that only objects have", ["toString"], `Unknown command "toString": the commands are ${NAMES}.`],
    [
      "an unknown option",
      ["serve", "--port", "4000"],
      'Unknown option --port: settings are environment variables or stand in a file, see "latchkey --help".',
    ],
    ["a word too many", ["migrate", "now"], 'Unexpected argument "now".'],
  ])("refuses %s with one sentence and exit code 2", async (_, args, sentence) => {
    expect(await latchkeyHere(args)).toEqual({ code: 2, out: "", err: `latchkey: ${sentence}` });
  });

  it("exits with the code, and tells its version", async () => {
    const [unknown, version] = await Promise.all([latchkey(["start"]), latchkey(["--version"])]);
    expect(unknown).toMatchObject({ code: 2, out: "", err: expect.stringMatching(/^latchkey: [^\n]*\n$/) });
    expect(version).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\S*\n$/), err: "" });
  });
});

it("secret prints 256 new random bits in base64url, and nothing else", async () => {
  const [first, second] = await Promise.all([latchkey(["secret"]), latchkey(["secret"])]);
  expect(first).toMatchObject({ code: 0, out: expect.stringMatching(/^[\w-]{43}\n$/), err: "" });
  expect(second.out).not.toBe(first.out);
});

describe.each(databases)("migrate on $name", ({ create }) => {
  it("P02 makes the tables, says where, and may be repeated", async () => {
    const database = await create();
    for (const _ of ["first", "again"]) {
      const { code, out } = await latchkey(["migrate"], { DATABASE_URL: database.url, NODE_ENV: "production" });
      expect({ code, out }).toEqual({ code: 0, out: `The tables in ${database.url} are up to date.\n` });
    }
    expect(await database.rows("select * from auth_users")).toEqual([]);
    expect(await database.rows("select * from auth_sessions")).toEqual([]);
  });
});

it("F68 migrate closes the database: nothing is left of a connection", async () => {
  vi.spyOn(console, "log").mockReturnValue();
  const [sqlite, postgres] = await Promise.all(databases.map(({ create }) => create()));
  expect(await main(["migrate"], { DATABASE_URL: sqlite!.url })).toBe(0);
  // The last connection that closes takes the write-ahead log with it.
  const file = sqlite!.url.slice("sqlite:".length);
  expect([file, `${file}-wal`, `${file}-shm`].map((path) => existsSync(path))).toEqual([true, false, false]);
  expect(await main(["migrate"], { DATABASE_URL: postgres!.url })).toBe(0);
  const others =
    "select pid from pg_stat_activity " +
    "where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'";
  await until(async () => (await postgres!.rows(others)).length === 0);
});

it("F68 a reason with a circle of causes is told once, and in one line", () => {
  const circle = new Error("one\nline");
  circle.cause = new Error("\x1b[31mtwo\u202e", { cause: circle });
  expect(reasonOf(circle)).toBe("one line:  [31mtwo ");
  const deep = Array.from({ length: 9 }, (_, at) => at).reduceRight(
    (cause: unknown, at) => new Error(`${at}`, { cause }),
    undefined,
  );
  expect(reasonOf(deep)).toBe("0: 1: 2: 3: 4");
  expect([reasonOf(null), reasonOf("x"), reasonOf(new AggregateError([]))]).toEqual(["null", "x", "AggregateError"]);
});

it("F65 a command line with terminal escapes in it does not reach the terminal raw", async () => {
  const { err } = await latchkeyHere(["\x1b[2Jstart\u202e"]);
  expect(err).toMatch(/^latchkey: Unknown command " \[2Jstart ": the commands are serve, migrate, .*audit\.$/);
});

it("migrate refuses a database that is not there with one sentence, without the password", async () => {
  const { code, out, err } = await latchkey(["migrate"], { DATABASE_URL: "postgres://ada:hunter22@127.0.0.1:1/auth" });
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toMatch(/^latchkey: The tables in postgres:\/\/ada:\*\*\*@127.0.0.1:1\/auth cannot be made [^\n]*\n$/);
});

it("serve refuses a port that is taken with one sentence, and says what to do", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  const { code, err } = await latchkey(["serve"], { PORT: String(port) });
  other.close();
  expect(code).toBe(1);
  expect(err).toBe(
    `latchkey: Port ${port} on 127.0.0.1 is in use: stop the program that uses it, ` +
      `or choose another port, like PORT=${port + 1}.\n`,
  );
});

const hasCurl = spawnSync("curl", ["--version"]).status === 0;

it.skipIf(!hasCurl)(
  `serve prints a curl line that signs somebody up when pasted${hasCurl ? "" : " (left out: there is no curl)"}`,
  async () => {
    const server = await startServer({}, newFolder());
    const line = server.said.out.trim().split("\n").at(-1)!.trim();
    const { stdout } = spawnSync("sh", ["-c", line], { encoding: "utf8" });
    expect(stdout).toMatch(/^HTTP\/1.1 200 OK\r\n/);
    expect(stdout).toContain("set-cookie: latchkey_session=");
  },
);
