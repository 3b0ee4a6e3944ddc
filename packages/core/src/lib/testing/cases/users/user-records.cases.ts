import type { Cases } from "../../cases.ts";
import { checkSame } from "../../check.ts";
import {
  addUser,
  moment,
  newApiKey,
  newFactor,
  newIdentity,
  newPasskey,
  newSession,
  newToken,
  randomText,
} from "../../fixtures.ts";

/** Everything about one user. */
export const userRecordCases: Cases = {
  async "Y43 everything that is stored about a user comes back, and nothing of anybody else"(storage) {
    const one = await addUser(storage, { username: randomText(), metadata: { a: 1 }, appMetadata: { b: 2 } });
    const other = await addUser(storage);
    const over = newSession(one.user, { createdAt: moment(-9), expiresAt: moment(-8) });
    await storage.sessions.insert(over, []);
    const [token, key] = [newToken(one.user, { payload: { email: one.user.email } }), newApiKey(one.user)];
    const identity = newIdentity(one.user, { tokens: "sealed", email: one.user.email });
    const passkey = newPasskey(one.user, { lastUsedAt: moment(2.002) });
    const factor = newFactor(one.user);
    for (const { user } of [one, other]) {
      await storage.tokens.put(user === one.user ? token : newToken(user));
      await storage.apiKeys.insert(user === one.user ? key : newApiKey(user), 1);
      await storage.identities.link(user === one.user ? identity : newIdentity(user), 1);
      await storage.passkeys.insert(user === one.user ? passkey : newPasskey(user), 1);
      await storage.factors.insert(user === one.user ? factor : newFactor(user), [randomText(), randomText()], {
        sessionVersion: 1,
      });
    }
    const { user, passwordHash, session } = one;
    const expected = { user, passwordHash, sessions: [session, over], tokens: [token], apiKeys: [key] };
    const waysIn = { identities: [identity], passkeys: [passkey], factor: { ...factor, recoveryCodes: 2 } };
    checkSame(await storage.users.records(user.id), { ...expected, ...waysIn }, "the records");
    const plain = await addUser(storage);
    const { identities, passkeys, factor: none } = (await storage.users.records(plain.user.id))!;
    checkSame([identities, passkeys, none], [[], [], null], "the ways in of who has none");

    await storage.users.setDisabled(user.id, true, moment(1));
    checkSame((await storage.users.records(user.id))?.sessions, [session, over], "sessions of who is disabled");
    checkSame(await storage.users.records(crypto.randomUUID()), null, "the records of nobody");
  },
};
