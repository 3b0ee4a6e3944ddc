import type { Count, CounterStore } from "@latchkey/core";
import { scriptRunner, type RedisClient } from "./client.ts";
import { ADD, EXTEND, RESET } from "./scripts.ts";
import { checkTimeout, withTimeLimit } from "./time-limit.ts";

/** Milliseconds that a counter stays after its window, so that clocks that differ by a minute lose none. */
const GRACE_MS = 60_000;

/** The first and the last millisecond that a storage keeps: the years 1 to 9999. */
const FIRST = -62_135_596_800_000;
const LAST = 253_402_300_799_999;

/** The options of `redisCounters`. */
export interface RedisCountersOptions {
  /** The start of every key. Default `"latchkey:"`. */
  readonly prefix?: string | undefined;
  /** Milliseconds for one step. After that it rejects, and the answer is 503. Default 1000. */
  readonly timeoutMs?: number | undefined;
}

/**
 * Counters of guesses and mails in Redis (5 or newer) or Valkey, for `createAuth({ counters })`. Each step is one
 * script, so any number of processes count together, and the database writes nothing for a wrong password. When Redis
 * cannot be reached, nobody signs in: the answer is 503 `storage_unavailable`.
 *
 * @param client of the package `redis` or `ioredis`. The application connects and closes it. When it is not set
 * (`undefined`), as in a build, every step rejects with `DATABASE_MISSING`
 * @throws TypeError for anything else, and for an option that is not valid
 *
 * @example
 * import { createClient } from "redis";
 *
 * const client = createClient({ url: "redis://localhost" });
 * client.on("error", console.error);
 * await client.connect();
 *
 * const auth = createAuth({ storage, counters: redisCounters(client), secret });
 *
 * @example
 * import { Redis } from "ioredis";
 *
 * const auth = createAuth({ storage, counters: redisCounters(new Redis("redis://localhost")), secret });
 */
export function redisCounters(client: RedisClient | undefined, options: RedisCountersOptions = {}): CounterStore {
  const { prefix = "latchkey:" } = options;
  if (typeof prefix !== "string") throw new TypeError('prefix must be a text, like "latchkey:"');
  const timeoutMs = checkTimeout(options.timeoutMs ?? 1000);
  const run = client === undefined ? missingClient : scriptRunner(client);
  const step = async (script: string, key: string, ...values: readonly number[]) =>
    withTimeLimit(timeoutMs, run(script, prefix + storable(key), ...values.map(String)));
  return {
    async add(key, at, resetsAt) {
      const [now, ends] = [millisecondsOf(at), millisecondsOf(resetsAt)];
      return readCount(await step(ADD, key, now, ends, Math.max(0, ends - now) + GRACE_MS));
    },
    async extend(key, resetsAt) {
      await step(EXTEND, key, millisecondsOf(resetsAt));
    },
    async reset(key) {
      await step(RESET, key);
    },
  };
}

function readCount(answer: unknown): Count {
  const [count, ends] = (Array.isArray(answer) ? answer : []).map(Number);
  if (Number.isSafeInteger(count) && Number.isSafeInteger(ends)) return { count: count!, resetsAt: new Date(ends!) };
  throw new TypeError("Redis holds something else where a counter should be");
}

/** As every storage: text that would become another text in the database is refused. */
function storable(key: string): string {
  if (key.isWellFormed() && !key.includes("\0")) return key;
  throw new RangeError("a key must be well-formed text without NUL");
}

function millisecondsOf(moment: Date): number {
  const milliseconds = moment.getTime();
  if (milliseconds >= FIRST && milliseconds <= LAST) return milliseconds;
  throw new RangeError("a moment must lie in the years 1 to 9999");
}

function missingClient(): Promise<never> {
  const message = "redisCounters got no database: pass a client of redis or ioredis, and see that its address is set";
  return Promise.reject(Object.assign(new TypeError(message), { code: "DATABASE_MISSING" }));
}
