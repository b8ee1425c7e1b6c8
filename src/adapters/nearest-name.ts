/** The known name that a misspelt one most likely means; null when none is near. */
export function nearestName(wrong: string, known: readonly string[]): string | null {
  const allowed = Math.max(1, Math.floor(wrong.length / 3));
  let best: { name: string; distance: number } | null = null;
  for (const name of known) {
    if (Math.abs(name.length - wrong.length) > allowed) continue;
    const distance = editsBetween(wrong.toLowerCase(), name.toLowerCase());
    if (distance <= allowed && (best === null || distance < best.distance)) best = { name, distance };
  }
  return best === null || best.name === wrong ? null : best.name;
}

/** Levenshtein's distance: insertions, deletions and replacements. */
export function editsBetween(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
