/** Levenshtein distance, two rows of the table at a time. */
export function editDistance(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const replace = (above[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min(replace, (above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    above = current;
  }
  return above[to.length] ?? 0;
}

/** All of them, those first that take the fewest edits to reach from `word`, in any letter case. */
export function nearestFirst(word: string, names: readonly string[]): readonly string[] {
  const wanted = word.toLowerCase();
  const edits = new Map(names.map((name) => [name, editDistance(wanted, name.toLowerCase())]));
  return names.toSorted((a, b) => (edits.get(a) ?? 0) - (edits.get(b) ?? 0) || (a < b ? -1 : 1));
}
