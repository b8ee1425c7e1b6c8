/** Files whose words are still to be moved into `src/mistakes`. A line goes when its words have gone. */
export const NOT_YET: readonly string[] = [
  "src/adapters/kubernetes-models.ts",
  "src/render/view/promise-alerts.ts",
  "src/tasks/app/command.ts",
  "src/tasks/app/doctor.ts",
];

/** `advice:` or `advice =` followed by words, before the next property or statement. */
const WORDS = /\badvice\s*[:=]\s[^,;{}"'`]*["'`][^"'`]/g;

/** Lines of a source that write advice in place. */
export function adviceWritten(source: string): number[] {
  return [...source.matchAll(WORDS)].map(({ index }) => source.slice(0, index).split("\n").length);
}
