/** Where work goes that nobody waits for. */
export interface Later {
  /** Keeps the runtime alive until the work is done: on Cloudflare Workers `waitUntil` from `cloudflare:workers`. Default: the process lives on anyway. */
  readonly waitUntil?: (work: Promise<void>) => void;
  /** Told when the work failed: storage, or what the application's function threw. Default: one line on the console. */
  readonly onError?: (error: unknown) => void;
}

/** Runs work after the caller has been answered, so that the answer tells nothing of it: neither its outcome nor how long it took. */
export function runLater(work: () => Promise<void>, { waitUntil, onError = logName }: Later): void {
  // A turn of the event loop, not a microtask: with a database in the process the work would come before the answer.
  const turn = new Promise<void>((resolve) => setTimeout(resolve, 0));
  const done = turn.then(work).catch((error: unknown) => tell(onError, error));
  waitUntil?.(done);
}

function tell(onError: (error: unknown) => void, error: unknown): void {
  try {
    onError(error);
  } catch {
    // Nobody is left to hear of it, and an unhandled rejection would end the process.
  }
}

/** A mail provider's words may quote an address, so its name and code must do. */
function logName(error: unknown): void {
  const { name, code } = (error ?? {}) as { name?: unknown; code?: unknown };
  const words = [name, code].filter((word) => typeof word === "string" && /^[\w.-]{1,64}$/.test(word));
  console.error(`latchkey: a mail was not sent: ${words.join(" ")}`);
}
