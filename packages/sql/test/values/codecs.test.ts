import { postgres, sqlite, sqlStorage, type SqlExecutor, type Row } from "@latchkey/sql";
import type { Storage } from "@latchkey/core";
import { describe, expect, it } from "vitest";

const at = new Date("2031-02-03T04:05:06.789Z");

/** A row with all columns that any statement reads, as each dialect stores them. */
const rowOf = (isPostgres: boolean): Row => {
  const moment = at.getTime();
  const no = isPostgres ? false : 0;
  const id = "6f1d9c3a-4b8e-4c5f-9a2b-0123456789ab";
  return {
    id,
    pool: "users",
    email: "a@example.com",
    username: null,
    email_verified: no,
    metadata: null,
    app_metadata: null,
    disabled: no,
    session_version: 1,
    created_at: moment,
    updated_at: moment,
    password_hash: "$",
    session_id: "s",
    opened_at: moment,
    version: 1,
    expires_at: moment,
    ends_at: moment,
    last_used_at: moment,
    proved_at: moment,
    methods: "password",
    provider: "test",
    subject: "1",
    provider_email: null,
    tokens: null,
    linked_at: moment,
    signed_in_at: moment,
    address: null,
    agent: null,
    key_id: id,
    user_id: id,
    hash: "h",
    name: "n",
    hint: "lk",
    scopes: isPostgres ? [] : "[]",
    made_at: moment,
    payload: null,
    count: 1,
    resets_at: moment,
    // What PostgreSQL is asked first.
    schema: "public",
    exists: true,
    encoding: "UTF8",
    committed: true,
  };
};

function storageThatReads(dialect: typeof sqlite, row: Row): Storage {
  const executor: SqlExecutor = {
    all: async () => [row],
    batch: async (list) => list.map(() => [row]),
    close: async () => {},
  };
  const schema = dialect === postgres ? "public" : undefined;
  return sqlStorage({ dialect, executor, schema, migrations: "manual" });
}

const reads: Readonly<
  Record<string, readonly [columns: readonly string[], read: (storage: Storage) => Promise<unknown>]>
> = {
  "users.find": [
    [
      "id",
      "pool",
      "email",
      "username",
      "email_verified",
      "metadata",
      "app_metadata",
      "disabled",
      "session_version",
      "created_at",
      "updated_at",
      "password_hash",
    ],
    ({ users }) => users.find("x"),
  ],
  "users.findByEmail": [["disabled", "password_hash"], ({ users }) => users.findByEmail("users", "x")],
  "users.list": [["id", "disabled", "created_at"], ({ users }) => users.list("users", null, 1)],
  "sessions.find": [
    [
      "session_id",
      "opened_at",
      "version",
      "expires_at",
      "ends_at",
      "last_used_at",
      "proved_at",
      "methods",
      "address",
      "agent",
      "disabled",
      "session_version",
    ],
    ({ sessions }) => sessions.find("x"),
  ],
  "sessions.list": [["session_id", "expires_at", "version"], ({ sessions }) => sessions.list("x", at)],
  "sessions.extend": [
    ["expires_at", "session_version"],
    ({ sessions }) => sessions.extend("x", "x", { expiresAt: at, at, idleSince: null, pool: "users" }),
  ],
  "identities.use": [
    ["provider", "subject", "user_id", "provider_email", "tokens", "linked_at", "signed_in_at", "disabled"],
    ({ identities }) => identities.use({ pool: "users", provider: "test", subject: "1" }, { at, tokens: null }),
  ],
  "identities.list": [["pool", "subject", "linked_at"], ({ identities }) => identities.list("x")],
  "apiKeys.find": [
    ["key_id", "user_id", "hash", "name", "hint", "scopes", "made_at", "expires_at", "last_used_at", "disabled"],
    ({ apiKeys }) => apiKeys.find("x"),
  ],
  "tokens.take": [
    ["user_id", "payload", "expires_at"],
    ({ tokens }) => tokens.take("h", { purpose: "reset", pool: "users", at }),
  ],
  "counters.add": [["count", "resets_at"], ({ counters }) => counters.add("x", at, at)],
};

/** What no column of ours holds. A driver may give `undefined` for a column that is not there. */
const never = [
  undefined,
  {}.toString,
  Symbol("x"),
  Number.NaN,
  0.5,
  2,
  2n ** 60n,
  "\u00e9{",
  "[1",
  new Date(Number.NaN),
];

describe.each([
  { name: "sqlite", dialect: sqlite, isPostgres: false },
  { name: "postgres", dialect: postgres, isPostgres: true },
])("what the database gives, on $name", ({ dialect, isPostgres }) => {
  it.each(Object.entries(reads))(
    "F22 is read by %s, or rejected: never null, never false",
    async (_, [columns, read]) => {
      const sound = rowOf(isPostgres);
      await read(storageThatReads(dialect, sound));
      for (const column of columns) {
        const { [column]: good, ...others } = sound;
        await expect(read(storageThatReads(dialect, others)), `${column} is missing`).rejects.toThrow();
        for (const value of never.filter((bad) => typeof bad !== typeof good || typeof good === "boolean")) {
          // Whole numbers are some columns' values, and so is text.
          if (typeof value === "string" && good === null && !["metadata", "app_metadata", "payload"].includes(column))
            continue;
          await expect(
            read(storageThatReads(dialect, { ...others, [column]: value })),
            `${column} is ${String(value)}`,
          ).rejects.toThrow();
        }
      }
    },
  );

  it("F22 booleans are what the dialect says, and nothing else", async () => {
    const readVerified = async (value: unknown) => {
      const found = await storageThatReads(dialect, { ...rowOf(isPostgres), email_verified: value }).users.find("x");
      return found?.user.emailVerified;
    };
    const [yes, no] = isPostgres
      ? [[true], [false]]
      : [
          [1, 1n],
          [0, 0n],
        ];
    for (const value of yes) expect(await readVerified(value)).toBe(true);
    for (const value of no) expect(await readVerified(value)).toBe(false);
    for (const value of ["1", "0", "t", "true", "", null, 2, -1, 2n, [1], isPostgres ? 1 : true]) {
      await expect(readVerified(value), String(value)).rejects.toThrow(/expected/);
    }
  });

  it("F22 documents are objects, and scopes a list of text", async () => {
    const stored = (document: unknown) => (isPostgres ? document : JSON.stringify(document));
    const readMetadata = (value: unknown) =>
      storageThatReads(dialect, { ...rowOf(isPostgres), metadata: value }).users.find("x");
    for (const value of [
      stored("text"),
      stored(1),
      stored(true),
      isPostgres ? "{}" : "{",
      isPostgres ? undefined : "null",
    ]) {
      await expect(readMetadata(value), String(value)).rejects.toThrow();
    }
    const readScopes = (value: unknown) =>
      storageThatReads(dialect, { ...rowOf(isPostgres), scopes: value }).apiKeys.find("x");
    for (const value of [
      stored({ 0: "admin" }),
      stored([1]),
      stored([null]),
      stored([["admin"]]),
      null,
      stored("admin"),
    ]) {
      await expect(readScopes(value), String(value)).rejects.toThrow();
    }
  });

  it("F22 an error names no value", async () => {
    const row = { ...rowOf(isPostgres), email: 4711 };
    const error: unknown = await storageThatReads(dialect, row)
      .users.find("x")
      .catch((thrown: unknown) => thrown);
    expect(String((error as Error).stack)).not.toContain("4711");
    const broken = { ...rowOf(isPostgres), metadata: '{"secret": hidden' };
    const second: unknown = await storageThatReads(dialect, broken)
      .users.find("x")
      .catch((thrown: unknown) => thrown);
    expect(String((second as Error).stack)).not.toContain("hidden");
  });
});
