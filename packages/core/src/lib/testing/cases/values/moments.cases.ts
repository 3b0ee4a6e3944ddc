import type { Cases } from "../../cases.ts";
import { checkSame, outcomeOf } from "../../check.ts";
import {
  addUser,
  moment,
  newApiKey,
  newCredentials,
  newPassword,
  newSession,
  newToken,
  randomText,
} from "../../fixtures.ts";

/** Moments of the years 1 to 9999 are kept to the millisecond, and no others. */
export const momentCases: Cases = {
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
        checkSame(await outcomeOf(call), "rejected", `call ${index} with ${String(at)}`);
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
};
