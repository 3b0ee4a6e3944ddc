import type { LogFormat } from "../log.ts";

/** One answered request. Nothing of it comes from the client but its method. */
export interface Answered {
  readonly method: string;
  /** The route with the names in its path, not what the client wrote there. `null`: there is none. */
  readonly route: string | null;
  readonly status: number;
  readonly milliseconds: number;
  readonly id: string;
}

/** Milliseconds that lines wait for others, to be written at once: a write for each would cost more than the answer. */
const WAIT_MS = 100;
const MAX_WAITING = 500;

/** Writes a line for each request. */
export interface RequestLog {
  add(answered: Answered): void;
  /** Writes what waits. */
  flush(): void;
}

/** @param write writes lines, each with its end */
export function requestLog(format: LogFormat, write: (lines: string) => void): RequestLog {
  let lines: string[] = [];
  let timer: NodeJS.Timeout | null = null;
  const flush = () => {
    if (timer) clearTimeout(timer);
    timer = null;
    if (lines.length > 0) write(lines.join(""));
    lines = [];
  };
  if (format === "off") return { add() {}, flush };
  const lineOf = format === "json" ? jsonLine : textLine;
  return {
    flush,
    add(answered) {
      if (isQuietProbe(answered)) return;
      lines.push(lineOf(answered));
      timer ??= setTimeout(flush, WAIT_MS);
      if (lines.length >= MAX_WAITING) flush();
    },
  };
}

/** A health check that passes, every few seconds, would bury the rest. */
function isQuietProbe({ route, status }: Answered): boolean {
  return status < 500 && route !== null && /\/health\/(?:live|ready)$/.test(route);
}

/** A method is a token of at most a few letters; a client can invent others. */
function methodOf({ method }: Answered): string {
  return /^[A-Z]{3,7}$/.test(method) ? method : "other";
}

function textLine(answered: Answered): string {
  const { route, status, milliseconds, id } = answered;
  const at = new Date().toISOString();
  return `${at} ${methodOf(answered)} ${route ?? "-"} ${status} ${milliseconds.toFixed(1)}ms ${id}\n`;
}

function jsonLine(answered: Answered): string {
  const { route, status, milliseconds, id: requestId } = answered;
  const time = new Date().toISOString();
  const ms = Math.round(milliseconds * 10) / 10;
  return `${JSON.stringify({ time, level: "info", method: methodOf(answered), route, status, ms, requestId })}\n`;
}
