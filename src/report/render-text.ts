import { findingLines } from "./finding-lines.ts";
import { nowhere } from "./locate.ts";
import { paintFor } from "./paint.ts";
import type { OwnedFinding } from "./review-facts.ts";
import { visible } from "./visible.ts";
import { counted } from "./wording.ts";

/** What was written where, and what policies say about it. */
export interface Rendered {
  readonly out: string;
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
  readonly findings: readonly OwnedFinding[];
}

/** The terminal's answer of `render`. */
export function renderText({ out, files, findings }: Rendered, style: { color: boolean; width: number }): string {
  const paint = paintFor(style.color);
  const lines = [
    ...files.map(({ path }) => `  ${visible(path)}`),
    ...findings.flatMap((owned) => findingLines(owned, { paint, width: style.width, locate: nowhere })),
    `✓ wrote ${counted(files.length, "manifest")} to ${visible(out)}`,
  ];
  return `${lines.join("\n")}\n`;
}
