/** Where work goes that nobody waits for. */
export interface Later {
  /** Keeps the runtime alive until the work is done: on Cloudflare Workers `waitUntil` from `cloudflare:workers`. Default: the process lives on anyway. */
  readonly waitUntil?: ((work: Promise<void>) => unknown) | undefined;
  /**
   * Told when the work failed: storage, or what the application's function threw, which need not be an `Error`. What it
   * throws itself only leads to a line on the console. Default: one line on the console.
   */
  readonly onError?: ((error: unknown) => unknown) | undefined;
}

/** Runs work after the caller has been answered, so that the answer tells nothing of it: neither its outcome nor how long it took. */
export function runLater(work: () => Promise<unknown>, { waitUntil, onError = logName }: Later): void {
  // A turn of the event loop, not a microtask: with a database in the process the work would come before the answer.
  const turn = new Promise<void>((resolve) => setTimeout(resolve, 0));
  const tell = (error: unknown) => report(error, onError);
  const done = turn.then(work).then(() => {}, tell);
  attempt(() => waitUntil?.(done), tell);
}

function report(error: unknown, onError: (error: unknown) => unknown): void {
  attempt(
    () => onError(error),
    () => logName(error),
  );
}

/** Calls a function of the application that may throw at once, or return a promise that rejects. */
function attempt(call: () => unknown, failed: (error: unknown) => void): void {
  new Promise((resolve) => resolve(call())).catch(failed);
}

/** A mail provider's words may quote an address, so its name and code must do. */
function logName(error: unknown): void {
  try {
    console.error(`latchkey: a mail was not sent: ${wordsOf(error)}`);
  } catch {
    // Nobody is left to hear of it, and an unhandled rejection would end the process.
  }
}

function wordsOf(error: unknown): string {
  try {
    const { name, code } = (error ?? {}) as { name?: unknown; code?: unknown };
    return [name, code].filter((word) => typeof word === "string" && /^[\w.-]{1,64}$/.test(word)).join(" ");
  } catch {
    return "an error that cannot be read";
  }
}
