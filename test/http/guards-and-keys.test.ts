import { sqliteStorage } from "@latchkey/adapter-sqlite";
import { createAuth, type Storage } from "@latchkey/core";
import { apiKeys } from "@latchkey/core/api-keys";
import { ownAccount } from "@latchkey/core/own-account";
import { fastHasher } from "@latchkey/core/testing";
import { throttle } from "@latchkey/core/throttle";
import { usernames } from "@latchkey/core/usernames";
import { users } from "@latchkey/core/users";
import { apiKeyRoutes, apiKeyStrategy, createHandler, ownAccountRoutes, usernameRoutes } from "@latchkey/http";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createClient } from "../conversation/client.ts";
import { apiKeyCases, KEY_SCOPES } from "../conversation/api-keys.cases.ts";
import { guardCases } from "../conversation/guards.cases.ts";
import { ORIGIN, SECRET } from "../support/server.ts";
import { storageKinds, temporaryFolder, type OpenStorage } from "../support/storages.ts";

function openAuth(storage: Storage, pool?: string, hashed = () => {}) {
  const hasher = fastHasher();
  const counted = {
    ...hasher,
    verify: (password: string, stored: string) => (hashed(), hasher.verify(password, stored)),
  };
  return createAuth({
    storage,
    secret: SECRET,
    passwords: counted,
    guards: [throttle()],
    ...(pool === undefined ? {} : { pool }),
  });
}

function openHandler(storage: Storage) {
  const auth = openAuth(storage);
  const keys = apiKeys(auth, { scopes: KEY_SCOPES });
  const routes = [...ownAccountRoutes(ownAccount(auth)), ...usernameRoutes(usernames(auth)), ...apiKeyRoutes(keys)];
  return createHandler(auth, { routes, strategies: [apiKeyStrategy(keys)] });
}

describe.each(storageKinds)("guards, users and keys over $name", ({ open }) => {
  let opened: OpenStorage;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => opened?.close());

  describe.concurrent("HT10 the conversation", () => {
    let handler: ReturnType<typeof openHandler> | undefined;
    const client = createClient({
      fetch: (request) => (handler ??= openHandler(opened.storage))(request),
      origin: ORIGIN,
      secureCookie: true,
    });
    for (const [name, prove] of Object.entries({ ...guardCases, ...apiKeyCases })) it(name, () => prove(client));
  });

  it("SI04 of 100 guesses over two auths on one storage five reach the hasher", async () => {
    let hashed = 0;
    const auths = [
      openAuth(opened.storage, "guessed", () => hashed++),
      openAuth(opened.storage, "guessed", () => hashed++),
    ];
    await auths[0]!.signUp({ email: "alice@example.com", password: "correct horse" });
    const guesses = Array.from({ length: 100 }, (_, at) =>
      auths[at % 2]!.signIn({ email: "alice@example.com", password: "wrong password" }),
    );
    const codes = (await Promise.allSettled(guesses)).map((answer) =>
      answer.status === "rejected" ? answer.reason.code : "in",
    );
    expect(hashed).toBe(5);
    expect(codes.filter((code) => code === "rate_limited")).toHaveLength(95);
  });

  it("Y42 of 20 who ask at once for the first user of a pool one gets it, and nobody ever after", async () => {
    const own = users(openAuth(opened.storage, "empty"));
    const made = await Promise.allSettled(
      Array.from({ length: 20 }, (_, at) =>
        own.createFirst({ email: `admin${at}@example.com`, password: "correct horse" }),
      ),
    );
    expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const [first, ...others] = (await own.list()).users;
    expect(others).toEqual([]);
    await own.delete(first!.id);
    await expect(own.createFirst({ email: "late@example.com" })).rejects.toMatchObject({ code: "user_exists" });
  });

  it("Y43 pages of users have a stable order, also where many were made at one moment", async () => {
    const at = Date.UTC(2030, 0, 1);
    const auth = createAuth({
      storage: opened.storage,
      secret: SECRET,
      passwords: fastHasher(),
      pool: "listed",
      now: () => at,
    });
    const own = users(auth);
    const made = await Promise.all(
      Array.from({ length: 25 }, (_, index) => own.create({ email: `u${index}@example.com`, appMetadata: { index } })),
    );
    const seen = [];
    for (let cursor: string | null = null, page; ; cursor = page.cursor) {
      page = await own.list({ limit: 10, cursor });
      seen.push(...page.users);
      if (page.cursor === null) break;
    }
    expect(seen).toEqual(made.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
  });

  it("Y43 Y47 what the server does to a user holds at once", async () => {
    const auth = openAuth(opened.storage, "managed");
    const own = users(auth);
    const bob = { email: "bob@example.com", password: "correct horse" };
    const { user, token } = await auth.signUp(bob);
    const { key } = await apiKeys(auth).create(token, { name: "CI", currentPassword: bob.password });
    expect(await own.update(user.id, { username: "Bob", appMetadata: { role: "admin" } })).toEqual(
      await own.find({ username: "BOB" }),
    );
    await own.disable(user.id);
    expect([await auth.getUser(token), await apiKeys(auth).verify(key)]).toEqual([null, null]);
    await own.enable(user.id);
    expect(await apiKeys(auth).verify(key)).toMatchObject({ user: { appMetadata: { role: "admin" } } });
    await own.setPassword(user.id, "a new password");
    const again = await auth.signIn({ ...bob, password: "a new password" });
    await own.endSession(user.id, again.session.id);
    expect([await auth.getUser(again.token), await own.sessions(user.id)]).toEqual([null, []]);
    await own.delete(user.id);
    expect([await own.find({ id: user.id }), await apiKeys(auth).verify(key)]).toEqual([null, null]);
  });
});

it("SI04 of 100 guesses over two processes on one SQLite file five reach the hasher", async () => {
  const folder = temporaryFolder();
  const file = join(folder.path, "auth.db");
  try {
    const storage = sqliteStorage(file);
    await openAuth(storage).signUp({ email: "alice@example.com", password: "correct horse" });
    await storage.close();

    const program = join(import.meta.dirname, "../support/guessing.ts");
    const processes = [1, 2].map(() =>
      promisify(execFile)(process.execPath, [program, file, "alice@example.com", "50"]),
    );
    const said = (await Promise.all(processes)).map(
      ({ stdout }) => JSON.parse(stdout) as { hashed: number; codes: string[] },
    );
    expect(said.reduce((sum, { hashed }) => sum + hashed, 0)).toBe(5);
    expect(said.flatMap(({ codes }) => codes).toSorted()).toEqual([
      ...Array(5).fill("invalid_credentials"),
      ...Array(95).fill("rate_limited"),
    ]);
  } finally {
    folder.remove();
  }
});
