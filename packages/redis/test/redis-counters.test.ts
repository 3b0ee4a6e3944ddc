import { counterContract } from "@latchkey/core/testing";
import { redisCounters, type RedisClient } from "@latchkey/redis";
import { Redis } from "ioredis";
import { createClient } from "redis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasRedis, startRedis, type RedisServer } from "../../../test/support/redis/redis-server.ts";

const missing = hasRedis ? "" : ", which is NOT INSTALLED HERE: apt-get install redis-server";
const at = new Date("2031-02-03T04:05:06.789Z");
const later = (seconds: number) => new Date(at.getTime() + seconds * 1000);

/** A client of each kind, connected to one server. */
const clients: Record<string, (url: string) => Promise<{ client: RedisClient; close: () => void }>> = {
  async redis(url) {
    const client = createClient({ url });
    client.on("error", () => {});
    await client.connect();
    return { client, close: () => client.destroy() };
  },
  async ioredis(url) {
    const client = new Redis(url);
    client.on("error", () => {});
    return { client, close: () => client.disconnect() };
  },
};

describe.skipIf(!hasRedis)(`counters in Redis${missing}`, () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server?.kill());

  describe.each(Object.keys(clients))("with a client of %s", (kind) => {
    let opened: Awaited<ReturnType<(typeof clients)[string]>>;
    beforeAll(async () => {
      opened = await clients[kind]!(server.url);
    });
    afterAll(() => opened?.close());

    for (const { name, run } of counterContract(() => redisCounters(opened.client))) it(`${kind}: ${name}`, run);
  });

  it("SI04 two clients of two kinds count together, and a prefix counts apart", async () => {
    const [one, other] = [await clients.redis!(server.url), await clients.ioredis!(server.url)];
    const add = (client: RedisClient, prefix?: string) => redisCounters(client, { prefix }).add("key", at, later(60));
    const counts = await Promise.all(Array.from({ length: 40 }, (_, index) => add((index % 2 ? one : other).client)));
    expect(counts.map(({ count }) => count).sort((a, b) => a - b)).toEqual(counts.map((_, index) => index + 1));
    expect((await add(one.client, "apart:")).count).toBe(1);
    one.close();
    other.close();
  });

  it("a counter goes away by itself, a minute after its window, or later if that moved", async () => {
    const client = new Redis(server.url);
    const counters = redisCounters(client, { prefix: "ttl:" });
    const lives = async (key: string) => Math.round((await client.pttl(`ttl:${key}`)) / 1000);
    await counters.add("short", at, later(600));
    expect(await lives("short")).toBe(660);
    await counters.extend("short", later(3600));
    expect(await lives("short")).toBe(3660);
    await counters.add("over", at, later(-5));
    expect(await lives("over")).toBe(60);
    await counters.reset("short");
    expect(await client.exists("ttl:short")).toBe(0);
    client.disconnect();
  });

  it("F32 refuses keys and moments that no storage keeps, and what is no counter", async () => {
    const client = new Redis(server.url);
    const counters = redisCounters(client);
    for (const key of ["a\0b", "lone \ud800 surrogate"]) {
      await expect(counters.add(key, at, at)).rejects.toThrow(RangeError);
      await expect(counters.extend(key, at)).rejects.toThrow(RangeError);
      await expect(counters.reset(key)).rejects.toThrow(RangeError);
    }
    for (const moment of [new Date(NaN), new Date(-62_135_596_800_001), new Date(253_402_300_800_000)]) {
      await expect(counters.add("key", moment, at)).rejects.toThrow(RangeError);
      await expect(counters.add("key", at, moment)).rejects.toThrow(RangeError);
      await expect(counters.extend("key", moment)).rejects.toThrow(RangeError);
    }
    await client.set("latchkey:text", "of somebody else");
    await expect(counters.add("text", at, at)).rejects.toThrow(/WRONGTYPE/);
    client.disconnect();
  });

  it.each(Object.keys(clients))("F25 a killed Redis is given up in time, and counts again: %s", async (kind) => {
    const own = await startRedis();
    const { client, close } = await clients[kind]!(own.url);
    try {
      const counters = redisCounters(client, { timeoutMs: 300 });
      expect((await counters.add("key", at, later(60))).count).toBe(1);
      await own.kill();
      const began = performance.now();
      await expect(counters.add("key", at, later(60))).rejects.toThrow();
      expect(performance.now() - began).toBeLessThan(2000);
      await own.start();
      const patient = redisCounters(client, { timeoutMs: 20_000 });
      await patient.reset("key");
      expect((await patient.add("key", at, later(60))).count).toBe(1);
    } finally {
      close();
      await own.kill();
    }
  });
});

describe("redisCounters", () => {
  const silent = { eval: () => new Promise<never>(() => {}) };

  it("F25 rejects when nothing answers in time", async () => {
    await expect(redisCounters(silent, { timeoutMs: 20 }).reset("key")).rejects.toThrow("did not answer in time");
  });

  it("rejects an answer that is no count", async () => {
    for (const answer of [null, "OK", [], [1], ["x", "y"], [1.5, 2]]) {
      const client = { eval: async () => answer };
      await expect(redisCounters(client).add("key", at, at)).rejects.toThrow("Redis holds something else");
    }
  });

  it("F40 can be made without a client, for a build", async () => {
    await expect(redisCounters(undefined).add("key", at, at)).rejects.toMatchObject({ code: "DATABASE_MISSING" });
  });

  it.each([null, {}, "redis://127.0.0.1", 7])("refuses %j: it takes a client", (client) => {
    expect(() => redisCounters(client as never)).toThrow("redisCounters takes a client");
  });

  it.each([0, -1, 1.5, NaN, Infinity, 2 ** 31, "1000"])("F25 of %j milliseconds is refused at start", (timeoutMs) => {
    expect(() => redisCounters(silent, { timeoutMs: timeoutMs as number })).toThrow("timeoutMs must be a whole number");
  });

  it.each([null, 7])("refuses the prefix %j", (prefix) => {
    expect(() => redisCounters(silent, { prefix: prefix as never })).toThrow("prefix must be a text");
  });
});
