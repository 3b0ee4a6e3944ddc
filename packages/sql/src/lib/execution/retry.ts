const MAX_RETRIES = 3;
/** Before the first retry. Doubled for each one after, up to the longest. */
const FIRST_PAUSE_MS = 8;
const LONGEST_PAUSE_MS = 32;

/**
 * Runs one atomic step again when its error says that the step did not happen and that another try may succeed, like a
 * conflict with another transaction. Each retry comes after a random pause, and none after the deadline.
 *
 * @param run gets the number of the retry: 0 for the first run
 * @param isRetryable whether the step certainly did not happen and is worth another try
 * @param deadline in milliseconds of `performance.now()`
 * @param maxRetries default 3
 */
export function withRetries<T>(
  run: (retry: number) => Promise<T>,
  isRetryable: (error: unknown) => boolean,
  deadline: number,
  maxRetries: number = MAX_RETRIES,
): Promise<T> {
  const attempt = (retry: number): Promise<T> =>
    run(retry).catch(async (error: unknown) => {
      // Random, so that two steps that collided do not collide again.
      const pause = Math.min(FIRST_PAUSE_MS * 2 ** retry, LONGEST_PAUSE_MS) * (0.5 + Math.random());
      if (retry >= maxRetries || !isRetryable(error) || performance.now() + pause >= deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
      return attempt(retry + 1);
    });
  return attempt(0);
}
