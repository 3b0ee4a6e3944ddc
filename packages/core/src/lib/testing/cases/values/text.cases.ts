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

const unstorable = ["a\0b", "\0", "lone \ud800 surrogate", "\udfff"];

/** Well-formed text without NUL is kept exactly, and no other text. */
export const textCases: Cases = {
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
        checkSame(await outcomeOf(call), "rejected", `call ${index} with ${JSON.stringify(text)}`);
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
};
