import type { CommitResult, GitOpsRepository } from "../../src/ports/gitops.ts";
import { describeCommit } from "../../src/tasks/commit-manifests.ts";
import { deliverManifests } from "../../src/tasks/propose-manifests.ts";
import { OCTOBER } from "./scratch-git.ts";

/** The branch that `proposeTo` works on. */
export const WORK = "loadline/ai-models/chat";

/** The task in the mode `pull-request`, into main, on whatever repository there is. */
export function proposeTo(
  repository: GitOpsRepository,
  files: Readonly<Record<string, string>>,
  owned: readonly string[] = ["clusters/prod"],
): Promise<CommitResult> {
  const provenance = { sourceRepository: "acme/serving", sourceRevision: null, pullRequest: "acme/serving#42" };
  const text = "Deploy ai-models/chat\n\nai-models/chat: pass: $1,770 a month";
  const message = describeCommit(text, { ...provenance, forecast: "pass", reference: null });
  const wait = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds / 3));
  return deliverManifests(
    { repository, random: Math.random, wait },
    {
      ...{ branch: "main", startFrom: null, owned, at: OCTOBER },
      prepare: async () => ({ files: new Map(Object.entries(files)), message }),
    },
    { mode: "pull-request", branch: WORK },
  );
}
