import { logLine } from "./log-line.ts";

/** Milliseconds in which one kind of trouble is told once. */
const WINDOW = 1000;
/** Kinds that are told apart within a second. */
const MOST_KINDS = 20;
/** The kind of all further ones. No line is empty. */
const OTHERS = "";

interface Kind {
  readonly since: number;
  untold: number;
}

export interface LogLinesOptions {
  /** Takes a line. Default: `console.error`. */
  readonly write?: ((line: string) => void) | undefined;
  /** Milliseconds. Default: `Date.now`. */
  readonly now?: (() => number) | undefined;
}

/**
 * Tells of each kind of trouble at most once a second, in one line: what it is and what to do. The next line of the kind, or
 * the last one when the second is over, says how many there were in between.
 *
 * @returns a function that takes errors, for `onError`
 */
export function logLines({ write = (line) => console.error(line), now = Date.now }: LogLinesOptions = {}): (
  error: unknown,
) => void {
  const kinds = new Map<string, Kind>();

  function tell(line: string): void {
    const moment = now();
    const name = kinds.has(line) || hasRoom(moment) ? line : OTHERS;
    const kind = kinds.get(name);
    // A clock that was set back starts a second of its own.
    if (kind && moment >= kind.since && moment < kind.since + WINDOW) {
      if (kind.untold++ === 0) later(() => kinds.get(name) === kind && summarise(name, line, kind), WINDOW);
      return;
    }
    write(`latchkey: ${line}${kind?.untold ? ` … after ${kind.untold} more of this kind` : ""}`);
    kinds.set(name, { since: moment, untold: 0 });
  }

  function summarise(name: string, line: string, { untold }: Kind): void {
    write(`latchkey: ${line} … ${untold} more of this kind in the last second`);
    kinds.set(name, { since: now(), untold: 0 });
  }

  function hasRoom(moment: number): boolean {
    for (const [name, { since, untold }] of kinds) {
      if (untold === 0 && since + WINDOW <= moment) kinds.delete(name);
    }
    return kinds.size < MOST_KINDS;
  }

  return (error) => tell(logLine(error));
}

/** Where a runtime lets no timer outlive a request, the next line has the count. No timer keeps a process alive. */
function later(work: () => void, milliseconds: number): void {
  const timer: unknown = setTimeout(work, milliseconds);
  if (typeof timer === "object") (timer as { unref?(): void } | null)?.unref?.();
}
