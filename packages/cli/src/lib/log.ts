import { logLines } from "@latchkey/http";

/** Ends the program with a sentence that says what to do, without a stack trace. */
export class CliError extends Error {
  override readonly name = "CliError";
}

/** The command line is wrong. */
export class UsageError extends CliError {}

/** All is done, but the mail that tells the owner of the account was not sent. */
export class UntoldOwnerError extends CliError {}

/** How lines are written. */
export type LogFormat = "text" | "json" | "off";

/** Where the server writes: the console by default. */
export interface Log {
  /** Prints a text. */
  info(text: string): void;
  /** Prints an error without secrets, or a sentence that says what went wrong. */
  error(error: unknown): void;
  /** Writes lines about requests, each with its end. Default: nowhere. */
  requests?(lines: string): void;
}

/** The console. In JSON each line is an object for a program that collects logs. */
export function consoleLog(format: LogFormat): Log {
  const requests = (lines: string) => void process.stdout.write(lines);
  if (format !== "json") return { info: (text) => console.log(text), error: logLines(), requests };
  const line = (level: string, message: string) =>
    JSON.stringify({ time: new Date().toISOString(), level, message: message.replace(/^latchkey: /, "") });
  return {
    info: (text) => console.log(line("info", text)),
    error: logLines({ write: (text) => console.error(line("error", text)) }),
    requests,
  };
}

/** How many causes of causes are printed. */
const MAX_CAUSES = 5;

/** An error and its causes in one line, for the person who starts the program; not for a log. */
export function reasonOf(error: unknown): string {
  const told = new Set<unknown>();
  const reasons: string[] = [];
  for (
    let cause = error;
    cause !== undefined && told.size < MAX_CAUSES && !told.has(cause);
    cause = (cause as { cause?: unknown } | null)?.cause
  ) {
    told.add(cause);
    const { message, code } = (cause ?? {}) as { message?: string; code?: string };
    // A connection refused at two addresses of one name is an AggregateError without a message.
    reasons.push(message || code || String(cause));
  }
  return oneLine(reasons.join(": "));
}

/** Replaces line ends, terminal escapes and other invisible characters. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, " ");
}
