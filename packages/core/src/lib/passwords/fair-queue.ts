import { AuthError } from "../errors.ts";

/** What the queue sorts by. Keep both texts short: they stay in memory while the work waits. */
export interface QueueKey {
  /** Work of one client shares one line: a client address, or the name of an account where no address is known. */
  readonly client: string;
  /** Work for one account runs one at a time. `null`: for no account. */
  readonly account: string | null;
}

export interface FairQueue {
  /**
   * Runs `work` when its turn comes, and returns what it returns.
   *
   * @throws AuthError `overloaded` when the queue is full, before `work` has begun, and whatever `work` throws
   */
  enqueue<T>(key: QueueKey, work: () => Promise<T>): Promise<T>;
  /** How much work runs and waits now, and how much was refused since the start. */
  load(): { readonly running: number; readonly waiting: number; readonly refused: number };
}

interface Waiter extends QueueKey {
  start(): void;
  refuse(reason: AuthError): void;
}

/**
 * Milliseconds after which work loses its place although it has not ended, as when a guard waits for a server that does
 * not answer. No other work takes as long.
 */
const MAX_TURN_MS = 30_000;

/** A rough guess, to tell a refused client when to come back. */
const ESTIMATED_TURN_SECONDS = 0.1;

/**
 * A queue in which one client cannot keep the others out, however many connections it has (decisions/007). Each
 * client has a line of its own, and the lines are served in rotation. When the queue is full, a newcomer takes the
 * last place of the longest line, if that line is longer than its own.
 *
 * @param concurrency how many run at once
 * @param capacity how many wait
 */
export function createFairQueue(concurrency: number, capacity: number): FairQueue {
  /** By client, in the order in which they are served. No line is empty. */
  const lines = new Map<string, Waiter[]>();
  const busyAccounts = new Set<string>();
  let running = 0;
  let waiting = 0;
  let refused = 0;

  const isFree = ({ account }: QueueKey) => account === null || !busyAccounts.has(account);

  function begin({ account }: QueueKey): void {
    running++;
    if (account !== null) busyAccounts.add(account);
  }

  function end({ account }: QueueKey): void {
    running--;
    if (account !== null) busyAccounts.delete(account);
    const next = running < concurrency ? takeNext() : undefined;
    if (!next) return;
    begin(next);
    next.start();
  }

  /** The first in the next line whose account is free. That line then goes to the end of the rotation. */
  function takeNext(): Waiter | undefined {
    for (const [client, line] of lines) {
      const at = line.findIndex(isFree);
      if (at < 0) continue;
      const [next] = line.splice(at, 1);
      lines.delete(client);
      if (line.length > 0) lines.set(client, line);
      waiting--;
      return next;
    }
    return undefined;
  }

  function wait(key: QueueKey): Promise<void> {
    if (waiting >= capacity) makeRoom(key.client);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const line = lines.get(key.client) ?? [];
    line.push({ ...key, start: resolve, refuse: reject });
    lines.set(key.client, line);
    waiting++;
    return promise;
  }

  function makeRoom(client: string): void {
    let longest = "";
    for (const [other, { length }] of lines) if (length > (lines.get(longest)?.length ?? 0)) longest = other;
    const line = lines.get(longest);
    const own = lines.get(client)?.length ?? 0;
    if (!line || line.length <= own + 1) throw overloaded();
    line.pop()!.refuse(overloaded());
    waiting--;
  }

  function overloaded(): AuthError {
    refused++;
    const retryAfter = Math.max(1, Math.ceil((waiting * ESTIMATED_TURN_SECONDS) / concurrency));
    return new AuthError("overloaded", "Too many sign-ins at once, try again shortly", { retryAfter });
  }

  return {
    load: () => ({ running, waiting, refused }),
    async enqueue(key, work) {
      if (running < concurrency && isFree(key)) begin(key);
      else await wait(key);
      let isOver = false;
      const release = () => {
        if (!isOver) end(key);
        isOver = true;
      };
      const timer = setTimeout(release, MAX_TURN_MS);
      try {
        return await work();
      } finally {
        clearTimeout(timer);
        release();
      }
    },
  };
}
