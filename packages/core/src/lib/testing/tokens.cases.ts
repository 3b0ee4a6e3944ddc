import type { OneTimeToken } from "../storage/storage.ts";
import type { Cases } from "./cases.ts";
import { checkSame } from "./check.ts";
import { addUser, moment, newCredentials, newToken, race, randomText } from "./fixtures.ts";
import { jsonSamples } from "./json-samples.ts";

export const tokenCases: Cases = {
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

  async "F07 a user has three tokens of a purpose, those that expire last, and taking one takes the others along"(
    storage,
  ) {
    const { user } = await addUser(storage);
    const bystander = await addUser(storage);
    const tokens = [40, 10, 30, 20].map((seconds) => newToken(user, { expiresAt: moment(seconds) }));
    const others = [
      newToken(user, { purpose: "verify", expiresAt: moment(5) }),
      newToken(bystander.user, { expiresAt: moment(5) }),
    ];
    for (const token of [...others, ...tokens]) await storage.tokens.put(token);
    const take = ({ hash, purpose, pool }: OneTimeToken) => storage.tokens.take(hash, { purpose, pool, at: moment() });
    checkSame(await take(tokens[1]!), null, "the one that expires first");
    checkSame(await take(tokens[3]!), tokens[3], "one of the three");
    for (const token of tokens) checkSame(await take(token), null, "any, after one was taken");
    for (const token of others) checkSame(await take(token), token, "one of another purpose or user");
  },

  async "F07 a token that expires before three others is not kept, and voids none of them"(storage) {
    const { user } = await addUser(storage);
    const kept = [30, 20, 10].map((seconds) => newToken(user, { expiresAt: moment(seconds) }));
    const early = newToken(user, { expiresAt: moment(9.999) });
    for (const token of [...kept, early]) await storage.tokens.put(token);
    checkSame(
      await storage.tokens.take(early.hash, { purpose: "reset", pool: "users", at: moment() }),
      null,
      "the early one",
    );
    checkSame(
      await storage.tokens.take(kept[2]!.hash, { purpose: "reset", pool: "users", at: moment() }),
      kept[2],
      "the last of the three",
    );
  },

  async "F07 with one to keep, the token that expires last alone is good, and other purposes and users keep theirs"(
    storage,
  ) {
    const { user } = await addUser(storage);
    const bystander = await addUser(storage);
    const others = [newToken(user, { purpose: "verify" }), newToken(bystander.user)];
    const tokens = [10, 20, 30].map((seconds) => newToken(user, { expiresAt: moment(seconds) }));
    for (const token of [...others, ...tokens])
      await storage.tokens.put(token, token.userId === user.id && token.purpose === "reset" ? 1 : 3);
    const take = ({ hash, purpose, pool }: OneTimeToken) => storage.tokens.take(hash, { purpose, pool, at: moment() });
    for (const token of tokens.slice(0, 2)) checkSame(await take(token), null, "an older one");
    for (const token of [tokens[2]!, ...others]) checkSame(await take(token), token, "one that was kept");
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

  async "F07 of 20 tokens put together three are left, and one of them can be taken"(storage) {
    for (let round = 0; round < 3; round++) {
      const { user } = await addUser(storage);
      const tokens = Array.from({ length: 20 }, (_, index) =>
        newToken(user, { expiresAt: moment(60 + ((index * 7) % 20)) }),
      );
      await race(20, (index) => storage.tokens.put(tokens[index]!));
      const newest = tokens.toSorted((a, b) => b.expiresAt.getTime() - a.expiresAt.getTime()).slice(0, 3);
      for (const token of tokens.filter((one) => !newest.includes(one))) {
        checkSame(
          await storage.tokens.take(token.hash, { purpose: "reset", pool: "users", at: moment() }),
          null,
          "one that is not of the three",
        );
      }
      const taken = await race(3, (index) =>
        storage.tokens.take(newest[index]!.hash, { purpose: "reset", pool: "users", at: moment() }),
      );
      checkSame(taken.filter((token) => token !== null).length, 1, "tokens that were taken");
    }
  },

  async "F07 of 30 who take different tokens of one user and purpose together, one gets a token"(storage) {
    for (let round = 0; round < 10; round++) {
      const { user } = await addUser(storage);
      const tokens = [0, 1, 2].map((seconds) => newToken(user, { expiresAt: moment(60 + seconds) }));
      for (const token of tokens) await storage.tokens.put(token);
      const answers = await race(30, (index) =>
        storage.tokens.take(tokens[(index + round) % 3]!.hash, { purpose: "reset", pool: "users", at: moment() }),
      );
      checkSame(answers.filter((token) => token !== null).length, 1, "who got one");
      checkSame(
        await storage.tokens.take(tokens[0]!.hash, { purpose: "reset", pool: "users", at: moment() }),
        null,
        "a late attempt",
      );
    }
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
