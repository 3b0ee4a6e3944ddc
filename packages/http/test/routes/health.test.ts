import { createAuth, type Storage } from "@latchkey/core";
import { memoryStorage } from "@latchkey/core/memory";
import { createHandler, healthRoutes } from "@latchkey/http";
import { expect, it } from "vitest";
import { ORIGIN, SECRET } from "../support.ts";

/** A storage whose finding of sessions goes as told, with how often it was asked. */
function odd(find: () => Promise<null>) {
  const storage = memoryStorage();
  const asked = { times: 0 };
  const sessions = new Proxy(storage.sessions, {
    get: (target, name) => {
      if (name !== "find") return Reflect.get(target, name) as unknown;
      return () => {
        asked.times++;
        return find();
      };
    },
  });
  return { storage: { ...storage, users: storage.users, sessions } as Storage, asked };
}

async function ask(storage: Storage, isShuttingDown?: () => boolean) {
  const auth = createAuth({ storage, secret: SECRET });
  const handler = createHandler(auth, { routes: healthRoutes(auth, { isShuttingDown }) });
  return async (name: string) => {
    const response = await handler(new Request(`${ORIGIN}/auth/health/${name}`));
    return [response.status, await response.json()];
  };
}

it("OP01 health routes say alive and ready, with the reason when not", async () => {
  const get = await ask(memoryStorage());
  expect(await get("live")).toEqual([200, { status: "live" }]);
  expect(await get("ready")).toEqual([200, { status: "ready" }]);
  const fail = (code: string) => odd(() => Promise.reject(Object.assign(new Error("hunter22"), { code }))).storage;
  for (const [code, reason] of [
    ["42P01", "migrations_missing"],
    ["ECONNREFUSED", "connection_refused"],
    ["SQLITE_BUSY", "locked"],
    ["hunter22", "other"],
  ] as const) {
    const failing = await ask(fail(code));
    expect(await failing("ready")).toEqual([503, { status: "unready", reason }]);
    expect(await failing("live")).toEqual([200, { status: "live" }]);
  }
  let isEnding = false;
  const ending = await ask(memoryStorage(), () => isEnding);
  expect((await ending("ready"))[0]).toBe(200);
  isEnding = true;
  expect(await ending("ready")).toEqual([503, { status: "unready", reason: "shutting_down" }]);
});

it("OP01 a flood of checks is one check, and the next flood is another", async () => {
  let answer = () => {};
  const { storage, asked } = odd(() => new Promise((resolve) => (answer = () => resolve(null))));
  const get = await ask(storage);
  for (const round of [1, 2]) {
    const flood = Array.from({ length: 50 }, () => get("ready"));
    while (asked.times < round) await Promise.resolve();
    answer();
    expect((await Promise.all(flood)).map(([status]) => status)).toEqual(Array(50).fill(200));
    expect(asked.times).toBe(round);
  }
});
