import { AuthError } from "@latchkey/core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { logLines } from "../../src/index.ts";
import { client, PASSWORD } from "../support.ts";

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** The lines for errors, with a clock that the test moves. */
function journal() {
  vi.useFakeTimers({ now: 1_000_000 });
  const lines: string[] = [];
  return { lines, log: logLines({ write: (line) => lines.push(line) }) };
}

function lineOf(error: unknown): string {
  const { lines, log } = journal();
  log(error);
  return lines[0]!;
}

function unavailable(cause: unknown): AuthError {
  return new AuthError("storage_unavailable", "Storage cannot be reached", { cause });
}

const HOSTILE = 'insert into auth_users values ("grace@example.com", "hunter22")\n\x1b[2J\u202eevil';

describe("OA14 the log says of a provider in trouble", () => {
  const failed = (cause?: unknown) => lineOf(new AuthError("provider_failed", "It did not answer", { cause }));

  it("which one, and why, without a token or an address, and never what the client reads", () => {
    expect(failed(new Error("okta: it answered 401 invalid_client"))).toBe(
      "latchkey: provider_failed: okta: it answered 401 invalid_client",
    );
    const line = failed(new Error(`okta: ${"x".repeat(40)} of ada@example.com`));
    expect(line).toBe("latchkey: provider_failed: okta: […] of […]");
    expect(failed()).toBe("latchkey: AuthError: It did not answer");
    expect(failed({})).toBe("latchkey: provider_failed: Error");
  });
});

describe("F26 the log says what to do", () => {
  it.each<[code: string, properties: object, advice: RegExp]>([
    [
      "ECONNREFUSED",
      { code: "ECONNREFUSED" },
      /refused the connection: check that it runs, and check the URL \(ECONNREFUSED\)$/,
    ],
    ["ENOTFOUND", { code: "ENOTFOUND" }, /host name has no address/],
    ["ETIMEDOUT", { code: "ETIMEDOUT" }, /did not answer in time/],
    ["57014", { code: "57014" }, /did not answer in time/],
    ["57P01", { code: "57P01" }, /ended the connection/],
    ["ECONNRESET", { code: "ECONNRESET" }, /ended the connection/],
    ["28P01", { code: "28P01" }, /refused the user or the password/],
    ["3D000", { code: "3D000" }, /database does not exist/],
    ["42501", { code: "42501" }, /lacks a privilege.*docs\/operations\.md/],
    ["42P01", { code: "42P01" }, /table or a column is missing: call storage\.migrate\(\)/],
    ["42703", { code: "42703" }, /table or a column is missing/],
    ["53300", { code: "53300" }, /no connection left.*max_connections/],
    ["08P01", { code: "08P01" }, /pooler/],
    ["25006", { code: "25006" }, /standby/],
    ["40001", { code: "40001" }, /collided/],
    ["ENOSPC", { code: "ENOSPC" }, /disk is full/],
    ["SQLITE_FULL", { code: "SQLITE_FULL" }, /disk is full/],
    ["SQLITE_CANTOPEN", { code: "SQLITE_CANTOPEN" }, /cannot be opened: check that its folder exists/],
    ["SQLITE_READONLY", { code: "SQLITE_READONLY_DBMOVED" }, /read-only.*folder/],
    ["SQLITE_BUSY", { code: "SQLITE_BUSY_SNAPSHOT" }, /locked: check which other process/],
    ["SQLITE_CORRUPT", { code: "SQLITE_CORRUPT" }, /damaged.*restore a backup/],
    ["SQLITE_BUSY", { code: "ERR_SQLITE_ERROR", errcode: 517 }, /locked/],
    ["SQLITE_FULL", { code: "ERR_SQLITE_ERROR", errcode: 13 }, /disk is full/],
    ["CERT_HAS_EXPIRED", { code: "CERT_HAS_EXPIRED" }, /certificate is not trusted/],
    ["ERR_MODULE_NOT_FOUND", { code: "ERR_MODULE_NOT_FOUND" }, /driver is not installed/],
    ["99Z99", { code: "99Z99" }, /reported an error: its documentation explains the code \(99Z99\)$/],
  ])("%s", (code, properties, advice) => {
    const line = lineOf(unavailable(Object.assign(new Error(HOSTILE), properties)));
    expect(line).toMatch(/^latchkey: storage_unavailable: /);
    expect(line).toMatch(advice);
    expect(line).toContain(`(${"errcode" in properties ? code : (properties as { code: string }).code})`);
    expect(line).not.toMatch(/grace|hunter22|insert|evil|[\x00-\x1f]/);
  });

  it.each([
    ["pg's pool", new Error("timeout exceeded when trying to connect"), /did not answer in time: .* \(Error\)$/],
    ["pg's connection", new Error("Connection terminated unexpectedly"), /ended the connection/],
    [
      "D1 without its tables",
      new Error("D1_ERROR: no such table: auth_users: SQLITE_ERROR"),
      /table or a column is missing.*\(SQLITE_ERROR\)$/,
    ],
    ["D1 in trouble", new Error("D1_ERROR: D1 DB is overloaded. Too many requests queued."), /D1 is overloaded/],
    ["a driver that is not there", new Error("Cannot find package 'pg' imported from /app"), /driver is not installed/],
    [
      "two addresses of one host",
      Object.assign(new AggregateError([Object.assign(new Error("::1"), { code: "ECONNREFUSED" })])),
      /refused the connection.*\(ECONNREFUSED\)$/,
    ],
    ["a cause of a cause", new Error("x", { cause: new Error("y", { cause: { code: "ENOSPC" } }) }), /disk is full/],
    ["an unknown cause", new TypeError(HOSTILE), /see the error that onError gets \(TypeError\)$/],
    ["a cause that is no error", HOSTILE, /see the error that onError gets \(AuthError\)$/],
  ])("%s", (_, cause, advice) => {
    const line = lineOf(unavailable(cause));
    expect(line).toMatch(advice);
    expect(line).not.toMatch(/grace|hunter22|insert|evil/);
  });

  it("F68 a circular chain of causes ends", () => {
    const circle = new Error("one");
    circle.cause = new Error("two", { cause: circle });
    expect(lineOf(unavailable(circle))).toMatch(/see the error that onError gets \(Error\)$/);
  });

  it("logs one kind at most once a second, with the count of the rest", () => {
    const { lines, log } = journal();
    const refused = () => log(unavailable({ code: "ECONNREFUSED" }));
    const full = () => log(unavailable({ code: "ENOSPC" }));
    for (let count = 0; count < 42; count++) refused();
    full();
    expect(lines).toEqual([expect.stringMatching(/ECONNREFUSED\)$/), expect.stringMatching(/ENOSPC\)$/)]);
    vi.advanceTimersByTime(999);
    expect(lines).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(lines.slice(2)).toEqual([
      expect.stringMatching(/\(ECONNREFUSED\) … 41 more of this kind in the last second$/),
    ]);

    // The summary was the line of this second.
    refused();
    vi.advanceTimersByTime(999);
    expect(lines).toHaveLength(3);
    vi.advanceTimersByTime(1);
    expect(lines[3]).toMatch(/… 1 more of this kind/);
    vi.advanceTimersByTime(5_000);
    expect(lines).toHaveLength(4);
    refused();
    expect(lines[4]).toMatch(/\(ECONNREFUSED\)$/);
  });

  it("without timers, the next line has the count", () => {
    let now = 0;
    vi.useFakeTimers();
    const lines: string[] = [];
    const log = logLines({ write: (line) => lines.push(line), now: () => now });
    for (now of [0, 1, 999, 1000, 1001]) log(new RangeError("too far"));
    expect(lines).toEqual([
      "latchkey: RangeError: too far",
      "latchkey: RangeError: too far … after 2 more of this kind",
    ]);
    now = 500;
    log(new RangeError("too far"));
    expect(lines, "a clock that was set back suppresses no line").toHaveLength(3);
  });

  it("limits a flood of different kinds like one of the same kind", () => {
    const { lines, log } = journal();
    for (let count = 0; count < 10_000; count++) log(new RangeError(`${count} is too far`));
    expect(lines.length).toBeLessThanOrEqual(21);
    vi.advanceTimersByTime(1000);
    expect(lines.at(-1)).toMatch(/… 9979 more of this kind in the last second$/);
  });
});

describe("F65 SI13 any thrown value becomes one log line without data of the client", () => {
  const unsafe = [
    "\n",
    "\r",
    "\x00",
    "\x07",
    "\x1b[31m",
    "\x7f",
    "\x85",
    "\x9b2J",
    "\u2028",
    "\u2029",
    "\u202e",
    "\u2066",
    "\u200b",
    "\u061c",
    "\ud800",
  ];

  it.each(unsafe)("with %j in the message", (piece) => {
    const line = lineOf(new Error(`before${piece}after`));
    expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
    expect(line).toContain(`\\u{${piece.codePointAt(0)!.toString(16)}}`);
  });

  it.each<[name: string, thrown: unknown, line: string]>([
    ["null", null, "thrown: null"],
    ["undefined", undefined, "thrown: undefined"],
    ["a symbol", Symbol("s"), "thrown: Symbol(s)"],
    ["text", "what a program says", "what a program says"],
    ["an object", {}, "Error: no message"],
    [
      "an error that hates its readers",
      new Proxy(
        {},
        {
          get: () => {
            throw new Error("no");
          },
        },
      ),
      "an error that cannot be read",
    ],
    ["an address of e-mail", new Error("there is no ada@example.com here"), "Error: there is no […] here"],
    ["one in quotes", new Error('no "ada lovelace"@example.com here'), "Error: no […] here"],
    ["one in a URL", new Error("GET https://mail.example/send?to=ada%40example.com failed"), "Error: GET […] failed"],
    [
      "a password with a space in a URL",
      new Error("postgres://app:hun ter2@hunter22:5432/x is no URL"),
      "Error: […] is no URL",
    ],
    ["half a character at its end", new Error(`x${"🦊".repeat(200)}`), `Error: x${"🦊".repeat(145)}…`],
    ["a URL with a password", new Error("bad URL postgres://ada:hunter22@db/auth"), "Error: bad URL […]"],
    ["a token", new Error(`bad token eyJhbGciOiJIUzI1NiJ9.${"x".repeat(40)}`), "Error: bad token […]"],
    [
      "an error of a hook",
      Object.assign(new Error("connect ECONNREFUSED 192.0.2.1:80"), { code: "ECONNREFUSED" }),
      "Error: connect ECONNREFUSED 192.0.2.1:80",
    ],
    [
      "an error of a hook's database",
      Object.assign(new Error('duplicate key "hunter22"'), { code: "23505", severity: "ERROR" }),
      "storage_unavailable: the database reported",
    ],
    ["a JSON text", parseError('{"password":"hunter22'), "SyntaxError: "],
    ["a hostile name", Object.assign(new Error("m"), { name: "a\nb" }), "Error: m"],
  ])("%s", (_, thrown, expected) => {
    const line = lineOf(thrown);
    expect(line.startsWith(`latchkey: ${expected}`)).toBe(true);
    expect(line).not.toContain("hunter22");
  });

  it("has at most 300 characters, and keeps 300 whole", () => {
    const words = (length: number) => "word ".repeat(100).slice(0, length - "Error: ".length);
    expect(lineOf(new Error(words(300)))).toBe(`latchkey: Error: ${words(300)}`);
    expect(lineOf(new Error(words(301)))).toBe(`latchkey: Error: ${words(300).slice(0, -1)}…`);
    expect(lineOf(new Error("x y ".repeat(1_000_000))).length).toBe("latchkey: ".length + 300);
  });
});

function parseError(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error;
  }
}

describe("F65 the values of the client option are stored and logged, so they become short plain text", () => {
  /** The client that hooks get at a sign-up with this option. */
  async function clientOf(said: unknown) {
    const clients: unknown[] = [];
    const { post } = client(
      { client: () => said as never, onError: (error) => clients.push(error) },
      { hooks: { after: (event) => void clients.push(event.client) } },
    );
    const { status } = await post("/signup", { email: "ada@example.com", password: PASSWORD });
    return { status, client: clients[0] };
  }

  it.each<[name: string, said: unknown, address: string | null, agent: string | null]>([
    ["nothing", undefined, null, null],
    ["null", null, null, null],
    ["nothing in it", {}, null, null],
    ["undefined", { address: undefined, agent: undefined }, null, null],
    ["numbers", { address: 2130706433, agent: 7 }, null, null],
    ["objects", { address: { ip: "::1" }, agent: ["curl"] }, null, null],
    ["the longest", { address: "a".repeat(64), agent: "b".repeat(256) }, "a".repeat(64), "b".repeat(256)],
    ["longer", { address: "a".repeat(65), agent: "b".repeat(257) }, "a".repeat(64), "b".repeat(256)],
    [
      "endless",
      { address: "a".repeat(1e6), agent: "\0".repeat(1e6) },
      "a".repeat(64),
      "\\u{0}".repeat(52).slice(0, 256),
    ],
    ["hostile", { address: "::1\n", agent: "curl\x1b[2J\u202e" }, "::1\\u{a}", "curl\\u{1b}[2J\\u{202e}"],
    ["a pair cut in two", { agent: `${"b".repeat(255)}😀` }, null, "b".repeat(255)],
    ["half a pair", { agent: "b\ud83d" }, null, "b"],
  ])("%s", async (_, said, address, agent) => {
    expect(await clientOf(said)).toEqual({ status: 200, client: { address, agent } });
  });

  it("a promise is an error for onError, and not an unknown client", async () => {
    const { status, client: error } = await clientOf(Promise.resolve({ address: "::1" }));
    expect([status, String(error)]).toEqual([
      500,
      "TypeError: client must return { address, agent } at once, not a promise",
    ]);
  });
});
