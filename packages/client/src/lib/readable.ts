/** A value that others watch. */
export interface Readable<Value> {
  /** The value now. */
  get(): Value;
  /** Replaces the value, and calls everybody who watches it. */
  put(value: Value): void;
  /** Calls `run` with the value at once, and after every change. @returns what ends that */
  subscribe(run: (value: Value) => void): () => void;
}

export interface Watched {
  /** The first one watches. */
  begin(): void;
  /** Nobody does any more. */
  end(): void;
}

export function readable<Value>(value: Value, { begin, end }: Watched): Readable<Value> {
  const readers = new Set<(value: Value) => void>();
  return {
    get: () => value,
    put(next) {
      value = next;
      for (const read of readers) {
        try {
          read(value);
        } catch (error) {
          // A reader's mistake is its own: others are called, and a sign-in does not fail by it.
          queueMicrotask(() => {
            throw error;
          });
        }
      }
    },
    subscribe(run) {
      // One function may subscribe twice.
      const reader = (now: Value) => run(now);
      readers.add(reader);
      if (readers.size === 1) begin();
      run(value);
      return () => {
        if (readers.delete(reader) && readers.size === 0) end();
      };
    },
  };
}
