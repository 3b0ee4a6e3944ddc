import { createFairQueue, type FairQueue } from "./fair-queue.ts";
import { createConcurrencyLimit, type ConcurrencyLimit } from "./concurrency-limit.ts";

/** What all pools of a process share: the line in front of the hashers, and how many hash at once. */
export interface HashQueue extends FairQueue {
  /** For hashers that run on threads of their own. */
  readonly native: ConcurrencyLimit;
  /** For hashers that run in JavaScript: two at once finish no sooner, and hold up everything else. */
  readonly javascript: ConcurrencyLimit;
}

/**
 * A few more have a place than hash at once: while some are at the database, the others keep the processor busy. So few
 * that the connections of a pool are left to those who are signed in.
 */
export function createHashQueue(concurrency: number, capacity: number): HashQueue {
  const { enqueue } = createFairQueue(concurrency + Math.ceil(concurrency / 2), capacity);
  return { enqueue, native: createConcurrencyLimit(concurrency), javascript: createConcurrencyLimit(1) };
}

/**
 * How many hash at once: more than there are cores finish no sooner. Node hashes on the threads of libuv, which files,
 * DNS and other WebCrypto need, too: one is left to them. `UV_THREADPOOL_SIZE` (default 4) makes more.
 */
export function hashConcurrency(
  cores: number | undefined,
  isNode: boolean,
  threadPoolSize: string | undefined,
): number {
  const width = Math.max(1, cores ?? 2);
  if (!isNode) return width;
  const threads = Number.parseInt(threadPoolSize ?? "4", 10);
  // As libuv reads it: what is no number is one thread.
  return Math.max(1, Math.min(width, (threads > 0 ? threads : 1) - 1));
}

/** Deno asks for permission to read its environment, so only Node is asked. */
function detectConcurrency(): number {
  const { userAgent = "", hardwareConcurrency } = globalThis.navigator ?? {};
  const isNode = userAgent.startsWith("Node.js/");
  const { process } = globalThis as { process?: { env: Record<string, string | undefined> } };
  return hashConcurrency(hardwareConcurrency, isNode, isNode ? process?.env.UV_THREADPOOL_SIZE : undefined);
}

/**
 * Cloudflare Workers hash within the request that asks, on its own allowance, and drop what a request has under way
 * when its client leaves: a place in a shared line might never be handed on. There nobody waits for anybody.
 */
const isWorkers = globalThis.navigator?.userAgent === "Cloudflare-Workers";
const noLimit: ConcurrencyLimit = async (work) => work();
const noQueue: HashQueue = { enqueue: async (_, work) => work(), native: noLimit, javascript: noLimit };

const width = detectConcurrency();

/** As many wait as hash in a few seconds. */
const capacity = 96 * Math.max(2, width);

/** One line for the whole process: pools share its cores. */
export const processQueue: HashQueue = isWorkers ? noQueue : createHashQueue(width, capacity);
