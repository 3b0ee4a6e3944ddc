/** A clock that stands still until it is moved by hand. */
export interface TestClock {
  /** Milliseconds, to hand on as it is: `createAuth({ now: clock.now })`. */
  readonly now: () => number;
  /** Moves on by so many seconds; back, when negative. */
  readonly advance: (seconds: number) => void;
}

/** Starts at `start`, by default at noon (UTC) of 1 January 2030. */
export function testClock(start: Date | number = Date.UTC(2030, 0, 1, 12)): TestClock {
  let milliseconds = Number(start);
  return {
    now: () => milliseconds,
    advance(seconds) {
      milliseconds += seconds * 1000;
    },
  };
}
