import { createFairQueue, type FairQueue } from "./fair-queue.ts";
import { createConcurrencyLimit, type ConcurrencyLimit } from "./concurrency-limit.ts";

/** Limits concurrent hashing. All pools of a process share one, because they share its processor cores. */
export interface HashQueue extends Pick<FairQueue, "enqueue">, Partial<Pick<FairQueue, "load">> {
  /** Limits hashers that run on threads of their own. */
  readonly native: ConcurrencyLimit;
  /** Limits hashers that run in JavaScript to one: two at once finish no sooner and delay everything else. */
  readonly javascript: ConcurrencyLimit;
}

/**
 * `concurrency` hash at once, `capacity` wait, the rest is refused. Half as many again hold a place without hashing:
 * while some wait for the database, the others keep the processor busy. That is few enough to leave database
 * connections to requests of users who are signed in.
 */
export function createHashQueue(concurrency: number, capacity: number): HashQueue {
  const queue = createFairQueue(concurrency + Math.ceil(concurrency / 2), capacity);
  return { ...queue, native: createConcurrencyLimit(concurrency), javascript: createConcurrencyLimit(1) };
}

/** What decides how many hashes a runtime computes at once. */
interface HashingHost {
  readonly cores: number | undefined;
  readonly isNode: boolean;
  readonly threadPoolSize: string | undefined;
}

/**
 * How many hash at once: more than there are cores finish no sooner. Node hashes on the threads of libuv, which
 * files, DNS and WebCrypto need as well, so one thread is left to them. The environment variable `UV_THREADPOOL_SIZE`
 * (`threadPoolSize`) sets their number, 4 by default.
 */
export function hashConcurrency({ cores, isNode, threadPoolSize }: HashingHost): number {
  const width = Math.max(1, cores ?? 2);
  if (!isNode) return width;
  const threads = Number.parseInt(threadPoolSize ?? "4", 10);
  // As libuv reads the variable: text that is not a number means one thread.
  return Math.max(1, Math.min(width, (threads > 0 ? threads : 1) - 1));
}

/** Reads the environment in Node alone: Deno would ask for permission. */
function detectConcurrency(): number {
  const { userAgent = "", hardwareConcurrency: cores } = globalThis.navigator ?? {};
  const isNode = userAgent.startsWith("Node.js/");
  const { process } = globalThis as { process?: { env: Record<string, string | undefined> } };
  return hashConcurrency({ cores, isNode, threadPoolSize: isNode ? process?.env.UV_THREADPOOL_SIZE : undefined });
}

/**
 * Cloudflare Workers have no queue. They hash within a request, on the request's own CPU time, and stop its work when
 * the client disconnects: a place in a shared queue might never become free (decisions/003).
 */
const isWorkers = globalThis.navigator?.userAgent === "Cloudflare-Workers";
const noLimit: ConcurrencyLimit = async (work) => work();
const noQueue: HashQueue = {
  enqueue: async (_, work) => work(),
  native: noLimit,
  javascript: noLimit,
};

const concurrency = detectConcurrency();

/** As many as hash in a few seconds. */
const capacity = 96 * Math.max(2, concurrency);

/** The queue of this process. */
export const processQueue: HashQueue = isWorkers ? noQueue : createHashQueue(concurrency, capacity);
