/** Where a server speaks: the console, unless an embedding program says otherwise. */
export interface Log {
  say(text: string): void;
  complain(error: unknown): void;
}

export const consoleLog: Log = {
  say: (text) => console.log(text),
  complain: (error) => console.error(`latchkey: ${reasonOf(error)}`),
};

/** What went wrong, with its causes, in one line whatever they say. */
export function reasonOf(error: unknown): string {
  const reasons: string[] = [];
  for (let cause = error; cause !== undefined && reasons.length < 5; cause = (cause as { cause?: unknown } | null)?.cause) {
    const { message, code } = (cause ?? {}) as { message?: string; code?: string };
    // A connection refused at two addresses of one name is an AggregateError without a message.
    reasons.push(message || code || String(cause));
  }
  return reasons.join(": ").replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029]+/g, " ");
}
