import type { Finding } from "../domain/finding.ts";
import type { Change, DeploymentPolicy } from "../domain/policy.ts";
import { adding, careful } from "./_example.ts";

/** The weights are named by a commit of their repository. */
export const modelRevision = {
  id: "model-revision",
  about: "deployment",
  why: "A branch of a model repository moves: replicas that start on different days then serve different weights.",
  severity: "warning",
  examples: {
    passes: adding(careful),
    fails: adding({ ...careful, model: { ...careful.model, revision: "main" } }),
  },
  check,
} satisfies DeploymentPolicy;

/** A full or abbreviated commit of a Git repository. */
const COMMIT = /^[0-9a-f]{7,40}$/;

function check({ head }: Change): readonly Finding[] {
  const { revision } = head.model;
  if (revision !== null && COMMIT.test(revision)) return [];
  return [
    {
      id: "model-revision",
      severity: "warning",
      path: ["spec", "model", "revision"],
      message:
        revision === null ? "no revision of the weights is named" : `the revision ${revision} is a name that can move`,
      action: "Name the commit of the model repository that was tested: revision: 0e9e39f…",
    },
  ];
}
