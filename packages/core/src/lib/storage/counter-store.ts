/** A counter after an attempt was added. */
export interface Count {
  /** How many attempts the window has, this one included. */
  readonly count: number;
  /** When the window ends. */
  readonly resetsAt: Date;
}

/**
 * Counters with a window of time, with which guards limit attempts. A key is a SHA-256 in base64url, so the table
 * holds no names or addresses. Every method is one atomic step.
 */
export interface CounterStore {
  /**
   * Adds one to a counter and returns the sum, so that concurrent callers each get a different count. A counter that
   * does not exist, or whose window has ended at `at`, starts at 1 with a window until `resetsAt`; otherwise the
   * window stays.
   */
  add(key: string, at: Date, resetsAt: Date): Promise<Count>;
  /**
   * Moves the end of a window to `resetsAt`, never to an earlier moment. Does nothing when there is no such counter.
   */
  extend(key: string, resetsAt: Date): Promise<void>;
  /** Deletes a counter. */
  reset(key: string): Promise<void>;
}
