import type { Storage } from "../storage/storage.ts";
import type { Cases } from "./cases.ts";
import { checkSame } from "./check.ts";
import {
  addUser,
  moment,
  newApiKey,
  newCredentials,
  newPassword,
  newSession,
  newToken,
  randomText,
} from "./fixtures.ts";

/** `rejected`, or what it gives; a method throws nothing at once. */
async function outcome(call: () => Promise<unknown>): Promise<unknown> {
  const promise = call();
  return promise.catch(() => "rejected");
}

/** Each spelling of an id that a database might take for this one. */
const spellings = (id: string) => [
  "",
  "abc",
  "1",
  "'",
  "%",
  "null",
  id.toUpperCase(),
  `{${id}}`,
  id.replaceAll("-", ""),
  ` ${id}`,
  `${id} `,
  `${id}\n`,
  id.slice(1),
  `urn:uuid:${id}`,
];

const unstorable = ["a\0b", "\0", "lone \ud800 surrogate", "\udfff"];

async function everyRead(storage: Storage, id: string, userId: string): Promise<unknown[]> {
  const { users, sessions, apiKeys } = storage;
  return [
    await users.find(userId),
    await users.rehashPassword(userId, "$from", "$to"),
    await users.setPassword(userId, newPassword("$to"), null),
    await users.changeEmail(userId, { from: "a@example.com", to: "b@example.com", at: moment() }),
    await users.update(userId, { metadata: {} }, { at: moment() }),
    await users.setDisabled(userId, true, moment()),
    await users.endSessions(userId),
    await users.delete(userId),
    await sessions.list(userId, moment()),
    await sessions.extend(id, userId, { expiresAt: moment(1), at: moment(), idleSince: null, pool: "users" }),
    await sessions.delete(id, userId),
    await sessions.deleteOthers(userId, id),
    await apiKeys.list(userId),
    await apiKeys.delete(crypto.randomUUID(), userId),
    await apiKeys.deleteAll(userId),
  ];
}

const NOTHING = [null, false, null, false, false, false, false, false, [], null, false, 0, [], false, 0];

export const edgeCases: Cases = {
  async "F32 a session that need not have been used is extended, whenever it was used last"(storage) {
    for (const lastUsedAt of [
      new Date(0),
      new Date(-1),
      new Date(1),
      new Date("1969-12-31T23:59:59.999Z"),
      new Date("0001-01-01T00:00:00Z"),
    ]) {
      const { user } = await addUser(storage);
      const session = newSession(user, { lastUsedAt, createdAt: lastUsedAt });
      await storage.sessions.insert(session, []);
      const extend = (idleSince: Date | null) =>
        storage.sessions.extend(session.id, user.id, {
          expiresAt: moment(60),
          at: moment(1),
          idleSince,
          pool: "users",
        });
      checkSame(await extend(lastUsedAt), null, "a session that lay idle");
      checkSame(
        await extend(null),
        { session: { ...session, expiresAt: moment(60), lastUsedAt: moment(1) }, user },
        "extended",
      );
    }
  },

  async "F32 moments of the years 1 to 9999 come back to the millisecond, also before 1970"(storage) {
    const texts = [
      "0001-01-01T00:00:00.000Z",
      "0099-12-31T23:59:59.999Z",
      "1582-10-10T12:00:00.001Z",
      "1969-12-31T23:59:59.999Z",
      "1970-01-01T00:00:00.000Z",
      "9999-12-31T23:59:59.999Z",
    ];
    for (const at of texts.map((text) => new Date(text))) {
      const { user } = await addUser(storage, { createdAt: at, updatedAt: at });
      checkSame((await storage.users.find(user.id))?.user, user, "the user");
      const key = newApiKey(user, { createdAt: at, expiresAt: at, lastUsedAt: at });
      await storage.apiKeys.insert(key, 1);
      checkSame((await storage.apiKeys.find(key.hash))?.key, key, "the key");
    }
  },

  async "F32 a moment outside of those years, or none, is refused, and nothing is kept of it"(storage) {
    const { user, session } = await addUser(storage);
    for (const at of [
      new Date(Number.NaN),
      new Date(8.64e15),
      new Date(-8.64e15),
      new Date("+010000-01-01T00:00:00Z"),
      new Date("0000-12-31T23:59:59.999Z"),
    ]) {
      const other = newCredentials({ createdAt: at });
      const opened = newSession(user, { expiresAt: at });
      const key = newApiKey(user, { expiresAt: at });
      const calls = [
        () => storage.users.insert(other, null),
        () => storage.users.insertFirst(newCredentials({ pool: randomText(), updatedAt: at }), null),
        () => storage.users.setPassword(user.id, newPassword("$new", { at }), null),
        () => storage.users.changeEmail(user.id, { from: user.email, to: `new-${user.email}`, at }),
        () => storage.users.update(user.id, { metadata: {} }, { at }),
        () => storage.users.setDisabled(user.id, true, at),
        () => storage.users.list("users", { createdAt: at, id: user.id }, 1),
        () => storage.sessions.insert(opened, []),
        () => storage.sessions.list(user.id, at),
        () =>
          storage.sessions.extend(session.id, user.id, { expiresAt: at, at: moment(), idleSince: null, pool: "users" }),
        () =>
          storage.sessions.extend(session.id, user.id, { expiresAt: moment(1), at, idleSince: null, pool: "users" }),
        () =>
          storage.sessions.extend(session.id, user.id, {
            expiresAt: moment(1),
            at: moment(),
            idleSince: at,
            pool: "users",
          }),
        () => storage.sessions.touch(session.id, at),
        () => storage.tokens.put(newToken(user, { expiresAt: at })),
        () => storage.tokens.take("hash", { purpose: "reset", pool: "users", at }),
        () => storage.counters.add(randomText(), moment(), at),
        () => storage.counters.add(randomText(), at, moment()),
        () => storage.apiKeys.insert(key, 1),
        () => storage.apiKeys.touch(key.id, at),
        () => storage.sweep(at, 1),
      ];
      for (const [index, call] of calls.entries())
        checkSame(await outcome(call), "rejected", `call ${index} with ${String(at)}`);
      checkSame(
        [
          await storage.users.find(other.user.id),
          await storage.sessions.find(opened.id),
          await storage.apiKeys.find(key.hash),
        ],
        [null, null, null],
        "what is kept",
      );
    }
    checkSame((await storage.sessions.find(session.id)) ?? null, { session, user }, "the user and the session");
  },

  async "F32 an id that is none, or is spelt otherwise, is nobody's"(storage) {
    const { user, session, passwordHash } = await addUser(storage);
    const key = newApiKey(user);
    await storage.apiKeys.insert(key, 1);
    for (const id of spellings(user.id)) {
      checkSame(await everyRead(storage, session.id, id), NOTHING, `for the user ${JSON.stringify(id)}`);
      await storage.tokens.put({ ...newToken(user), userId: id });
      checkSame(
        await outcome(() => storage.sessions.insert({ ...newSession(user), userId: id }, [])),
        false,
        "a session",
      );
      checkSame(await outcome(() => storage.apiKeys.insert({ ...newApiKey(user), userId: id }, 1)), false, "a key");
    }
    for (const id of spellings(key.id)) {
      await storage.apiKeys.touch(id, moment(9));
      checkSame(await storage.apiKeys.delete(id, user.id), false, `the key ${JSON.stringify(id)}`);
    }
    for (const id of ["", "abc", ` ${session.id}`, `${session.id} `, session.id.slice(1), "%"]) {
      await storage.sessions.touch(id, moment(9));
      checkSame(
        [await storage.sessions.find(id), await storage.sessions.delete(id, user.id)],
        [null, false],
        "a session's id",
      );
    }
    checkSame(await storage.users.find(user.id), { user, passwordHash }, "the user");
    checkSame(await storage.sessions.find(session.id), { session, user }, "the session");
    checkSame(await storage.apiKeys.find(key.hash), { key, user }, "the key");
  },

  async "F32 text with NUL or half a character is refused, and nothing is kept or found by it"(storage) {
    const { user, session } = await addUser(storage);
    for (const text of unstorable) {
      const calls = [
        () => storage.users.insert(newCredentials({ email: text }), null),
        () => storage.users.insert(newCredentials({ username: `${text}${randomText()}` }), null),
        () => storage.users.insert(newCredentials({ pool: text }), null),
        () => storage.users.insert(newCredentials({}, text), null),
        () => storage.users.findByEmail("users", text),
        () => storage.users.findByUsername("users", text),
        () => storage.users.update(user.id, { username: text }, { at: moment() }),
        () => storage.users.changeEmail(user.id, { from: user.email, to: text, at: moment() }),
        () => storage.users.setPassword(user.id, newPassword(text), null),
        () => storage.users.list(text, null, 1),
        () => storage.sessions.insert(newSession(user, { agent: text }), []),
        () => storage.sessions.insert(newSession(user, { address: text }), []),
        () => storage.sessions.insert(newSession(user), [text]),
        () => storage.sessions.find(text),
        () => storage.sessions.delete(text, user.id),
        () => storage.tokens.put(newToken(user, { purpose: text })),
        () => storage.tokens.take(text, { purpose: "reset", pool: "users", at: moment() }),
        () => storage.counters.add(text, moment(), moment(1)),
        () => storage.counters.reset(text),
        () => storage.apiKeys.insert(newApiKey(user, { name: text }), 1),
        () => storage.apiKeys.find(text),
      ];
      for (const [index, call] of calls.entries())
        checkSame(await outcome(call), "rejected", `call ${index} with ${JSON.stringify(text)}`);
    }
    checkSame(await storage.sessions.list(user.id, moment()), [session], "the sessions");
    checkSame(await storage.apiKeys.list(user.id), [], "the keys");
  },

  async "F32 long and empty text, and every well-formed character, come back as they were"(storage) {
    const everything = `\u0001\t\n\r\u007f\u0080\u2028\ufeff\ufffd🦊e\u0301"'\\%_`;
    for (const text of ["", " ", "a".repeat(10_000), "🦊".repeat(500), everything]) {
      const { user } = await addUser(storage);
      const session = newSession(user, { address: text, agent: text });
      const key = newApiKey(user, { name: text, hint: text, scopes: [text.slice(0, 100)] });
      await storage.sessions.insert(session, []);
      await storage.apiKeys.insert(key, 1);
      checkSame((await storage.sessions.find(session.id))?.session, session, "the session");
      checkSame((await storage.apiKeys.find(key.hash))?.key, key, "the key");
    }
    const pool = randomText();
    const nameless = await addUser(storage, { pool, username: "" });
    const other = await addUser(storage, { pool });
    checkSame(
      await storage.users.update(other.user.id, { username: "" }, { at: moment() }),
      false,
      "an empty name that is taken",
    );
    checkSame((await storage.users.findByUsername(pool, ""))?.user, nameless.user, "by the empty name");
  },

  async "F32 a limit is a whole number from 0"(storage) {
    const pool = randomText();
    for (let count = 0; count < 3; count++) await addUser(storage, { pool, createdAt: moment(count) });
    const first = (await storage.users.list(pool, null, 1))[0]!;
    for (const [limit, found] of [
      [0, 0],
      [1, 1],
      [2, 2],
      [3, 3],
      [101, 3],
      [1_000_000, 3],
    ] as const) {
      checkSame((await storage.users.list(pool, null, limit)).length, found, `users for a limit of ${limit}`);
      checkSame(
        (await storage.users.list(pool, first, limit)).length,
        Math.min(limit, 2),
        `users behind the first for ${limit}`,
      );
    }
    for (const limit of [-1, 0.5, Number.NaN, Infinity]) {
      checkSame(
        await outcome(() => storage.users.list(pool, null, limit)),
        "rejected",
        `users for a limit of ${limit}`,
      );
      checkSame(
        await outcome(() => storage.users.list(pool, first, limit)),
        "rejected",
        `users behind the first for ${limit}`,
      );
      checkSame(await outcome(() => storage.sweep(new Date(0), limit)), "rejected", `a sweep of ${limit}`);
    }
    checkSame(await storage.sweep(new Date("0001-01-01T00:00:00Z"), 0), 0, "a sweep of none");
  },
};
