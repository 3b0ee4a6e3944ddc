import { Refusal } from "./refusal.ts";

const VARIABLES = [
  "DATABASE_URL",
  "AUTH_SECRET",
  "AUTH_SECRET_ALSO",
  "AUTH_BASE_PATH",
  "AUTH_TRUSTED_ORIGINS",
  "NODE_ENV",
];
const MOST_TYPOS = 2;

/**
 * A misspelt variable must not leave a default in force without a word: one that is nearly ours, while ours is not set, is
 * refused. Where ours is set, another with a similar name is somebody else's.
 *
 * @throws Refusal
 */
export function refuseMisspelt(env: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(env)) {
    if (!value || VARIABLES.includes(name)) continue;
    const meant = VARIABLES.find((known) => !env[known] && isNearly(name.toUpperCase(), known));
    if (meant !== undefined)
      throw new Refusal(`There is no variable ${name}: write ${meant}. "latchkey --help" lists all of them.`);
  }
}

function isNearly(name: string, known: string): boolean {
  return Math.abs(name.length - known.length) <= MOST_TYPOS && distance(name, known) <= MOST_TYPOS;
}

/** Letters to add, to leave out or to change (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (const [at, letter] of [...one].entries()) {
    const next = [at + 1];
    for (let to = 1; to <= other.length; to++) {
      next.push(Math.min(row[to]! + 1, next[to - 1]! + 1, row[to - 1]! + (letter === other[to - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1)!;
}
