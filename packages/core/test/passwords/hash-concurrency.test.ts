import { describe, expect, it } from "vitest";
import type { PasswordHasher } from "../../src/index.ts";
import { fastHasher } from "../../src/testing.ts";
import { createConcurrencyLimit } from "../../src/lib/passwords/concurrency-limit.ts";
import { createHashQueue, hashConcurrency } from "../../src/lib/passwords/hash-queue.ts";
import { createPasswords } from "../../src/lib/passwords/passwords.ts";
import { workshop, settled, by } from "./queued-work.ts";

it("a gate lets so many through, in order, and a failure closes nothing", async () => {
  const { started, running, work, finish } = workshop();
  const gate = createConcurrencyLimit(2);
  const answers = ["1", "2", "3", "4"].map((name) => gate(work(name)));
  await settled();
  expect(started).toEqual(["1", "2"]);
  running.get("1")!.reject(new Error("no memory"));
  await expect(answers[0]).rejects.toThrow("no memory");
  await settled();
  expect(started).toEqual(["1", "2", "3"]);
  while (running.size > 0) await finish();
  expect(await Promise.all(answers.slice(1))).toEqual(["2", "3", "4"]);
});

describe("F17 how wide hashing is", () => {
  it.each([
    { cores: 2, isNode: true, pool: undefined, width: 2 },
    { cores: 16, isNode: true, pool: undefined, width: 3 },
    { cores: 16, isNode: true, pool: "12", width: 11 },
    { cores: 4, isNode: true, pool: "64", width: 4 },
    { cores: 16, isNode: true, pool: "1", width: 1 },
    { cores: 16, isNode: true, pool: "2", width: 1 },
    { cores: 16, isNode: true, pool: "many", width: 1 },
    { cores: 16, isNode: false, pool: undefined, width: 16 },
    { cores: undefined, isNode: false, pool: undefined, width: 2 },
  ])("$cores cores, on Node $isNode, a thread pool of $pool: $width", ({ cores, isNode, pool, width }) => {
    expect(hashConcurrency({ cores, isNode, threadPoolSize: pool })).toBe(width);
  });

  it.each([
    { native: undefined, most: 3 },
    { native: true, most: 3 },
    { native: false, most: 1 },
  ])("a hasher whose isNative is $native runs $most at once", async ({ native, most }) => {
    const { running, work, finish } = workshop();
    const hasher: PasswordHasher = {
      ...fastHasher(),
      ...(native === undefined ? {} : { isNative: () => native }),
      hash: (password) => work(password)(),
    };
    const passwords = createPasswords([hasher], createHashQueue(3, 100));
    const answers = ["1", "2", "3", "4", "5", "6"].map((password) =>
      passwords.enqueue(by(password), ({ hash }) => hash(password)),
    );
    await settled();
    expect(running.size).toBe(most);
    while (running.size > 0) {
      await finish();
      expect(running.size).toBeLessThanOrEqual(most);
    }
    expect(await Promise.all(answers)).toEqual(["1", "2", "3", "4", "5", "6"]);
  });
});
