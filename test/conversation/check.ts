// Assertions that need no test runner.

export function check(holds: boolean, sentence: string): asserts holds {
  if (!holds) throw new Error(sentence);
}

/** Compares JSON values exactly. The order of keys does not matter. */
export function checkSame(actual: unknown, expected: unknown, sentence: string): void {
  check(isSame(actual, expected), `${sentence}: expected ${print(expected)}, got ${print(actual)}`);
}

function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = new Map(Object.entries(a));
  const right = Object.entries(b);
  return left.size === right.length && right.every(([key, value]) => left.has(key) && isSame(left.get(key), value));
}

function print(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 1000 ? `${text.slice(0, 1000)}…` : text;
}
