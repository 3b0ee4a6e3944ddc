import type { Storage } from "../../../storage/storage.ts";
import type { Cases } from "../../cases.ts";
import { checkSame, outcomeOf } from "../../check.ts";
import { addUser, moment, newApiKey, newPassword, newSession, newToken } from "../../fixtures.ts";

/** Text that a database might take for this id. */
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

/** An id has one spelling. */
export const idCases: Cases = {
  async "F32 an id that is none, or is spelt otherwise, is nobody's"(storage) {
    const { user, session, passwordHash } = await addUser(storage);
    const key = newApiKey(user);
    await storage.apiKeys.insert(key, 1);
    for (const id of spellings(user.id)) {
      checkSame(await everyRead(storage, session.id, id), NOTHING, `for the user ${JSON.stringify(id)}`);
      await storage.tokens.put({ ...newToken(user), userId: id });
      checkSame(
        await outcomeOf(() => storage.sessions.insert({ ...newSession(user), userId: id }, [])),
        false,
        "a session",
      );
      checkSame(await outcomeOf(() => storage.apiKeys.insert({ ...newApiKey(user), userId: id }, 1)), false, "a key");
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
};
