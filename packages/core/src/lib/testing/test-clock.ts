/** A clock that stands still until a test moves it. */
export interface TestClock {
  /** Milliseconds since 1970, for `createAuth({ now: clock.now })`. It works without its object. */
  readonly now: () => number;
  /** Moves the clock by so many seconds; a negative number moves it back. */
  readonly advance: (seconds: number) => void;
}

/**
 * A clock for tests, so that they need not wait.
 *
 * @param start where it stands: a moment, or milliseconds since 1970. Default: noon (UTC) of 1 January 2030
 *
 * @example
 * ```ts
 * const clock = testClock();
 * const auth = createAuth({ storage, secret, session: { lifetime: 3600 }, now: clock.now });
 * const { token } = await auth.signIn({ email, password });
 * clock.advance(3601);
 * await auth.getUser(token); // null: the session has expired
 * ```
 */
export function testClock(start: Date | number = Date.UTC(2030, 0, 1, 12)): TestClock {
  let milliseconds = Number(start);
  return {
    now: () => milliseconds,
    advance(seconds) {
      milliseconds += seconds * 1000;
    },
  };
}
