import type { Cases } from "./cases.ts";
import { checkSame } from "./check.ts";
import { addUser, moment, newToken, race } from "./fixtures.ts";
import { jsonSamples } from "./json-samples.ts";

export const tokenCases: Cases = {
  async "Y34 a one-time token is taken once, of 50 who try together"(storage) {
    const { user } = await addUser(storage);
    const token = newToken(user, { payload: { email: "new@example.com" } });
    await storage.tokens.put(token);
    const answers = await race(50, () => storage.tokens.take(token.hash, token.purpose, token.pool, moment()));
    checkSame(answers.filter((answer) => answer !== null), [token], "what they got");
    checkSame(await storage.tokens.take(token.hash, token.purpose, token.pool, moment()), null, "a late attempt");
  },

  async "Y34 a token is good until the moment it expires, and not at it"(storage) {
    const { user } = await addUser(storage);
    const token = newToken(user);
    await storage.tokens.put(token);
    const take = (at: number) => storage.tokens.take(token.hash, token.purpose, token.pool, new Date(at));
    const expiry = token.expiresAt.getTime();
    checkSame(await take(expiry + 1), null, "a millisecond after");
    checkSame(await take(expiry), null, "at the moment");
    checkSame(await take(expiry - 1), token, "a millisecond before");
  },

  async "TK05 a token of one purpose or pool serves no other, and survives the attempt"(storage) {
    const { user } = await addUser(storage);
    const token = newToken(user, { purpose: "reset" });
    await storage.tokens.put(token);
    checkSame(await storage.tokens.take(token.hash, "verify", token.pool, moment()), null, "another purpose");
    checkSame(await storage.tokens.take(token.hash, token.purpose, "admins", moment()), null, "another pool");
    checkSame(await storage.tokens.take(`${token.hash}x`, token.purpose, token.pool, moment()), null, "another hash");
    checkSame(await storage.tokens.take(token.hash, token.purpose, token.pool, moment()), token, "the right one");
  },

  async "Y34 only the newest token of a user and purpose counts"(storage) {
    const { user } = await addUser(storage);
    const bystander = await addUser(storage);
    const [older, newer, verify, bystanders] = [newToken(user), newToken(user), newToken(user, { purpose: "verify" }), newToken(bystander.user)];
    for (const token of [bystanders, verify, older, newer]) await storage.tokens.put(token);
    checkSame(await storage.tokens.take(older.hash, older.purpose, older.pool, moment()), null, "the older");
    for (const token of [newer, verify, bystanders]) {
      checkSame(await storage.tokens.take(token.hash, token.purpose, token.pool, moment()), token, "a newest");
    }
  },

  async "Y34 of 20 tokens put together one is left"(storage) {
    const { user } = await addUser(storage);
    const tokens = Array.from({ length: 20 }, () => newToken(user));
    await race(20, (index) => storage.tokens.put(tokens[index]!));
    const left = await race(20, (index) => storage.tokens.take(tokens[index]!.hash, "reset", "users", moment()));
    checkSame(left.filter((token) => token !== null).length, 1, "tokens that are good");
  },

  async "ID11 a token's payload comes back exactly"(storage) {
    const { user } = await addUser(storage);
    for (const payload of jsonSamples) {
      const token = newToken(user, { payload });
      await storage.tokens.put(token);
      checkSame(await storage.tokens.take(token.hash, token.purpose, token.pool, moment()), token, "the token");
    }
  },
};
