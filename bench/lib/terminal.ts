/** What people see while it runs: one line for each step, redrawn in a terminal and appended elsewhere. */

import { styleText } from "node:util";

type Mood = "good" | "bad" | "quiet" | "title";

const styles = { good: "green", bad: "red", quiet: "dim", title: "bold" } as const;
const isTerminal = process.stderr.isTTY;

export function say(mood: Mood, text: string): void {
  clearLine();
  process.stderr.write(`${styleText(styles[mood], text, { stream: process.stderr })}\n`);
}

/** A line that the next one takes the place of; nothing where lines cannot be redrawn. */
export function passing(text: string): void {
  if (!isTerminal) return;
  clearLine();
  const width = process.stderr.columns || 80;
  process.stderr.write(styleText("dim", text.slice(0, width - 1), { stream: process.stderr }));
}

export function clearLine(): void {
  if (isTerminal) process.stderr.write("\r\x1b[2K");
}

/** Says what is done and how long it took. */
export async function step<T>(what: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  passing(`  ${what} …`);
  const result = await work();
  say("quiet", `  ${what}  ${seconds(started)}`);
  return result;
}

export function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}
