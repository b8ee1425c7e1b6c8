import { visible } from "./visible.ts";
import { counted } from "./wording.ts";

/** The terminal's answer of `render`: what was written where. */
export function renderText(rendered: {
  readonly out: string;
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
}): string {
  const paths = rendered.files.map(({ path }) => `  ${visible(path)}`);
  return `${[...paths, `✓ wrote ${counted(rendered.files.length, "manifest")} to ${visible(rendered.out)}`].join("\n")}\n`;
}
