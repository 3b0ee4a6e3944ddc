import type { Cases } from "../cases.ts";
import { checkSame } from "../check.ts";
import { addUser, moment, newApiKey, newIdentity, newSession, newToken, randomText } from "../fixtures.ts";

/** Everything about one user. */
export const userRecordCases: Cases = {
  async "Y43 everything that is stored about a user comes back, and nothing of anybody else"(storage) {
    const one = await addUser(storage, { username: randomText(), metadata: { a: 1 }, appMetadata: { b: 2 } });
    const other = await addUser(storage);
    const over = newSession(one.user, { createdAt: moment(-9), expiresAt: moment(-8) });
    await storage.sessions.insert(over, []);
    const [token, key] = [newToken(one.user, { payload: { email: one.user.email } }), newApiKey(one.user)];
    const identity = newIdentity(one.user, { tokens: "sealed", email: one.user.email });
    for (const { user } of [one, other]) {
      await storage.tokens.put(user === one.user ? token : newToken(user));
      await storage.apiKeys.insert(user === one.user ? key : newApiKey(user), 1);
      await storage.identities.link(user === one.user ? identity : newIdentity(user), 1);
    }
    const { user, passwordHash, session } = one;
    const expected = { user, passwordHash, sessions: [session, over], tokens: [token], apiKeys: [key] };
    checkSame(await storage.users.records(user.id), { ...expected, identities: [identity] }, "the records");

    await storage.users.setDisabled(user.id, true, moment(1));
    checkSame((await storage.users.records(user.id))?.sessions, [session, over], "sessions of who is disabled");
    checkSame(await storage.users.records(crypto.randomUUID()), null, "the records of nobody");
  },
};
