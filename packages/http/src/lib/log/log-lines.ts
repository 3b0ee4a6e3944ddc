import { logLine } from "./log-line.ts";

/** Errors of one kind get one line in this time. */
const WINDOW_MS = 1000;
/** How many kinds are counted apart in one window. */
const MAX_KINDS = 20;
/** The kind of all further errors. No line is empty. */
const OTHER_KINDS = "";

/** Errors with the same line. */
interface Kind {
  readonly since: number;
  /** How many had no line of their own. */
  suppressed: number;
}

/** Where the lines go. */
export interface LogLinesOptions {
  /** Writes one line, without its end. Default: `console.error`. */
  readonly write?: ((line: string) => void) | undefined;
  /** The time in milliseconds. Default: `Date.now`. */
  readonly now?: (() => number) | undefined;
}

/**
 * Logs errors as lines that say what went wrong and what to do. A flood of errors stays readable: each kind gets one
 * line a second, and the next line says how many more there were. A line is at most 300 characters long and has no
 * e-mail address, no long token and no data from the database.
 *
 * @returns A function for `onError`. It is the default of `onError`.
 * @example
 * const handler = createHandler(auth, { onError: logLines({ write: (line) => process.stderr.write(line + "\n") }) });
 * // latchkey: storage_unavailable: the database refused the connection: check that it runs, and the URL (ECONNREFUSED)
 */
export function logLines({ write = (line) => console.error(line), now = Date.now }: LogLinesOptions = {}): (
  error: unknown,
) => void {
  const kinds = new Map<string, Kind>();

  function log(line: string): void {
    const moment = now();
    const name = kinds.has(line) || hasRoom(moment) ? line : OTHER_KINDS;
    const kind = kinds.get(name);
    // If the clock was set back, a new window starts.
    if (kind && moment >= kind.since && moment < kind.since + WINDOW_MS) {
      if (kind.suppressed++ === 0) later(() => kinds.get(name) === kind && summarise(name, line, kind), WINDOW_MS);
      return;
    }
    write(`latchkey: ${line}${kind?.suppressed ? ` … after ${kind.suppressed} more of this kind` : ""}`);
    kinds.set(name, { since: moment, suppressed: 0 });
  }

  function summarise(name: string, line: string, { suppressed }: Kind): void {
    write(`latchkey: ${line} … ${suppressed} more of this kind in the last second`);
    kinds.set(name, { since: now(), suppressed: 0 });
  }

  function hasRoom(moment: number): boolean {
    for (const [name, { since, suppressed }] of kinds) {
      if (suppressed === 0 && since + WINDOW_MS <= moment) kinds.delete(name);
    }
    return kinds.size < MAX_KINDS;
  }

  return (error) => log(logLine(error));
}

/**
 * Runs work later, without keeping the process alive. Where a runtime stops timers with the request, the next line has
 * the count.
 */
function later(work: () => void, milliseconds: number): void {
  const timer: unknown = setTimeout(work, milliseconds);
  if (typeof timer === "object") (timer as { unref?(): void } | null)?.unref?.();
}
