import type { Finding } from "../../planner/index.ts";
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
  readonly findings: readonly Finding[];
}

/** One line for each mistake and finding, in the form editors can jump to, and a count at the end. */
export function validateText({ files, documents, invalid, skipped, findings }: ValidationReport): string {
  const lines = [
    ...invalid.map((entry) => `${placeOf(entry, entry.path)}: ${visible(entry.message)}`),
    ...skipped.map((entry) => `${placeOf(entry, null)}: skipped, ${visible(entry.reason)}`),
    ...findings.flatMap(findingText),
    closing({ invalid: invalid.length, skipped: skipped.length, findings }),
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

/** `deploy.yaml:12: warning latest-tag: …`, and what to do below it. */
function findingText({ id, severity, message, action, resource }: Finding): readonly string[] {
  const { file = "", line = null } = resource ?? {};
  const place = line === null ? visible(file) : `${visible(file)}:${line}`;
  return [`${place}: ${severity} ${id}: ${visible(message)}`, `  → ${visible(action)}`];
}

interface Counts {
  readonly invalid: number;
  readonly skipped: number;
  readonly findings: readonly Finding[];
}

function closing({ invalid, skipped, findings }: Counts): string {
  const isBlocked = findings.some(({ severity }) => severity === "blocking");
  const mistakes = invalid === 0 ? "nothing invalid" : counted(invalid, "mistake");
  const found = findings.length === 0 ? "" : `, ${counted(findings.length, "finding")}`;
  const rest = skipped === 0 ? "" : `, ${counted(skipped, "document")} skipped`;
  return `${invalid > 0 || isBlocked ? "✗" : "✓"} ${mistakes}${found}${rest}`;
}
