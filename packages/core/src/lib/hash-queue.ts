import { AuthError } from "./errors.ts";

/** A bounded line in front of the processor: so many hashes at once, so many waiting, the rest refused. */
export interface HashQueue {
  /** @throws AuthError `overloaded` when the line is full, before any work. */
  requireRoom(): void;
  /** @throws AuthError `overloaded`, and whatever `work` throws. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** A rough hash, for telling a refused client when to come back. */
const SECONDS_A_HASH = 0.1;

export function createHashQueue(concurrency: number, capacity: number): HashQueue {
  const waiting: (() => void)[] = [];
  let running = 0;

  const requireRoom = () => {
    if (waiting.length >= capacity) {
      const retryAfter = Math.max(1, Math.ceil((waiting.length * SECONDS_A_HASH) / concurrency));
      throw new AuthError("overloaded", "Too many sign-ins at once, try again shortly", { retryAfter });
    }
  };

  return {
    requireRoom,
    async run(work) {
      if (running < concurrency) running++;
      else {
        requireRoom();
        // The one that finishes hands its place over, so nobody can slip in between.
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next) next();
        else running--;
      }
    },
  };
}

/** More hashes at once than cores finish no sooner, and hold up everything else that needs a thread. */
const cores = Math.max(1, globalThis.navigator?.hardwareConcurrency ?? 2);

/**
 * Cloudflare Workers hash within the request that asks, on its own allowance, and drop what a request has under way
 * when its client leaves: a place in a shared line might never be handed on. There nobody waits for anybody.
 */
const isWorkers = globalThis.navigator?.userAgent === "Cloudflare-Workers";
const noQueue: HashQueue = { requireRoom: () => {}, run: async (work) => work() };

/** One line for the whole process: pools share its cores. */
export const processQueue: HashQueue = isWorkers ? noQueue : createHashQueue(cores, 64 * Math.max(2, cores));
