import type { OneTimeToken } from "../../storage/storage.ts";
import type { Cases } from "../cases.ts";
import { checkSame } from "../check.ts";
import { addUser, moment, newToken, race } from "../fixtures.ts";

/** A user has few tokens of a purpose, and taking one removes the others. */
export const oneTimeTokenLimitCases: Cases = {
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
};
