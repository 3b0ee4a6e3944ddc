import type { Cases } from "../../cases.ts";
import { check, checkSame } from "../../check.ts";
import { addUser, moment, newApiKey, newCredentials, race, randomText } from "../../fixtures.ts";

export const apiKeyCases: Cases = {
  async "Y41 a key comes back as it was handed in, with its user, expired or not"(storage) {
    const { user } = await addUser(storage, { metadata: { a: 1 }, username: randomText() });
    const plain = newApiKey(user);
    const full = newApiKey(user, {
      name: "deploy 'Zoë'; --",
      scopes: ["read:all", "", 'ö"\\'],
      createdAt: moment(1.001),
      expiresAt: moment(-7.007),
      lastUsedAt: moment(2.002),
    });
    for (const key of [plain, full]) {
      checkSame(await storage.apiKeys.insert(key, 1), true, "the insert answers");
      checkSame(await storage.apiKeys.find(key.hash), { key, user }, "the key");
    }
    checkSame(await storage.apiKeys.list(user.id), [full, plain], "the list");
    for (const hash of [randomText(), "", "%", `${plain.hash} `, plain.hash.slice(1)]) {
      checkSame(await storage.apiKeys.find(hash), null, `looking for ${JSON.stringify(hash)}`);
    }
  },

  async "SE06 who was signed out meanwhile gets no key"(storage) {
    const { user } = await addUser(storage);
    const [late, next] = [newApiKey(user), newApiKey(user)];
    await storage.users.endSessions(user.id);
    checkSame(await storage.apiKeys.insert(late, 1), false, "a key asked for before");
    checkSame(await storage.apiKeys.find(late.hash), null, "its row");
    checkSame(await storage.apiKeys.insert(next, 2), true, "a key asked for after");
  },

  async "Y41 nobody gets no key, and a hash or an id in use is not given again"(storage) {
    const nobodys = newApiKey(newCredentials().user);
    checkSame(await storage.apiKeys.insert(nobodys, 1), false, "nobody's key");
    checkSame(await storage.apiKeys.find(nobodys.hash), null, "its row");
    const [owner, stranger] = [await addUser(storage), await addUser(storage)];
    const key = newApiKey(owner.user);
    await storage.apiKeys.insert(key, 1);
    for (const again of [newApiKey(stranger.user, { hash: key.hash }), newApiKey(stranger.user, { id: key.id })]) {
      checkSame(await storage.apiKeys.insert(again, 1).catch(() => false), false, "the second insert answers");
    }
    checkSame(await storage.apiKeys.find(key.hash), { key, user: owner.user }, "the key");
    checkSame(await storage.apiKeys.list(stranger.user.id), [], "the stranger's keys");
  },

  async "Y41 keys are listed newest first, at most 100, and nobody else's"(storage) {
    const { user } = await addUser(storage);
    const stranger = await addUser(storage);
    const keys = Array.from({ length: 103 }, (_, index) => newApiKey(user, { createdAt: moment(index) }));
    await race(keys.length, (index) => storage.apiKeys.insert(keys[index]!, 1));
    await storage.apiKeys.insert(newApiKey(stranger.user), 1);
    checkSame(await storage.apiKeys.list(user.id), keys.toReversed().slice(0, 100), "the newest 100");
  },

  async "Y41 a use is noted, and nothing else changes"(storage) {
    const { user } = await addUser(storage);
    const key = newApiKey(user, { expiresAt: moment(600) });
    await storage.apiKeys.insert(key, 1);
    await race(50, () => storage.apiKeys.touch(key.id, moment(42.042)));
    checkSame(await storage.apiKeys.find(key.hash), { key: { ...key, lastUsedAt: moment(42.042) }, user }, "the key");
    await storage.apiKeys.touch(crypto.randomUUID(), moment(43));
  },

  async "Y41 a key is removed once, in its own user's name alone"(storage) {
    const [owner, stranger] = [await addUser(storage), await addUser(storage)];
    const [key, neighbour] = [newApiKey(owner.user), newApiKey(owner.user)];
    for (const one of [key, neighbour]) await storage.apiKeys.insert(one, 1);
    checkSame(await storage.apiKeys.delete(key.id, stranger.user.id), false, "the stranger's attempt");
    const answers = await race(50, () => storage.apiKeys.delete(key.id, owner.user.id));
    checkSame(answers.filter(Boolean).length, 1, "deletions that found it");
    checkSame(await storage.apiKeys.find(key.hash), null, "the key");
    checkSame(await storage.apiKeys.find(neighbour.hash), { key: neighbour, user: owner.user }, "its neighbour");
  },

  async "Y41 all keys of a user go together, counted once, and nobody else's"(storage) {
    const [owner, stranger] = [await addUser(storage), await addUser(storage)];
    const strangers = newApiKey(stranger.user);
    await storage.apiKeys.insert(strangers, 1);
    for (let count = 0; count < 5; count++) await storage.apiKeys.insert(newApiKey(owner.user), 1);
    const counts = await race(10, () => storage.apiKeys.deleteAll(owner.user.id));
    checkSame(
      counts.reduce((sum, count) => sum + count, 0),
      5,
      "removed in all",
    );
    checkSame(await storage.apiKeys.list(owner.user.id), [], "what is left");
    checkSame(await storage.apiKeys.find(strangers.hash), { key: strangers, user: stranger.user }, "a stranger's");
  },

  async "SE05 a deleted user takes the keys along, and a key that races with it is left to nobody"(storage) {
    const { user } = await addUser(storage);
    const bystander = await addUser(storage);
    const bystanders = newApiKey(bystander.user);
    await storage.apiKeys.insert(bystanders, 1);
    const keys = Array.from({ length: 20 }, () => newApiKey(user));
    const calls: (() => Promise<unknown>)[] = keys.map((key) => () => storage.apiKeys.insert(key, 1));
    calls.splice(10, 0, () => storage.users.delete(user.id));
    // A database may refuse the row of a deleted user with an error. What counts is what is stored afterwards.
    await Promise.allSettled(calls.map((call) => call()));
    for (const { hash } of keys) checkSame(await storage.apiKeys.find(hash), null, "a key of nobody");
    checkSame(await storage.apiKeys.list(user.id), [], "the list of nobody");
    check((await storage.apiKeys.find(bystanders.hash)) !== null, "another user's key is gone");
  },
};
