import { logLines } from "./log-lines.ts";

/**
 * Wraps `onError` so that it never fails. If it throws, at once or later, the error that it was given goes to the
 * console as one line.
 */
export function reporter(onError: (error: unknown) => unknown = logLines()): (error: unknown) => void {
  const log = logLines();
  return (error) => {
    new Promise((resolve) => resolve(onError(error))).catch(() => log(error)).catch(() => {});
  };
}
