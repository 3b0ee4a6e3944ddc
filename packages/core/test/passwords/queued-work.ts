import type { QueueKey } from "../../src/lib/passwords/fair-queue.ts";

/** Work that ends when it is told to, and what has begun so far. */
export function workshop() {
  const started: string[] = [];
  const running = new Map<string, PromiseWithResolvers<string>>();
  return {
    started,
    running,
    work: (name: string) => () => {
      const job = Promise.withResolvers<string>();
      started.push(name);
      running.set(name, job);
      return job.promise.finally(() => running.delete(name));
    },
    async finish(name = [...running.keys()][0]!) {
      running.get(name)!.resolve(name);
      await settled();
    },
  };
}

/** Until everything that can go on without us has gone on. */
export const settled = () => new Promise((resolve) => setImmediate(resolve));

export const by = (client: string, account: string | null = null): QueueKey => ({ client, account });
