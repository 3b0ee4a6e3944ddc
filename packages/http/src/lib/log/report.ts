import { logLines } from "./log-lines.ts";

/**
 * A function that tells the application of trouble and never fails. What `onError` throws, at once or later, only leads
 * to a line on the console, which says what `onError` was told.
 */
export function reporter(onError: (error: unknown) => unknown = logLines()): (error: unknown) => void {
  const log = logLines();
  return (error) => {
    new Promise((resolve) => resolve(onError(error))).catch(() => log(error)).catch(() => {});
  };
}
