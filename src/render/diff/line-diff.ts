/** One line of a diff and what happened to it. */
interface Edit {
  readonly sign: " " | "-" | "+";
  readonly text: string;
}

const CONTEXT = 3;
/** Beyond this many differing lines a diff explains nothing, and finding it takes the square of their number. */
const MOST_DIFFERENCES = 600;

/** Where the two texts of a diff stand. */
export interface DiffPaths {
  readonly before: string;
  readonly after: string;
}

/** A unified diff of two texts; empty where text and path are equal, and only its head where a text moved. Same texts, same bytes. */
export function unifiedDiff(paths: DiffPaths, before: string | null, after: string | null): string {
  if (before === after && paths.before === paths.after) return "";
  const old = linesOf(before);
  const now = linesOf(after);
  const heads = [
    `--- ${before === null ? "/dev/null" : `a/${paths.before}`}`,
    `+++ ${after === null ? "/dev/null" : `b/${paths.after}`}`,
  ];
  return `${[...heads, ...hunksOf(editsBetween(old, now))].join("\n")}\n`;
}

function linesOf(text: string | null): readonly string[] {
  if (text === null || text === "") return [];
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

function editsBetween(old: readonly string[], now: readonly string[]): readonly Edit[] {
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start += 1;
  let end = 0;
  const most = Math.min(old.length, now.length) - start;
  while (end < most && old[old.length - 1 - end] === now[now.length - 1 - end]) end += 1;
  const middle = shortestEdits(old.slice(start, old.length - end), now.slice(start, now.length - end));
  return [...kept(old.slice(0, start)), ...middle, ...kept(old.slice(old.length - end))];
}

const kept = (lines: readonly string[]): readonly Edit[] => lines.map((text) => ({ sign: " ", text }));

/** Myers' greedy algorithm: the furthest each diagonal gets with a number of differences, then the way back. */
function shortestEdits(old: readonly string[], now: readonly string[]): readonly Edit[] {
  const trail: Map<number, number>[] = [];
  let reach = new Map([[1, 0]]);
  for (let differences = 0; differences <= Math.min(MOST_DIFFERENCES, old.length + now.length); differences += 1) {
    trail.push(reach);
    reach = nextReach(reach, differences, { old, now });
    if ((reach.get(old.length - now.length) ?? -1) >= old.length) return wayBack(trail, { old, now });
  }
  return [...old.map((text): Edit => ({ sign: "-", text })), ...now.map((text): Edit => ({ sign: "+", text }))];
}

interface Texts {
  readonly old: readonly string[];
  readonly now: readonly string[];
}

function nextReach(reach: ReadonlyMap<number, number>, differences: number, { old, now }: Texts): Map<number, number> {
  const next = new Map(reach);
  for (let diagonal = -differences; diagonal <= differences; diagonal += 2) {
    let x = comesFromAbove(reach, diagonal, differences)
      ? (reach.get(diagonal + 1) ?? 0)
      : (reach.get(diagonal - 1) ?? 0) + 1;
    while (x < old.length && x - diagonal < now.length && old[x] === now[x - diagonal]) x += 1;
    next.set(diagonal, x);
  }
  return next;
}

function comesFromAbove(reach: ReadonlyMap<number, number>, diagonal: number, differences: number): boolean {
  if (diagonal === -differences) return true;
  return diagonal !== differences && (reach.get(diagonal - 1) ?? -1) < (reach.get(diagonal + 1) ?? -1);
}

/** From the end of both texts to their beginning: along each diagonal, then one line aside. */
function wayBack(trail: readonly ReadonlyMap<number, number>[], { old, now }: Texts): readonly Edit[] {
  const edits: Edit[] = [];
  let x = old.length;
  let diagonal = old.length - now.length;
  for (let differences = trail.length - 1; differences > 0; differences -= 1) {
    const reach = trail[differences] ?? new Map<number, number>();
    const above = comesFromAbove(reach, diagonal, differences);
    diagonal += above ? 1 : -1;
    const fromX = reach.get(diagonal) ?? 0;
    edits.push(...kept(old.slice(above ? fromX : fromX + 1, x)).toReversed());
    edits.push(above ? { sign: "+", text: now[fromX - diagonal] ?? "" } : { sign: "-", text: old[fromX] ?? "" });
    x = fromX;
  }
  return [...edits, ...kept(old.slice(0, x)).toReversed()].reverse();
}

function hunksOf(edits: readonly Edit[]): readonly string[] {
  const lines: string[] = [];
  for (const [from, to] of spansOf(edits)) {
    const part = edits.slice(from, to);
    const before = edits.slice(0, from);
    lines.push(`@@ -${range(before, part, "+")} +${range(before, part, "-")} @@`);
    lines.push(...part.map(({ sign, text }) => `${sign}${text}`));
  }
  return lines;
}

/** Changed lines with their context, merged where contexts meet. */
function spansOf(edits: readonly Edit[]): readonly (readonly [number, number])[] {
  const spans: [number, number][] = [];
  edits.forEach(({ sign }, index) => {
    if (sign === " ") return;
    const from = Math.max(0, index - CONTEXT);
    const to = Math.min(edits.length, index + CONTEXT + 1);
    const last = spans.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = to;
    else spans.push([from, to]);
  });
  return spans;
}

/** `start,length` on one side: all edits but those of the other side. An empty side names the line before it. */
function range(before: readonly Edit[], part: readonly Edit[], otherSide: "+" | "-"): string {
  const count = (edits: readonly Edit[]) => edits.filter(({ sign }) => sign !== otherSide).length;
  const length = count(part);
  return `${count(before) + (length === 0 ? 0 : 1)},${length}`;
}
