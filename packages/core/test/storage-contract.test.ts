import { describe, expect, it } from "vitest";
import { memoryStorage } from "../src/memory.ts";
import { storageContract } from "../src/testing.ts";
import { between } from "./support.ts";

describe("the memory storage keeps the contract", () => {
  const storage = memoryStorage();
  for (const { name, run } of storageContract(() => storage)) it(name, run);
});

const { close: _, users, sessions, tokens, counters, apiKeys, ...others } = memoryStorage();
const everyMethod = Object.entries({ users, sessions, tokens, counters, apiKeys })
  .flatMap(([store, methods]) => Object.keys(methods).map((method) => `${store}.${method}`))
  .concat(Object.keys(others))
  .sort();

describe("the contract itself", () => {
  /** The names of the cases that fall when `step` stands between the contract and the memory storage. */
  async function fallen(step: Parameters<typeof between>[1]): Promise<string[]> {
    const storage = between(memoryStorage(), step);
    const names: string[] = [];
    for (const { name, run } of storageContract(() => storage)) await run().catch(() => names.push(name));
    return names;
  }

  it("asks every method of a storage but close, and holds a sound one to nothing more", async () => {
    const asked = new Set<string>();
    const names = await fallen(({ name, proceed }) => {
      asked.add(name);
      return proceed();
    });
    expect([...asked].sort()).toEqual(everyMethod);
    expect(names).toEqual([]);
  });

  it.each(everyMethod)("falls when %s cannot be asked", async (broken) => {
    expect(await fallen(({ name, proceed }) => (name === broken ? Promise.reject(new Error("no")) : proceed()))).not.toEqual([]);
  });

  const yesNo = {
    users: ["insert", "insertFirst", "rehashPassword", "setPassword", "changeEmail", "update", "setDisabled", "endSessions", "delete"],
    sessions: ["insert", "delete"],
    apiKeys: ["insert", "delete"],
  };
  it.each(Object.entries(yesNo).flatMap(([store, methods]) => methods.map((method) => `${store}.${method}`)))(
    "falls when %s says yes and does nothing",
    async (lazy) => {
      expect(await fallen(async ({ name, proceed }) => (name === lazy ? true : proceed()))).not.toEqual([]);
    },
  );

  it.each(["sessions.touch", "apiKeys.touch"])("falls when %s does nothing", async (lazy) => {
    expect(await fallen(async ({ name, proceed }) => (name === lazy ? undefined : proceed()))).not.toEqual([]);
  });

  it("falls when moments lose their milliseconds", async () => {
    const names = await fallen(async ({ name, proceed }) => (name === "sessions.find" ? toWholeSeconds(await proceed()) : proceed()));
    expect(names).toContain("SE04 moments keep their milliseconds");
  });

  it.each(["users.insert", "tokens.take", "counters.add", "users.rehashPassword", "sessions.delete"])("falls when %s is a read and then a write", async (torn) => {
    // Two callers who read the same rows and write one after the other: what the later one reads is out of date.
    const first = new Map<string, Promise<unknown>>();
    const names = await fallen(({ name, parameters, proceed }) => {
      if (name !== torn) return proceed();
      const key = JSON.stringify(parameters.map((parameter) => emailOf(parameter) ?? parameter).slice(0, 1));
      const answer = first.get(key) ?? proceed();
      first.set(key, answer);
      setImmediate(() => first.delete(key));
      return answer;
    });
    expect(names).not.toEqual([]);
  });
});

function toWholeSeconds(value: unknown): unknown {
  if (value instanceof Date) return new Date(Math.floor(value.getTime() / 1000) * 1000);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, key === "metadata" ? member : toWholeSeconds(member)]));
}

function emailOf(parameter: unknown): string | undefined {
  return (parameter as { user?: { email: string } }).user?.email;
}
