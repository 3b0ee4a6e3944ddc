/** Notes what is to be told. */
export type Defer = (event: () => Promise<void>) => void;

/**
 * Does the work, and tells afterwards what it noted, however it ended: a hook of the application that is told during a turn
 * of the queue might wait for a turn of its own.
 */
export async function emitAfterwards<T>(work: (defer: Defer) => Promise<T>): Promise<T> {
  const events: (() => Promise<void>)[] = [];
  try {
    return await work((event) => void events.push(event));
  } finally {
    for (const event of events) await event();
  }
}
