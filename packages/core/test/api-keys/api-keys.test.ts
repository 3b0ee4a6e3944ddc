import { crc32 } from "node:zlib";
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { apiKeys } from "../../src/api-keys.ts";
import { AuthError, type Auth, type AuthEvent, type AuthOptions } from "../../src/index.ts";
import { isApiKey, newApiKey } from "../../src/lib/api-keys/format.ts";
import { memoryStorage } from "../../src/memory.ts";
import { users } from "../../src/users.ts";
import { ALICE, intercept, recordCalls, openAuth, refusal, unreachableStorage } from "../support.ts";

const currentPassword = ALICE.password;

async function owned(options: Partial<AuthOptions> = {}) {
  const events: AuthEvent[] = [];
  const { storage, calls } = recordCalls(options.storage ?? memoryStorage());
  const fixture = openAuth({ hooks: { after: (event) => void events.push(event) }, ...options, storage });
  const alice = await fixture.auth.signUp(ALICE);
  events.length = 0;
  return { ...fixture, calls, events, alice, keys: apiKeys(fixture.auth, { scopes: ["read", "deploy:web"] }) };
}

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

describe("Y41 an API key", () => {
  it("is shown once, and from then on says whose it is and what it is good for", async () => {
    const { keys, alice } = await owned();
    const created = await keys.create(alice.token, {
      name: "CI",
      currentPassword,
      scopes: ["read", "deploy:web", "read"],
      expiresIn: 3600,
    });
    expect(created).toStrictEqual({
      id: expect.stringMatching(/^[\da-f-]{36}$/),
      name: "CI",
      hint: created.key.slice(0, 8),
      scopes: ["read", "deploy:web"],
      createdAt: "2030-01-01T12:00:00.000Z",
      expiresAt: "2030-01-01T13:00:00.000Z",
      lastUsedAt: null,
      key: expect.stringMatching(/^lk_[\dA-Za-z]{49}$/),
    });
    expect(await keys.verify(created.key)).toStrictEqual({
      user: alice.user,
      key: { id: created.id, name: "CI", scopes: ["read", "deploy:web"] },
    });
    const { key: _, ...listed } = created;
    expect(await keys.list(alice.token)).toEqual([{ ...listed, lastUsedAt: "2030-01-01T12:00:00.000Z" }]);
    expect(await keys.listFor(alice.session)).toEqual(await keys.list(alice.token));
  });

  it("SE11 is stored as its SHA-256 alone", async () => {
    const rows: unknown[] = [];
    const storage = intercept(memoryStorage(), ({ parameters, proceed }) => (rows.push(parameters), proceed()));
    const { keys, alice } = await owned({ storage });
    const { key } = await keys.create(alice.token, { name: "CI", currentPassword });
    await keys.verify(key);
    const stored = JSON.stringify(rows);
    expect(stored).toContain(createHash("sha256").update(key).digest("base64url"));
    expect(stored).not.toContain(key);
    expect(stored).not.toContain(key.slice(3, -6));
  });

  it("many per user, each by itself, newest first", async () => {
    const { keys, alice, clock } = await owned();
    const made = [];
    for (const name of ["one", "two", "three"]) {
      made.push(await keys.create(alice.token, { name, currentPassword }));
      clock.advance(1);
    }
    expect((await keys.list(alice.token)).map(({ name }) => name)).toEqual(["three", "two", "one"]);
    await keys.delete(alice.token, made[1]!.id);
    expect(await Promise.all(made.map(async ({ key }) => (await keys.verify(key))?.key.name))).toEqual([
      "one",
      undefined,
      "three",
    ]);
  });

  it("ends when it expires, to the millisecond, by the server's clock", async () => {
    const { keys, alice, clock } = await owned();
    const { key } = await keys.create(alice.token, { name: "short", currentPassword, expiresIn: 60 });
    clock.advance(59.999);
    expect(await keys.verify(key)).not.toBeNull();
    clock.advance(0.001);
    expect(await keys.verify(key)).toBeNull();
    expect(await keys.list(alice.token)).toHaveLength(1);
  });

  it("without an end outlives every session", async () => {
    const { auth, keys, alice, clock } = await owned();
    const { key } = await keys.create(alice.token, { name: "long", currentPassword });
    await users(auth).endSessions(alice.user.id);
    clock.advance(10 * 365 * 86_400);
    expect(await auth.getUser(alice.token)).toBeNull();
    expect(await keys.verify(key)).toMatchObject({ user: { id: alice.user.id } });
  });

  it("Y47 counts for nothing while its user is disabled, and is gone with the user", async () => {
    const { auth, keys, alice, storage } = await owned();
    const { key } = await keys.create(alice.token, { name: "CI", currentPassword });
    await users(auth).disable(alice.user.id);
    expect(await keys.verify(key)).toBeNull();
    await users(auth).enable(alice.user.id);
    expect(await keys.verify(key)).not.toBeNull();
    await users(auth).delete(alice.user.id);
    expect(await keys.verify(key)).toBeNull();
    expect(await storage.apiKeys.list(alice.user.id)).toEqual([]);
  });

  it("costs one read, and one write a minute", async () => {
    const { keys, alice, clock, calls } = await owned();
    const { key } = await keys.create(alice.token, { name: "CI", currentPassword });
    calls.length = 0;
    for (let second = 0; second < 120; second++) {
      await keys.verify(key);
      clock.advance(1);
    }
    expect(calls.filter((name) => name === "apiKeys.find")).toHaveLength(120);
    expect(calls.filter((name) => name !== "apiKeys.find")).toEqual(["apiKeys.touch", "apiKeys.touch"]);
    expect((await keys.list(alice.token))[0]?.lastUsedAt).toBe("2030-01-01T12:01:00.000Z");
  });

  it("100 are the most, since what a list does not show nobody can revoke", async () => {
    const { keys, alice } = await owned();
    for (let at = 0; at < 100; at++) await keys.create(alice.token, { name: `key ${at}`, currentPassword });
    await expect(keys.create(alice.token, { name: "one more", currentPassword })).rejects.toMatchObject(
      refusal("refused"),
    );
    const [first] = await keys.list(alice.token);
    await keys.delete(alice.token, first!.id);
    await expect(keys.create(alice.token, { name: "one more", currentPassword })).resolves.toBeDefined();
  });
});

describe("what is no key", () => {
  it("is nobody's, without asking storage", async () => {
    const { keys, alice, calls } = await owned();
    const { key } = await keys.create(alice.token, { name: "CI", currentPassword });
    calls.length = 0;
    const swapped = key.slice(0, 10) + (key[10] === "a" ? "b" : "a") + key.slice(11);
    const bad = [
      swapped,
      key.slice(0, -1),
      `${key} `,
      ` ${key}`,
      `${key}\n`,
      key.toLowerCase(),
      key.replace("lk_", "LK_"),
      key.slice(3),
      `lk_${"A".repeat(49)}`,
      "lk_",
      "",
      "x".repeat(1_000_000),
      alice.token,
      alice.session.id,
      null,
      undefined,
      7,
      {},
      [key],
    ];
    for (const text of bad) expect(await keys.verify(text as never)).toBeNull();
    expect(calls).toEqual([]);
  });

  it("nor is one that was made by the rules, and given to nobody", async () => {
    const { keys, calls } = await owned();
    calls.length = 0;
    expect(await keys.verify(newApiKey())).toBeNull();
    expect(calls).toEqual(["apiKeys.find"]);
  });

  it("TK05 a key opens no session, and a session token is no key", async () => {
    const { auth, keys, alice, calls } = await owned();
    const { key } = await keys.create(alice.token, { name: "CI", currentPassword });
    calls.length = 0;
    expect([await auth.getUser(key), await auth.getSession(key), await auth.verifyToken(key)]).toEqual([
      null,
      null,
      false,
    ]);
    for (const act of [
      keys.create(key, { name: "more", currentPassword }),
      keys.list(key),
      keys.delete(key, crypto.randomUUID()),
    ])
      await expect(act).rejects.toMatchObject(refusal("unauthenticated"));
    expect(await keys.verify(alice.token)).toBeNull();
    expect(calls).toEqual([]);
  });
});

describe("the form of a key", () => {
  it("has 256 random bits and a CRC-32 that any tool can check without asking anybody", () => {
    const seen = new Map<string, number>();
    for (let at = 0; at < 500; at++) {
      const key = newApiKey();
      expect(isApiKey(key)).toBe(true);
      const sum = Array.from(key.slice(-6)).reduce((total, digit) => total * 62 + base62.indexOf(digit), 0);
      expect(sum).toBe(crc32(key.slice(0, -6)));
      for (const letter of key.slice(3, -6)) seen.set(letter, (seen.get(letter) ?? 0) + 1);
    }
    expect(Math.log2(62 ** 43)).toBeGreaterThan(256);
    // 21 500 letters, each of 62 about 347 times: ±5.5 standard deviations.
    expect(seen.size).toBe(62);
    for (const count of seen.values()) expect(Math.abs(count - 347)).toBeLessThan(102);
  });

  it("F70 every single mistyped letter, all 61 others at each place, is found", () => {
    const key = newApiKey();
    const accepted: string[] = [];
    for (let at = 3; at < key.length; at++) {
      for (const letter of base62) {
        const mistyped = key.slice(0, at) + letter + key.slice(at + 1);
        if (letter !== key[at] && isApiKey(mistyped)) accepted.push(mistyped);
      }
    }
    expect(accepted).toEqual([]);
  });

  it("any two neighbours that changed places are found", () => {
    const key = newApiKey();
    for (let at = 3; at + 1 < key.length; at++) {
      const swapped = key.slice(0, at) + key[at + 1]! + key[at]! + key.slice(at + 2);
      expect(isApiKey(swapped)).toBe(swapped === key);
    }
  });
});

describe("making and deleting", () => {
  it.each([
    [{ name: "" }, "name"],
    [{ name: "   " }, "name"],
    [{ name: "x".repeat(65) }, "name"],
    [{ name: "a\0b" }, "name"],
    [{ name: "a\nb" }, "name"],
    [{ name: "\ud800" }, "name"],
    [{ name: 7 }, "name"],
    [{}, "name"],
    [{ name: "CI", scopes: "read" }, "scopes"],
    [{ name: "CI", scopes: [""] }, "scopes"],
    [{ name: "CI", scopes: ["a b"] }, "scopes"],
    [{ name: "CI", scopes: [7] }, "scopes"],
    [{ name: "CI", scopes: ["x".repeat(65)] }, "scopes"],
    [{ name: "CI", scopes: Array(33).fill("read") }, "scopes"],
    [{ name: "CI", expiresIn: 59 }, "expiresIn"],
    [{ name: "CI", expiresIn: 1e12 }, "expiresIn"],
    [{ name: "CI", expiresIn: 60.5 }, "expiresIn"],
    [{ name: "CI", expiresIn: "60" }, "expiresIn"],
  ])("%j is refused, and nothing is stored", async (input, field) => {
    const { keys, alice, calls } = await owned();
    await expect(keys.create(alice.token, { currentPassword, ...input } as never)).rejects.toMatchObject(
      refusal("invalid_input", { field }),
    );
    expect(calls).not.toContain("apiKeys.insert");
  });

  it("a name counts in characters, of any script", async () => {
    const { keys, alice } = await owned();
    expect(await keys.create(alice.token, { name: "🔑".repeat(64), currentPassword })).toMatchObject({
      name: "🔑".repeat(64),
    });
  });

  it("SE07 nobody sees or deletes a key of another", async () => {
    const { auth, keys, alice } = await owned();
    const { key, id } = await keys.create(alice.token, { name: "hers", currentPassword });
    const bob = await auth.signUp({ ...ALICE, email: "bob@example.com" });
    expect(await keys.list(bob.token)).toEqual([]);
    for (const other of [id, crypto.randomUUID(), "gibberish", "' or 1=1", "", null] as never[])
      await expect(keys.delete(bob.token, other)).rejects.toMatchObject(refusal("not_found"));
    expect(await keys.verify(key)).not.toBeNull();
    await keys.delete(alice.token, id);
    await expect(keys.delete(alice.token, id)).rejects.toMatchObject(refusal("not_found"));
  });

  it("what is no id never reaches a database, which might choke on it", async () => {
    const { keys, alice, calls } = await owned();
    calls.length = 0;
    await expect(keys.delete(alice.token, "gibberish")).rejects.toMatchObject(refusal("not_found"));
    await expect(keys.admin.list("gibberish")).rejects.toMatchObject(refusal("not_found"));
    expect(calls).toEqual(["sessions.find"]);
  });

  it("of 50 deletions at once one succeeds, and one event tells of it", async () => {
    const { keys, alice, events } = await owned();
    const { id } = await keys.create(alice.token, { name: "CI", currentPassword });
    const answers = await Promise.allSettled(Array.from({ length: 50 }, () => keys.delete(alice.token, id)));
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(events.filter(({ type }) => type === "api_key.deleted")).toHaveLength(1);
  });

  it("hooks may refuse both, and hear of both", async () => {
    let refused = "";
    const before = ({ type }: { type: string }) => {
      if (type === refused) throw new AuthError("refused", "No keys today");
    };
    const events: AuthEvent[] = [];
    const { keys, alice } = await owned({ hooks: { before, after: (event) => void events.push(event) } });
    const { id } = await keys.create(
      alice.token,
      { name: "CI", currentPassword },
      { address: "192.0.2.1", agent: null },
    );
    for (refused of ["create_api_key", "delete_api_key"]) {
      const act =
        refused === "create_api_key"
          ? keys.create(alice.token, { name: "more", currentPassword })
          : keys.delete(alice.token, id);
      await expect(act).rejects.toMatchObject(refusal("refused"));
    }
    expect(await keys.list(alice.token)).toHaveLength(1);
    expect(events.at(-1)).toEqual({
      type: "api_key.created",
      pool: "users",
      userId: alice.user.id,
      sessionId: alice.session.id,
      at: "2030-01-01T12:00:00.000Z",
      client: { address: "192.0.2.1", agent: null },
    });
  });

  it("Y43 the server makes, lists and deletes them for any user of the pool", async () => {
    const { keys, alice } = await owned();
    const { key, id } = await keys.admin.create(alice.user.id, { name: "service" });
    expect(await keys.verify(key)).toMatchObject({ user: { id: alice.user.id } });
    expect(await keys.admin.list(alice.user.id)).toHaveLength(1);
    await keys.admin.delete(alice.user.id, id);
    expect(await keys.verify(key)).toBeNull();
    for (const userId of [crypto.randomUUID(), "gibberish"]) {
      for (const act of [
        keys.admin.create(userId, { name: "x" }),
        keys.admin.list(userId),
        keys.admin.delete(userId, id),
      ])
        await expect(act).rejects.toMatchObject(refusal("not_found"));
    }
  });

  it("HT09 storage trouble is storage trouble, and never nobody", async () => {
    const { auth } = openAuth({ storage: unreachableStorage() });
    await expect(apiKeys(auth).verify(newApiKey())).rejects.toMatchObject(refusal("storage_unavailable"));
    expect(() => apiKeys({} as Auth)).toThrow(TypeError);
  });
});
