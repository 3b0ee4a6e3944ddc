import { remoteStorage } from "@latchkey/adapter-durable-object";
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { expectAllThere, liveIn } from "../../../test/support/lived-in.ts";

const HOUR = 3_600_000;

/** An object of its own for a test, and the storage that asks it. */
function open(name: string) {
  return { stub: env.ACCOUNTS.getByName(name), storage: remoteStorage(env.ACCOUNTS, { name }) };
}

/** So many counters whose time is over. */
async function expire(storage: ReturnType<typeof remoteStorage>, many: number): Promise<void> {
  const at = new Date(Date.now() - HOUR);
  await Promise.all(Array.from({ length: many }, (_, index) => storage.counters.add(`${index}`, at, at)));
}

const countersIn = ({ stub }: ReturnType<typeof open>) =>
  runInDurableObject(stub, (_, ctx) => ctx.storage.sql.exec("select count(*) as n from auth_counters").one().n);
const alarmOf = ({ stub }: ReturnType<typeof open>) =>
  runInDurableObject(stub, async (_, ctx) => (await ctx.storage.getAlarm())! - Date.now());

describe("an object that holds accounts", () => {
  it("has its tables before it lets anybody in", async () => {
    const { stub } = open("tables");
    const steps = await runInDurableObject(stub, (_, ctx) =>
      ctx.storage.sql.exec("select count(*) as n from auth_migrations").one(),
    );
    expect(steps.n).toBeGreaterThan(2);
  });

  it("F29 has every account and session after it was evicted", async () => {
    const { stub, storage } = open("evicted");
    const held = await liveIn(storage, 2);
    await evictDurableObject(stub);
    await expectAllThere(storage, held);
  });

  it("knows nobody of another object", async () => {
    const [one, other] = [open("one"), open("other")];
    const at = new Date(Date.now() + HOUR);
    await one.storage.counters.add("key", new Date(), at);
    await one.storage.counters.add("key", new Date(), at);
    expect((await other.storage.counters.add("key", new Date(), at)).count).toBe(1);
    expect((await one.storage.counters.add("key", new Date(), at)).count).toBe(3);
  });

  it("wakes up within a day, deletes what has expired, and wakes up a day later", async () => {
    const object = open("swept");
    await expire(object.storage, 3);
    expect(await alarmOf(object)).toBeGreaterThan(23 * HOUR);
    expect(await runDurableObjectAlarm(object.stub)).toBe(true);
    expect(await countersIn(object)).toBe(0);
    expect(await alarmOf(object)).toBeGreaterThan(23 * HOUR);
  });

  it("deletes a thousand at once, and the rest a second later", async () => {
    const object = open("many");
    await expire(object.storage, 1005);
    await runDurableObjectAlarm(object.stub);
    expect(await alarmOf(object)).toBeLessThanOrEqual(1000);
    await runDurableObjectAlarm(object.stub);
    expect(await countersIn(object)).toBe(0);
    expect(await alarmOf(object)).toBeGreaterThan(23 * HOUR);
  });

  it.each([
    "close",
    "constructor",
    "users",
    "users.constructor",
    "users.__proto__",
    "users.find.call",
    "constructor.name",
    "__proto__.toString",
    "timeoutMs",
    "",
  ])("does nothing that is no method of a storage: %j", async (name) => {
    const stub = open("names").stub as unknown as { callStorage(call: readonly string[]): Promise<unknown> };
    const answer = (async () => stub.callStorage([name, "x"]))();
    await expect(answer).rejects.toThrow("A storage has no such method");
  });
});
