/** How often a failed step is tried again. */
const RETRIES = 3;
/** Milliseconds before the first retry, doubled each time. */
const FIRST_PAUSE_MS = 8;

/**
 * Runs one atomic step again when its error says that it did not happen and that another try may do: a conflict with
 * another transaction, for example. At most three times, after a pause of random length, and never past the deadline.
 *
 * @param run is told how many tries went before
 * @param isCurable whether the step surely did not happen, and another try is worth it
 * @param deadline in the milliseconds of `performance.now()`
 */
export function withRetries<T>(
  run: (retry: number) => Promise<T>,
  isCurable: (error: unknown) => boolean,
  deadline: number,
): Promise<T> {
  const attempt = (retry: number): Promise<T> =>
    run(retry).catch(async (error: unknown) => {
      // Two that met once are not to meet again in step.
      const pause = FIRST_PAUSE_MS * 2 ** retry * (0.5 + Math.random());
      if (retry >= RETRIES || !isCurable(error) || performance.now() + pause >= deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
      return attempt(retry + 1);
    });
  return attempt(0);
}
