/** How many letters a name may differ from the one that was meant. */
const MAX_TYPOS = 2;

/** The known name that differs least from one that is not, and whether it is a likely misspelling of it. */
export function nearest(name: string, known: readonly string[]): { readonly name: string; readonly isClose: boolean } {
  let best = { name: known[0] ?? "", typos: Infinity };
  for (const other of known) {
    const typos = distance(name, other);
    if (typos < best.typos) best = { name: other, typos };
  }
  return { name: best.name, isClose: best.typos <= MAX_TYPOS };
}

/** Levenshtein distance: letters to add, to leave out or to change. */
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
