const MAX_RETRIES = 3;
/** Before the first retry. Doubled for each one after. */
const FIRST_PAUSE_MS = 8;

/**
 * Runs one atomic step again when its error says that the step did not happen and that another try may succeed, like a
 * conflict with another transaction. Three retries at most, each after a random pause, and none after the deadline.
 *
 * @param run gets the number of the retry: 0 for the first run
 * @param isRetryable whether the step certainly did not happen and is worth another try
 * @param deadline in milliseconds of `performance.now()`
 */
export function withRetries<T>(
  run: (retry: number) => Promise<T>,
  isRetryable: (error: unknown) => boolean,
  deadline: number,
): Promise<T> {
  const attempt = (retry: number): Promise<T> =>
    run(retry).catch(async (error: unknown) => {
      // Random, so that two steps that collided do not collide again.
      const pause = FIRST_PAUSE_MS * 2 ** retry * (0.5 + Math.random());
      if (retry >= MAX_RETRIES || !isRetryable(error) || performance.now() + pause >= deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
      return attempt(retry + 1);
    });
  return attempt(0);
}
