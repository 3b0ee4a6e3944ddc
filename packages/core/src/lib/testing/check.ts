/** What a case needs to say, without any test runner. */

export function check(holds: boolean, sentence: string): asserts holds {
  if (!holds) throw new Error(sentence);
}

/** Deep equality of JSON and dates. The order of keys says nothing. */
export function checkSame(actual: unknown, expected: unknown, sentence: string): void {
  check(isSame(actual, expected), `${sentence}: expected ${print(expected)}, got ${print(actual)}`);
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
