import { createAuth, type AuthOptions, type CounterStore, type Storage } from "@latchkey/core";
import { memoryStorage } from "@latchkey/core/memory";
import { fastHasher, testClock } from "@latchkey/core/testing";
import { throttle, unlock } from "@latchkey/core/throttle";
import { tickets } from "@latchkey/core/tickets";
import { redisCounters } from "@latchkey/redis";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { conversation } from "../conversation/index.ts";
import { hasRedis, startRedis, type RedisServer } from "../support/redis/redis-server.ts";
import { inProcess, openHandler, SECRET } from "../support/server.ts";

const missing = hasRedis ? "" : ", which is NOT INSTALLED HERE: apt-get install redis-server";
const email = () => `${crypto.randomUUID()}@example.com`;
const password = "correct horse";

/** A storage whose counters were never asked. */
function watched(): { storage: Storage; asked: string[] } {
  const asked: string[] = [];
  const memory = memoryStorage();
  const watch = (name: keyof CounterStore) =>
    ((...values: Parameters<CounterStore["add"]>) => {
      asked.push(name);
      return memory.counters[name](...values);
    }) as never;
  return {
    storage: { ...memory, counters: { add: watch("add"), extend: watch("extend"), reset: watch("reset") } },
    asked,
  };
}

describe.skipIf(!hasRedis)(`counters in Redis${missing}`, () => {
  let server: RedisServer;
  let client: Redis;
  beforeAll(async () => {
    server = await startRedis();
    client = new Redis(server.url);
    client.on("error", () => {});
  });
  afterAll(async () => {
    client?.disconnect();
    await server?.kill();
  });
  const open = (storage: Storage, more: Partial<AuthOptions> = {}) =>
    createAuth({ storage, counters: redisCounters(client), secret: SECRET, passwords: fastHasher(), ...more });
  const guess = (auth: ReturnType<typeof open>, address: string, word = "wrong password") =>
    auth.signIn({ email: address, password: word }).then(
      () => "in",
      (error: { code: string }) => error.code,
    );

  describe.concurrent("HT10 the conversation", () => {
    const storage = memoryStorage();
    const lazy: CounterStore = {
      add: (...values) => redisCounters(client).add(...values),
      extend: (...values) => redisCounters(client).extend(...values),
      reset: (...values) => redisCounters(client).reset(...values),
    };
    const mount = { name: "with Redis", secureCookie: true, auth: { counters: lazy } };
    for (const { name, run } of conversation(inProcess(() => storage, mount))) it(name, run);
  });

  it("SI04 two processes with one Redis count guesses together, and the database counts none", async () => {
    const { storage, asked } = watched();
    const [one, other] = [open(storage), open(storage)];
    const address = email();
    await one.signUp({ email: address, password });
    for (const auth of [one, other, one, other, one]) expect(await guess(auth, address)).toBe("invalid_credentials");
    for (const auth of [one, other]) expect(await guess(auth, address, password)).toBe("rate_limited");
    await unlock(one, { email: address });
    expect(await guess(other, address, password)).toBe("in");
    expect(asked).toEqual([]);
  });

  it("a right password makes earlier guesses forgotten, wherever they are counted", async () => {
    const auth = open(memoryStorage());
    const address = email();
    await auth.signUp({ email: address, password });
    for (let round = 0; round < 3; round++) {
      for (let at = 0; at < 4; at++) expect(await guess(auth, address)).toBe("invalid_credentials");
      expect(await guess(auth, address, password)).toBe("in");
    }
  });

  it("a lock ends by the clock of the auth", async () => {
    const clock = testClock();
    const auth = open(memoryStorage(), { now: clock.now, guards: [throttle({ limit: 1, window: 60 })] });
    const address = email();
    await auth.signUp({ email: address, password });
    expect(await guess(auth, address)).toBe("invalid_credentials");
    expect(await guess(auth, address, password)).toBe("rate_limited");
    clock.advance(61);
    expect(await guess(auth, address, password)).toBe("in");
  });

  it("SF04 a ticket works once by the database, whatever becomes of Redis", async () => {
    const { storage, asked } = watched();
    const own = tickets(open(storage));
    const sealed = await own.seal({ purpose: "invite", lifetime: 600, userId: null, data: {} });
    expect(await own.spend(sealed, "invite")).not.toBeNull();
    await client.flushall();
    expect(await own.spend(sealed, "invite")).toBeNull();
    expect(asked).toEqual(["add", "add"]);
  });

  it("HT09 without Redis nobody signs in or is signed out, and nothing is taken for a wrong password", async () => {
    const own = await startRedis();
    const lost = new Redis(own.url);
    lost.on("error", () => {});
    try {
      const counters = redisCounters(lost, { timeoutMs: 300 });
      const handler = openHandler(memoryStorage(), { counters }, { onError: () => {} });
      const send = (path: string, body: object) =>
        handler(
          new Request(`https://auth.test/auth/${path}`, {
            method: "POST",
            headers: { "content-type": "application/json", "session-carrier": "bearer" },
            body: JSON.stringify(body),
          }),
        );
      const alice = { email: email(), password };
      const { token } = (await (await send("signup", alice)).json()) as { token: string };
      const me = () =>
        handler(new Request("https://auth.test/auth/me", { headers: { authorization: `Bearer ${token}` } }));
      await own.kill();
      for (const word of [password, "wrong password"]) {
        const answer = await send("signin", { ...alice, password: word });
        expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "1"]);
        expect(await answer.json()).toMatchObject({ code: "storage_unavailable" });
      }
      expect((await me()).status).toBe(200);
    } finally {
      lost.disconnect();
      await own.kill();
    }
  });
});
