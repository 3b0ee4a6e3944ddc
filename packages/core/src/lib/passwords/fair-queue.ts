import { AuthError } from "../errors.ts";

/** Who waits, and for what. Both are short: they are kept in memory while somebody waits. */
export interface QueueKey {
  /** Who shares one line: a client address, or an account's name where no address is known. */
  readonly client: string;
  /** Turns at one account come one after the other; `null`: at no account. */
  readonly account: string | null;
}

export interface FairQueue {
  /**
   * Runs `work` when its turn comes.
   *
   * @throws AuthError `overloaded` when there is no room, before `work` has begun, and whatever `work` throws
   */
  enqueue<T>(turn: QueueKey, work: () => Promise<T>): Promise<T>;
}

interface Waiter extends QueueKey {
  start(): void;
  refuse(reason: AuthError): void;
}

/**
 * Milliseconds after which a turn gives its place on although its work has not ended, as when a guard waits for a server that
 * does not answer: longer than any other turn takes.
 */
const MAX_TURN_MS = 30_000;

/** A rough turn, for telling a refused client when to come back. */
const ESTIMATED_TURN_SECONDS = 0.1;

/**
 * So many at once; of the others, every client has a line of its own, and the lines are served in rotation. When
 * `capacity` wait, a newcomer takes the place of the last in the longest line, if that is longer than its own: one
 * client with many connections is slow by itself, and keeps nobody else out (decisions/007).
 */
export function createFairQueue(concurrency: number, capacity: number): FairQueue {
  /** In the order in which the lines are served. None is empty. */
  const lines = new Map<string, Waiter[]>();
  const busy = new Set<string>();
  let running = 0;
  let waiting = 0;

  const isFree = ({ account }: QueueKey) => account === null || !busy.has(account);

  function begin({ account }: QueueKey): void {
    running++;
    if (account !== null) busy.add(account);
  }

  function end({ account }: QueueKey): void {
    running--;
    if (account !== null) busy.delete(account);
    const next = running < concurrency ? takeNext() : undefined;
    if (!next) return;
    begin(next);
    next.start();
  }

  /** The first of the next line, or the first whose account is free; then that line goes to the back. */
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

  function wait(turn: QueueKey): Promise<void> {
    if (waiting >= capacity) makeRoom(turn.client);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const line = lines.get(turn.client) ?? [];
    line.push({ ...turn, start: resolve, refuse: reject });
    lines.set(turn.client, line);
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
    const retryAfter = Math.max(1, Math.ceil((waiting * ESTIMATED_TURN_SECONDS) / concurrency));
    return new AuthError("overloaded", "Too many sign-ins at once, try again shortly", { retryAfter });
  }

  return {
    async enqueue(turn, work) {
      if (running < concurrency && isFree(turn)) begin(turn);
      else await wait(turn);
      let isOver = false;
      const release = () => {
        if (!isOver) end(turn);
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
