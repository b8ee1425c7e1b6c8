/** Colours for a terminal; without colour every one of them gives the text back. */
export interface Paint {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly good: (text: string) => string;
  readonly doubtful: (text: string) => string;
  readonly bad: (text: string) => string;
}

/** The eight basic colours only: they follow the user's own theme, light or dark. */
export function paintFor(color: boolean): Paint {
  const code = (on: number, off: number) => (text: string) =>
    color && text !== "" ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  return { bold: code(1, 22), dim: code(2, 22), good: code(32, 39), doubtful: code(33, 39), bad: code(31, 39) };
}
