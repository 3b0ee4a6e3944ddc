import {
  accountsObject,
  durableObjectStorage,
  remoteStorage,
  type AccountsNamespace,
} from "@latchkey/adapter-durable-object";
import { describe, expect, it } from "vitest";

/** A binding whose objects answer like this. */
function bound(callStorage: (call: readonly unknown[]) => unknown, asked: unknown[] = []): AccountsNamespace {
  return {
    idFromName: (name) => ({ name }),
    get: (id, options) => (asked.push([id, options]), { callStorage }),
  };
}

describe("remoteStorage", () => {
  it.each([{}, { get: () => ({}) }, "ACCOUNTS", 7])("refuses %j: it takes the binding of a class", (value) => {
    expect(() => remoteStorage(value as never)).toThrow("remoteStorage takes the binding of a class");
  });

  it.each(["", 7, null])("refuses %j as the name of an object", (name) => {
    expect(() =>
      remoteStorage(
        bound(() => null),
        { name: name as string },
      ),
    ).toThrow("name must be a text");
  });

  it("F25 gives up an object that never answers at the time limit", async () => {
    const storage = remoteStorage(
      bound(() => new Promise(() => {})),
      { timeoutMs: 50 },
    );
    expect(storage.timeoutMs).toBe(50);
    await expect(storage.users.find(crypto.randomUUID())).rejects.toThrow("did not answer in time");
    await expect(storage.sweep(new Date(), 1)).rejects.toThrow("did not answer in time");
    await expect(storage.migrate()).rejects.toThrow("did not answer in time");
  });

  it("rejects when there is no way to the object, and takes a new way for the next call", async () => {
    const asked: unknown[] = [];
    let isBroken = true;
    const namespace = bound(() => null, asked);
    const storage = remoteStorage(
      {
        ...namespace,
        get(id, options) {
          const way = namespace.get(id, options);
          if (!isBroken) return way;
          isBroken = false;
          throw new Error("Durable Object reset because its code was updated.");
        },
      },
      { name: "acme", locationHint: "weur" },
    );
    await expect(storage.users.find("x")).rejects.toThrow("reset because");
    await expect(storage.users.find("x")).resolves.toBeNull();
    expect(asked).toEqual([
      [{ name: "acme" }, { locationHint: "weur" }],
      [{ name: "acme" }, { locationHint: "weur" }],
    ]);
  });

  it("asks the object called accounts when it is told no other, and nothing when it is closed", async () => {
    const asked: unknown[] = [];
    const storage = remoteStorage(bound(() => null, asked));
    await storage.close();
    expect(asked).toEqual([]);
    await storage.tokens.take("x", { purpose: "p", pool: "users", at: new Date() });
    expect(asked).toEqual([[{ name: "accounts" }, undefined]]);
  });
});

it.each([undefined, {}, { storage: {} }])("durableObjectStorage refuses %j: it takes the ctx of an object", (ctx) => {
  expect(() => durableObjectStorage(ctx as never)).toThrow("durableObjectStorage takes the ctx");
});

it("a class that cannot open its storage refuses to start", () => {
  class Base {
    readonly kind = "object";
  }
  const Accounts = accountsObject(Base, { storage: (ctx) => durableObjectStorage(ctx) }) as unknown as new (
    ...args: unknown[]
  ) => object;
  expect(() => new Accounts({}, {})).toThrow("durableObjectStorage takes the ctx");
});
