/** How a companion runs work that nobody waits for. */
export interface Later {
  /**
   * Keeps the runtime alive until the work is done. On Cloudflare Workers: `waitUntil` from `cloudflare:workers`.
   * Default: nothing, because a process stays alive.
   */
  readonly waitUntil?: ((work: Promise<void>) => unknown) | undefined;
  /**
   * Called when the work fails: with an error of storage, or with what your function threw, which may be no `Error`. If
   * it throws itself, one line goes to the console. Default: one line on the console, with the name and code of the
   * error alone.
   */
  readonly onError?: ((error: unknown) => unknown) | undefined;
}

/** Runs work after the caller has its answer, so that the answer shows neither the outcome nor how long it took. */
export function runLater(work: () => Promise<unknown>, { waitUntil, onError = logName }: Later): void {
  // A task, not a microtask: with a database in the same process the work would otherwise run before the answer.
  const task = new Promise<void>((resolve) => setTimeout(resolve, 0));
  const report = (error: unknown) =>
    attempt(
      () => onError(error),
      () => logName(error),
    );
  const done = task.then(work).then(() => {}, report);
  attempt(() => waitUntil?.(done), report);
}

/** Calls a function of the application, which may throw at once or return a promise that rejects. */
function attempt(call: () => unknown, failed: (error: unknown) => void): void {
  new Promise((resolve) => resolve(call())).catch(failed);
}

/** Logs the name and code alone: the message of a mail provider may quote an address. */
function logName(error: unknown): void {
  try {
    console.error(`latchkey: a mail was not sent: ${nameOf(error)}`);
  } catch {
    // A rejection here would end the process.
  }
}

function nameOf(error: unknown): string {
  try {
    const { name, code } = (error ?? {}) as { name?: unknown; code?: unknown };
    return [name, code].filter((word) => typeof word === "string" && /^[\w.-]{1,64}$/.test(word)).join(" ");
  } catch {
    return "an error that cannot be read";
  }
}
