import { visible } from "./visible.ts";
import { counted } from "./wording.ts";

interface Place {
  readonly file: string;
  readonly line: number | null;
  readonly kind: string | null;
  readonly name: string | null;
}

/** What `validate` found: `loadline.validate/v1` without its schema key. */
export interface ValidationReport {
  readonly files: number;
  readonly documents: number;
  readonly invalid: readonly (Place & { readonly path: string | null; readonly message: string })[];
  readonly skipped: readonly (Place & { readonly reason: string })[];
}

/** One line for each mistake, in the form editors can jump to, and a count at the end. */
export function validateText({ files, documents, invalid, skipped }: ValidationReport): string {
  const lines = [
    ...invalid.map((entry) => `${placeOf(entry, entry.path)}: ${visible(entry.message)}`),
    ...skipped.map((entry) => `${placeOf(entry, null)}: skipped, ${visible(entry.reason)}`),
    closing(invalid.length, skipped.length),
  ];
  return `${lines.join("\n")} in ${counted(documents, "document")} of ${counted(files, "file")}\n`;
}

/** `clusters/prod/chat.yaml:12: Deployment chat spec.replicas`. */
function placeOf({ file, line, kind, name }: Place, path: string | null): string {
  const at = line === null ? visible(file) : `${visible(file)}:${line}`;
  const what = [kind, name, path]
    .filter((part) => part !== null && part !== "")
    .map((part) => visible(part ?? "", 200));
  return what.length === 0 ? at : `${at}: ${what.join(" ")}`;
}

function closing(invalid: number, skipped: number): string {
  const rest = skipped === 0 ? "" : `, ${counted(skipped, "document")} skipped`;
  return `${invalid === 0 ? "✓ nothing invalid" : `✗ ${counted(invalid, "mistake")}`}${rest}`;
}
