import { sqlite, sqlStorage } from "@latchkey/sql";
import type { ApiKeyRecord, Credentials, SessionRecord } from "@latchkey/core";
import { describe, expect, it } from "vitest";
import { asked, type Ask } from "../support/asked.ts";
import { fakeExecutor } from "../support/fake-executor.ts";

const at = new Date("2031-02-03T04:05:06.789Z");
const id = "6f1d9c3a-4b8e-4c5f-9a2b-0123456789ab";
const credentials: Credentials = {
  user: {
    id,
    pool: "users",
    email: "ada@example.com",
    username: null,
    emailVerified: true,
    metadata: null,
    appMetadata: { role: "owner" },
    disabled: false,
    sessionVersion: 1,
    createdAt: at,
    updatedAt: at,
  },
  passwordHash: "$new",
};
const session: SessionRecord = {
  id: "session",
  userId: id,
  version: 1,
  createdAt: at,
  expiresAt: at,
  endsAt: at,
  lastUsedAt: at,
  provedAt: at,
  methods: ["password"],
  address: null,
  agent: null,
};
const key: ApiKeyRecord = {
  id,
  userId: id,
  hash: "h",
  name: "n",
  hint: "lk",
  scopes: ["read"],
  createdAt: at,
  expiresAt: null,
  lastUsedAt: null,
};
const identity = {
  pool: "users",
  provider: "test",
  subject: "1",
  userId: id,
  email: null,
  tokens: null,
  createdAt: at,
  lastUsedAt: at,
};
const change = { from: null, to: "$new", provesEmail: false, deletesApiKeys: false, deletesWaysIn: false, at };

const deletedWaysIn = ["delete identities", "delete passkeys", "delete factors", "delete recovery_codes"];

const steps: Readonly<
  Record<string, readonly [ask: Ask, calls: readonly (string | string[])[], none: unknown, two: unknown]>
> = {
  "users.insert": [
    ({ users }) => users.insert(credentials, session),
    [["insert users", "insert sessions"]],
    false,
    true,
  ],
  "users.insert, without a session": [({ users }) => users.insert(credentials, null), ["insert users"], false, true],
  "users.insertFirst, without a session": [
    ({ users }) => users.insertFirst(credentials, null),
    [["insert pools", "insert users"]],
    false,
    true,
  ],
  "users.rehashPassword": [({ users }) => users.rehashPassword(id, "$", "$new"), ["update users"], false, true],
  "users.setPassword": [
    ({ users }) => users.setPassword(id, change, null),
    ["update users"],
    null,
    { deletedApiKeys: 0, deletedIdentities: 0, deletedPasskeys: 0, deletedFactor: false },
  ],
  "users.setPassword, with a session": [
    ({ users }) => users.setPassword(id, change, session),
    [["update users", "insert sessions"]],
    null,
    { deletedApiKeys: 0, deletedIdentities: 0, deletedPasskeys: 0, deletedFactor: false },
  ],
  "users.setPassword, with API keys to delete": [
    ({ users }) => users.setPassword(id, { ...change, deletesApiKeys: true }, session),
    [["update users", "delete api_keys", "insert sessions"]],
    null,
    { deletedApiKeys: 2, deletedIdentities: 0, deletedPasskeys: 0, deletedFactor: false },
  ],
  "users.setPassword, with API keys and ways in to delete": [
    ({ users }) => users.setPassword(id, { ...change, deletesApiKeys: true, deletesWaysIn: true }, null),
    [["update users", "delete api_keys", ...deletedWaysIn]],
    null,
    { deletedApiKeys: 2, deletedIdentities: 2, deletedPasskeys: 2, deletedFactor: true },
  ],
  "users.setPassword, with ways in to delete": [
    ({ users }) => users.setPassword(id, { ...change, deletesWaysIn: true }, session),
    [["update users", ...deletedWaysIn, "insert sessions"]],
    null,
    { deletedApiKeys: 0, deletedIdentities: 2, deletedPasskeys: 2, deletedFactor: true },
  ],
  "users.setDisabled": [({ users }) => users.setDisabled(id, true, at), ["update users"], false, true],
  "users.endSessions": [({ users }) => users.endSessions(id), ["update users"], false, true],
  "users.changeEmail": [
    ({ users }) => users.changeEmail(id, { from: "a", to: "b", at }),
    ["update users"],
    false,
    true,
  ],
  "users.update": [({ users }) => users.update(id, { username: "ada" }, { at }), ["update users"], false, true],
  "users.delete": [
    ({ users }) => users.delete(id),
    [["insert pools", "delete users", "delete sessions", "delete tokens", "delete api_keys", ...deletedWaysIn]],
    false,
    true,
  ],
  "users.disableUnlessLast": [
    ({ users }) => users.disableUnlessLast(id, at),
    [["insert pools", "update users", "select users"]],
    "none",
    "done",
  ],
  "users.deleteUnlessLast": [
    ({ users }) => users.deleteUnlessLast(id),
    [
      [
        "insert pools",
        "delete users",
        "select users",
        "delete sessions",
        "delete tokens",
        "delete api_keys",
        ...deletedWaysIn,
      ],
    ],
    "none",
    "done",
  ],
  "users.find": [({ users }) => users.find(id).catch(() => "unreadable"), ["select users"], null, "unreadable"],
  "users.findByUsername": [
    ({ users }) => users.findByUsername("users", "ada").catch(() => "unreadable"),
    ["select users"],
    null,
    "unreadable",
  ],
  "sessions.insert": [({ sessions }) => sessions.insert(session, []), ["insert sessions"], false, true],
  "sessions.insert, with counters": [
    ({ sessions }) => sessions.insert(session, ["a", "b"]),
    [["insert sessions", "delete counters", "delete counters"]],
    false,
    true,
  ],
  "sessions.delete": [({ sessions }) => sessions.delete("x", id), ["delete sessions"], false, true],
  "sessions.deleteOthers": [({ sessions }) => sessions.deleteOthers(id, "x"), ["delete sessions"], 0, 2],
  "sessions.touch": [({ sessions }) => sessions.touch("x", at), ["update sessions"], undefined, undefined],
  "sessions.prove": [({ sessions }) => sessions.prove("x", id, session), ["update sessions"], false, true],
  "identities.use": [
    ({ identities }) => identities.use(identity, { at, tokens: null }).catch(() => "unreadable"),
    ["update identities"],
    null,
    "unreadable",
  ],
  "identities.insertUser": [
    ({ identities }) => identities.insertUser(identity, credentials, session),
    [["insert users", "insert identities", "delete users", "insert sessions"]],
    false,
    true,
  ],
  "identities.insertUser, without a session": [
    ({ identities }) => identities.insertUser(identity, credentials, null),
    [["insert users", "insert identities", "delete users"]],
    false,
    true,
  ],
  "identities.link": [({ identities }) => identities.link(identity, 1), ["insert identities"], false, true],
  "identities.list": [
    ({ identities }) => identities.list(id).catch(() => "unreadable"),
    ["select identities"],
    [],
    "unreadable",
  ],
  "identities.unlink": [
    ({ identities }) => identities.unlink(id, identity),
    [["update users", "delete identities", "select identities"]],
    "none",
    "unlinked",
  ],
  "apiKeys.insert": [({ apiKeys }) => apiKeys.insert(key, 1), ["insert api_keys"], false, true],
  "apiKeys.list": [({ apiKeys }) => apiKeys.list(id).catch(() => "unreadable"), ["select api_keys"], [], "unreadable"],
  "apiKeys.touch": [({ apiKeys }) => apiKeys.touch(id, at), ["update api_keys"], undefined, undefined],
  "apiKeys.delete": [({ apiKeys }) => apiKeys.delete(id, id), ["delete api_keys"], false, true],
  "apiKeys.deleteAll": [({ apiKeys }) => apiKeys.deleteAll(id), ["delete api_keys"], 0, 2],
  "counters.extend": [({ counters }) => counters.extend("k", at), ["update counters"], undefined, undefined],
  "counters.reset": [({ counters }) => counters.reset("k"), ["delete counters"], undefined, undefined],
  sweep: [(storage) => storage.sweep(at, 10), [["delete sessions", "delete tokens", "delete counters"]], 0, 6],
};

describe("a method of the storage is one step", () => {
  it.each(Object.keys(steps))("%s", async (name) => {
    const [ask, calls, none, two] = steps[name]!;
    expect(await asked(ask, 0)).toEqual({ calls, answer: none });
    expect(await asked(ask, 2)).toEqual({ calls, answer: two });
  });

  it("identities.insertUser goes by the identity: a user alone was taken back", async () => {
    const executor = fakeExecutor((sql) => (sql.includes('_identities" (') ? [] : [{ id }]));
    const storage = sqlStorage({ dialect: sqlite, executor, migrations: "manual" });
    expect(await storage.identities.insertUser(identity, credentials, null)).toBe(false);
  });

  it("identities.unlink tells the last way in from what another user has", async () => {
    const unlink = async (owner: string) => {
      const executor = fakeExecutor((sql) => (sql.startsWith("select") ? [{ user_id: owner }] : []));
      const storage = sqlStorage({ dialect: sqlite, executor, migrations: "manual" });
      return storage.identities.unlink(id, identity);
    };
    expect([await unlink(id), await unlink("another")]).toEqual(["last_way_in", "none"]);
  });

  it("counters.add fails where the database returns no count", async () => {
    await expect(asked(({ counters }) => counters.add("k", at, at), 0)).rejects.toThrow(
      "the database returned something else where a count was expected",
    );
  });
});

describe("what a method writes", () => {
  const parametersOf = async (ask: Ask) => {
    const parameters: unknown[][] = [];
    const executor = fakeExecutor((_, bound) => (parameters.push([...bound.parameters]), [{ id }]));
    await ask(sqlStorage({ dialect: sqlite, executor, migrations: "manual" }));
    return parameters;
  };

  it("says of each change of a user whether it is given", async () => {
    const values = async (changes: object) =>
      (await parametersOf(({ users }) => users.update(id, changes, { at })))[0]!;
    const none = Array.from({ length: 5 }, () => [0, null]).flat();
    expect(await values({})).toEqual([...none, at.getTime(), id, null, null, null]);
    const nothing = { username: null, metadata: null, appMetadata: null };
    expect((await values(nothing)).slice(0, 10)).toEqual([0, null, 0, null, 1, null, 1, null, 1, null]);
    const everything = { email: "e", emailVerified: false, username: "ada", metadata: { a: 1 }, appMetadata: { b: 2 } };
    const given = [1, "e", 1, 0, 1, "ada", 1, '{"a":1}', 1, '{"b":2}'];
    expect((await values(everything)).slice(0, 10)).toEqual(given);
  });

  it("keeps three tokens of a purpose by default", async () => {
    const token = { hash: "h", purpose: "reset", pool: "users", userId: id, payload: null, expiresAt: at };
    const [put, trim] = await parametersOf(({ tokens }) => tokens.put(token));
    expect(put).toEqual(["h", "reset", "users", null, at.getTime(), id]);
    expect(trim!.at(-1)).toBe(3);
    expect((await parametersOf(({ tokens }) => tokens.put(token, 1)))[1]!.at(-1)).toBe(1);
  });

  it("ends the sessions of a user that is disabled, and of none that is enabled", async () => {
    expect(await parametersOf(({ users }) => users.setDisabled(id, true, at))).toEqual([[1, 1, at.getTime(), id]]);
    expect(await parametersOf(({ users }) => users.setDisabled(id, false, at))).toEqual([[0, 0, at.getTime(), id]]);
  });
});
