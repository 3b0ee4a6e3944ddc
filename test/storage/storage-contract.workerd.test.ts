import { d1Storage } from "@latchkey/adapter-d1";
import { memoryStorage } from "@latchkey/core/memory";
import { storageContract } from "@latchkey/core/testing";
import { env } from "cloudflare:workers";
import { describe, it } from "vitest";

const storages = [
  { name: "memory", storage: memoryStorage() },
  { name: "D1", storage: d1Storage(env.DB) },
];

describe.each(storages)("$name keeps the storage contract inside workerd", ({ storage }) => {
  for (const { name, run } of storageContract(() => storage)) it(name, run);
});
