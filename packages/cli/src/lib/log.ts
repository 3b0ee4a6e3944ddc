import { logLines } from "@latchkey/http";

/** Where a server speaks: the console, unless an embedding program says otherwise. */
export interface Log {
  say(text: string): void;
  complain(error: unknown): void;
}

export const consoleLog: Log = {
  say: (text) => console.log(text),
  complain: logLines(),
};

/** Causes of causes that are told. */
const DEEPEST = 5;

/** Why something could not be done, with its causes, in one line whatever they say: for the person who starts a program, not for its log. */
export function reasonOf(error: unknown): string {
  const told = new Set<unknown>();
  const reasons: string[] = [];
  for (
    let cause = error;
    cause !== undefined && told.size < DEEPEST && !told.has(cause);
    cause = (cause as { cause?: unknown } | null)?.cause
  ) {
    told.add(cause);
    const { message, code } = (cause ?? {}) as { message?: string; code?: string };
    // A connection refused at two addresses of one name is an AggregateError without a message.
    reasons.push(message || code || String(cause));
  }
  return oneLine(reasons.join(": "));
}

/** Without line ends, terminal escapes and other characters that are not seen. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, " ");
}
