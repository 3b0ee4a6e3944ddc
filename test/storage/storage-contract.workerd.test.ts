import { d1Storage } from "@latchkey/adapter-d1";
import { durableObjectStorage, remoteStorage } from "@latchkey/adapter-durable-object";
import { memoryStorage } from "@latchkey/core/memory";
import { storageContract } from "@latchkey/core/testing";
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, it } from "vitest";

const storages = [
  { name: "memory", storage: memoryStorage() },
  { name: "D1", storage: d1Storage(env.DB) },
  { name: "a Durable Object, asked from a Worker,", storage: remoteStorage(env.ACCOUNTS, { name: "contract" }) },
];

describe.each(storages)("$name keeps the storage contract inside workerd", ({ storage }) => {
  for (const { name, run } of storageContract(() => storage)) it(name, run);
});

describe("a Durable Object, for code inside of it, keeps the storage contract", () => {
  const stub = env.ACCOUNTS.getByName("inside");
  for (const { name } of storageContract(() => memoryStorage())) {
    it(name, () =>
      runInDurableObject(stub, async (_, ctx) => {
        const cases = storageContract(() => durableObjectStorage(ctx));
        await cases.find((one) => one.name === name)!.run();
      }),
    );
  }
});
