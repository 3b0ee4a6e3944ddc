/** Runs work as soon as fewer than the limit run. The rest waits, first come, first served. */
export interface ConcurrencyLimit {
  <T>(work: () => Promise<T>): Promise<T>;
  /** How many run now. */
  running(): number;
}

/** @param concurrency how many run at once */
export function createConcurrencyLimit(concurrency: number): ConcurrencyLimit {
  const waiting: (() => void)[] = [];
  let running = 0;
  const limit = async <T>(work: () => Promise<T>): Promise<T> => {
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
  return Object.assign(limit, { running: () => running });
}
