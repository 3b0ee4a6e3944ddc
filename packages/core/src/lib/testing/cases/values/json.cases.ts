import type { Cases } from "../../cases.ts";
import { check, checkSame } from "../../check.ts";
import { addUser, moment, newApiKey, newToken } from "../../fixtures.ts";

const documents = [
  '{"b":1,"a":2,"10":3,"2":4,"":5}',
  '{"z":{"y":{"x":[{"w":1,"v":2}]}},"aa":0,"b":0,"a":0}',
  '{"n":[0,1,-1,0.1,1e21,1e-7,1.5,5e-324,1.7976931348623157e308,9007199254740991,-9007199254740991]}',
  '{"long key of more than sixty-four bytes, which some databases would sort behind others":1,"k":"' +
    "é🦊".repeat(500) +
    '"}',
];

export const jsonCases: Cases = {
  async "F27 JSON keeps the order of its keys and every digit, inserted or updated"(storage) {
    for (const text of documents) {
      const document = JSON.parse(text) as Record<string, never>;
      const { user } = await addUser(storage, { metadata: document, appMetadata: document });
      const same = (actual: unknown, sentence: string) =>
        checkSame(JSON.stringify(actual), JSON.stringify(document), sentence);
      const inserted = await storage.users.find(user.id);
      same(inserted?.user.metadata, "metadata");
      same(inserted?.user.appMetadata, "appMetadata");
      await storage.users.update(user.id, { metadata: document, appMetadata: document }, { at: moment(1) });
      const updated = await storage.users.find(user.id);
      same(updated?.user.metadata, "metadata, updated");
      same(updated?.user.appMetadata, "appMetadata, updated");
      const token = newToken(user, { payload: document });
      await storage.tokens.put(token);
      same(
        (await storage.tokens.take(token.hash, { purpose: "reset", pool: "users", at: moment() }))?.payload,
        "a payload",
      );
    }
  },

  async "F27 scopes keep their order"(storage) {
    const { user } = await addUser(storage);
    const key = newApiKey(user, { scopes: ["z", "a", "m", "a:b", "10", "9"] });
    await storage.apiKeys.insert(key, 1);
    checkSame((await storage.apiKeys.find(key.hash))?.key.scopes, key.scopes, "the scopes");
    check((await storage.apiKeys.list(user.id)).length === 1, "the key is not listed");
  },
};
