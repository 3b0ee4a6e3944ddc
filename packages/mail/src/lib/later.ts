import type { MailerOptions } from "./options.ts";

/** Runs work that nobody waits for, and reports its failure. */
export function runLater(
  work: () => Promise<unknown>,
  { onError = logName, waitUntil }: Pick<MailerOptions, "onError" | "waitUntil">,
): void {
  const report = (error: unknown) => attempt(() => onError(error)).catch(() => logName(error));
  const done = attempt(work).then(() => {}, report) as Promise<void>;
  attempt(() => waitUntil?.(done)).catch(report);
}

/** Calls a function of the application, which may throw at once or return a promise that rejects. */
function attempt(call: () => unknown): Promise<unknown> {
  return new Promise((resolve) => resolve(call()));
}

/** The name and code alone: the message of a transport may quote an address. */
function logName(error: unknown): void {
  const { name, code } = Object(error) as { name?: unknown; code?: unknown };
  const words = [name, code].filter((word) => typeof word === "string" && /^[\w.-]{1,64}$/.test(word));
  console.error(`latchkey: a mail was not sent: ${words.join(" ")}`);
}
