/** Files whose words are still to be moved into `src/mistakes`. A line goes when its words have gone. */
export const NOT_YET: readonly string[] = [
  "src/adapters/argocd.ts",
  "src/adapters/config-sources.ts",
  "src/adapters/directory-tree.ts",
  "src/adapters/disk.ts",
  "src/adapters/github/address.ts",
  "src/adapters/github/answers.ts",
  "src/adapters/github/commits/connect.ts",
  "src/adapters/github/credentials.ts",
  "src/adapters/github/from-token.ts",
  "src/adapters/github/host/source.ts",
  "src/adapters/http/serve.ts",
  "src/adapters/kubernetes-models.ts",
  "src/adapters/openai-endpoint.ts",
  "src/adapters/prometheus.ts",
  "src/adapters/results-file.ts",
  "src/adapters/schema-folder.ts",
  "src/adapters/store/lock.ts",
  "src/app/environment.ts",
  "src/app/run.ts",
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
