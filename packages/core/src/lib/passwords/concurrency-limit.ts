/** Runs work as soon as fewer than the limit run. The rest waits, first come, first served. */
export type ConcurrencyLimit = <T>(work: () => Promise<T>) => Promise<T>;

/** @param concurrency how many run at once */
export function createConcurrencyLimit(concurrency: number): ConcurrencyLimit {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running < concurrency) running++;
    // Work that ends hands its place to the next in line, so that a newcomer cannot take it.
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
