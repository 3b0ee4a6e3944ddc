import { d1Storage, type D1Binding } from "@latchkey/adapter-d1";
import { storageContract } from "@latchkey/core/testing";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let miniflare: Miniflare;
let binding: D1Binding;

beforeAll(async () => {
  const script = "export default { fetch: () => new Response() };";
  miniflare = new Miniflare(
    convertV4MiniflareOptions({ modules: true, script, compatibilityDate: "2026-07-30", d1Databases: { DB: "auth" } }),
  );
  binding = (await miniflare.getD1Database("DB")) as unknown as D1Binding;
});
afterAll(() => miniflare?.dispose());

describe("D1, asked from outside its worker", () => {
  // The whole contract runs inside workerd; here are the cases that show that rows and batches come through.
  const about = [
    "P08 a new user",
    "ID15 a user whose first session",
    "SI04 a sign-in opens",
    "SE06 a new password ends",
  ];
  for (const { name, run } of storageContract(() => d1Storage(binding))) {
    if (about.some((start) => name.startsWith(start))) it(name, run);
  }

  it("lives on when a storage over it is closed", async () => {
    const storage = d1Storage(binding);
    await storage.close();
    await expect(storage.users.find(crypto.randomUUID())).resolves.toBeNull();
  });
});

it.each([{}, { prepare: true }, "DB", 7])("d1Storage refuses %j: it takes a binding", (value) => {
  expect(() => d1Storage(value as never)).toThrow("d1Storage takes a D1 binding");
});

it("F25 a D1 that never answers is given up at the time limit, for a statement and for a batch", async () => {
  const silent = new Promise<never>(() => {});
  const prepared = { bind: () => prepared, all: () => silent };
  const hung = { prepare: () => prepared, batch: () => silent };
  const storage = d1Storage(hung as unknown as D1Binding, { migrations: "manual", timeoutMs: 50 });
  await expect(storage.users.find(crypto.randomUUID())).rejects.toThrow();
  await expect(storage.sweep(new Date(), 1)).rejects.toThrow();
});
