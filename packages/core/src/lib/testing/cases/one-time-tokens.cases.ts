import type { Cases } from "../cases.ts";
import { checkSame } from "../check.ts";
import { addUser, moment, newCredentials, newToken, race, randomText } from "../fixtures.ts";
import { jsonSamples } from "../json-samples.ts";

/** A one-time token works once. */
export const oneTimeTokenCases: Cases = {
  async "Y34 a one-time token is taken once, of 50 who try together"(storage) {
    const { user } = await addUser(storage);
    const token = newToken(user, { payload: { email: "new@example.com" } });
    await storage.tokens.put(token);
    const answers = await race(50, () =>
      storage.tokens.take(token.hash, { purpose: token.purpose, pool: token.pool, at: moment() }),
    );
    checkSame(
      answers.filter((answer) => answer !== null),
      [token],
      "what they got",
    );
    checkSame(
      await storage.tokens.take(token.hash, { purpose: token.purpose, pool: token.pool, at: moment() }),
      null,
      "a late attempt",
    );
  },

  async "Y34 a token is good until the moment it expires, and not at it"(storage) {
    const { user } = await addUser(storage);
    const token = newToken(user);
    await storage.tokens.put(token);
    const take = (at: number) =>
      storage.tokens.take(token.hash, { purpose: token.purpose, pool: token.pool, at: new Date(at) });
    const expiry = token.expiresAt.getTime();
    checkSame(await take(expiry + 1), null, "a millisecond after");
    checkSame(await take(expiry), null, "at the moment");
    checkSame(await take(expiry - 1), token, "a millisecond before");
  },

  async "TK05 a token of one purpose or pool serves no other, and survives the attempt"(storage) {
    const { user } = await addUser(storage);
    const token = newToken(user, { purpose: "reset" });
    await storage.tokens.put(token);
    checkSame(
      await storage.tokens.take(token.hash, { purpose: "verify", pool: token.pool, at: moment() }),
      null,
      "another purpose",
    );
    checkSame(
      await storage.tokens.take(token.hash, { purpose: token.purpose, pool: "admins", at: moment() }),
      null,
      "another pool",
    );
    checkSame(
      await storage.tokens.take(`${token.hash}x`, { purpose: token.purpose, pool: token.pool, at: moment() }),
      null,
      "another hash",
    );
    checkSame(
      await storage.tokens.take(token.hash, { purpose: token.purpose, pool: token.pool, at: moment() }),
      token,
      "the right one",
    );
  },

  async "F63 each token keeps its own end"(storage) {
    for (const [first, second] of [
      [60, 3600],
      [3600, 60],
    ] as const) {
      const { user } = await addUser(storage);
      const tokens = [first, second].map((seconds) => newToken(user, { expiresAt: moment(seconds) }));
      for (const token of tokens) await storage.tokens.put(token);
      const [long, short] = first > second ? [tokens[0]!, tokens[1]!] : [tokens[1]!, tokens[0]!];
      checkSame(
        await storage.tokens.take(short.hash, { purpose: "reset", pool: "users", at: moment(120) }),
        null,
        "the one that has ended",
      );
      checkSame(
        await storage.tokens.take(long.hash, { purpose: "reset", pool: "users", at: moment(120) }),
        long,
        "the one that has not",
      );
    }
  },

  async "F63 a token that is put again is the new one in everything"(storage) {
    const { user } = await addUser(storage);
    const other = await addUser(storage, { pool: "others" });
    for (const [before, after] of [
      [60, 3600],
      [3600, 60],
    ] as const) {
      const token = newToken(user, { expiresAt: moment(before), payload: { is: "old" } });
      const again = { ...token, expiresAt: moment(after), payload: { is: "new" } };
      for (const one of [token, again]) await storage.tokens.put(one);
      checkSame(
        await storage.tokens.take(token.hash, { purpose: "reset", pool: "users", at: moment(after) }),
        null,
        "at its new end",
      );
      checkSame(
        await storage.tokens.take(token.hash, { purpose: "reset", pool: "users", at: moment(after - 0.001) }),
        again,
        "before its new end",
      );
      checkSame(
        await storage.tokens.take(token.hash, { purpose: "reset", pool: "users", at: moment() }),
        null,
        "once more",
      );
    }
    const token = newToken(user);
    const moved = { ...newToken(other.user, { purpose: "verify", payload: { is: "moved" } }), hash: token.hash };
    for (const one of [token, moved]) await storage.tokens.put(one);
    checkSame(
      await storage.tokens.take(token.hash, { purpose: "reset", pool: "users", at: moment() }),
      null,
      "as it was",
    );
    checkSame(
      await storage.tokens.take(token.hash, { purpose: "verify", pool: "others", at: moment() }),
      moved,
      "as it is",
    );
  },

  async "TK05 an attempt that fails voids no other token"(storage) {
    const { user } = await addUser(storage);
    const [expired, good] = [newToken(user, { expiresAt: moment(-1) }), newToken(user)];
    for (const token of [expired, good]) await storage.tokens.put(token);
    checkSame(
      await storage.tokens.take(expired.hash, { purpose: "reset", pool: "users", at: moment() }),
      null,
      "the expired one",
    );
    checkSame(
      await storage.tokens.take(good.hash, { purpose: "verify", pool: "users", at: moment() }),
      null,
      "for another purpose",
    );
    checkSame(
      await storage.tokens.take(good.hash, { purpose: "reset", pool: "admins", at: moment() }),
      null,
      "in another pool",
    );
    checkSame(
      await storage.tokens.take(randomText(), { purpose: "reset", pool: "users", at: moment() }),
      null,
      "one that never was",
    );
    checkSame(
      await storage.tokens.take(good.hash, { purpose: "reset", pool: "users", at: moment() }),
      good,
      "the good one",
    );
  },

  async "SE05 nobody's token is not kept, and one that races with the end of its user is left to nobody"(storage) {
    const nobodys = newToken(newCredentials().user);
    await storage.tokens.put(nobodys);
    checkSame(
      await storage.tokens.take(nobodys.hash, { purpose: "reset", pool: "users", at: moment() }),
      null,
      "nobody's",
    );
    const { user } = await addUser(storage);
    const tokens = Array.from({ length: 10 }, () => newToken(user));
    const calls: (() => Promise<unknown>)[] = tokens.map((token) => () => storage.tokens.put(token));
    calls.splice(5, 0, () => storage.users.delete(user.id));
    await Promise.all(calls.map((call) => call()));
    for (const { hash } of tokens)
      checkSame(
        await storage.tokens.take(hash, { purpose: "reset", pool: "users", at: moment() }),
        null,
        "a deleted user's",
      );
  },

  async "ID11 a token's payload comes back exactly"(storage) {
    const { user } = await addUser(storage);
    for (const payload of jsonSamples) {
      const token = newToken(user, { payload });
      await storage.tokens.put(token);
      checkSame(
        await storage.tokens.take(token.hash, { purpose: token.purpose, pool: token.pool, at: moment() }),
        token,
        "the token",
      );
    }
  },
};
