import { visible } from "./visible.ts";
import { counted } from "./wording.ts";

/** The terminal's answer of `init`: what was written, what was left alone, what to do next. */
export function initText(made: {
  readonly directory: string;
  readonly files: readonly string[];
  readonly kept?: readonly string[];
}): string {
  const { directory, files, kept = [] } = made;
  const lines = [
    ...files.map((file) => `  ${visible(file)}`),
    ...kept.map((file) => `  ${visible(file)} (was there, kept)`),
    `✓ wrote ${counted(files.length, "file")} to ${visible(directory)}`,
  ];
  const example = files.find((file) => file.startsWith("models/"));
  const next = example === undefined ? [] : [`  Next: cd ${visible(directory)} && loadline plan ${visible(example)}`];
  return `${[...lines, ...next].join("\n")}\n`;
}
