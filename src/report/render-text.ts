import { findingLines } from "./finding-lines.ts";
import { type Locator, nowhere } from "./locate.ts";
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

/** The terminal's answer of `render` where nothing could be planned. */
export function notRenderedText(
  findings: readonly OwnedFinding[],
  { color, width, locate }: { color: boolean; width: number; locate: Locator },
): string {
  const paint = paintFor(color);
  const lines = [
    paint.bad("✗ nothing was rendered: manifests follow from the plan, and there is none"),
    ...findings.flatMap((owned) => [
      `  ${visible(owned.deployment)}`,
      ...findingLines(owned, { paint, width, locate }),
    ]),
  ];
  return `${lines.join("\n")}\n`;
}
