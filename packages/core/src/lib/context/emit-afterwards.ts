/** Runs this after the work. */
export type Defer = (event: () => Promise<void>) => void;

/**
 * Runs the work, then the events that it deferred, also when the work fails. Hooks of the application must not run
 * while the work has a place in the queue for password hashing: a hook may sign in and wait for a place itself.
 */
export async function emitAfterwards<T>(work: (defer: Defer) => Promise<T>): Promise<T> {
  const events: (() => Promise<void>)[] = [];
  try {
    return await work((event) => void events.push(event));
  } finally {
    for (const event of events) await event();
  }
}
