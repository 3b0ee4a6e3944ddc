/** Assertions that need no test runner. */

/** @throws Error with the sentence unless it holds */
export function check(holds: boolean, sentence: string): asserts holds {
  if (!holds) throw new Error(sentence);
}

/**
 * Compares JSON and dates deeply. The order of keys does not matter.
 *
 * @throws Error with the sentence and both values unless they are the same
 */
export function checkSame(actual: unknown, expected: unknown, sentence: string): void {
  check(isSame(actual, expected), `${sentence}: expected ${print(expected)}, got ${print(actual)}`);
}

/** What a method resolves to, or `"rejected"`. A method that throws instead of rejecting is an error. */
export async function outcomeOf(call: () => Promise<unknown>): Promise<unknown> {
  const promise = call();
  return promise.catch(() => "rejected");
}

function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (a instanceof Date || b instanceof Date)
    return a instanceof Date && b instanceof Date && a.getTime() === b.getTime();
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = new Map(Object.entries(a));
  const right = Object.entries(b);
  return left.size === right.length && right.every(([key, value]) => left.has(key) && isSame(left.get(key), value));
}

function print(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
