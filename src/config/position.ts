import type { KeyPath } from "./show.ts";

/** A place in a text, both counted from 1; columns count UTF-16 units, as editors and GitHub do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A value read from a file, and where each part of it stands. */
export interface Located<T> {
  readonly value: T;
  readonly file: string;
  readonly text: string;
  /** Place of a key path, or of its nearest parent that exists. The path may start at the top or below `spec`. */
  readonly locate: (path: KeyPath) => Position;
}

/** Turns offsets into lines and columns; line ends are LF, CR LF or CR. */
export function positionsOf(text: string): (offset: number) => Position {
  let starts: readonly number[] | null = null;
  return (offset) => {
    starts ??= lineStarts(text);
    const line = lastAtOrBefore(starts, offset);
    return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\r|\n/g)) starts.push(match.index + match[0].length);
  return starts;
}

function lastAtOrBefore(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
