import type { CommitResult, GitOpsRepository } from "../../ports/gitops.ts";
import type { Origin } from "../../ports/origin.ts";
import type { World } from "../../ports/world.ts";
import type { RenderInput } from "../../render/input.ts";
import { applicationPathOf, folderOf, ownFoldersOf, type Placed, sharedFoldersOf } from "../../render/layout/paths.ts";
import type { InvalidEntry } from "../../render/validate.ts";
import { describeCommit } from "../commit-manifests.ts";
import { deliverManifests, type Mode } from "../propose-manifests.ts";
import { renderDeployments } from "../render-manifests.ts";
import { DEFAULT_KUBERNETES } from "../validate-manifests.ts";
import { type IsOwn, refuseForeign } from "./claims.ts";
import type { ReferenceCommit } from "./message.ts";
import { proposalBranch } from "./proposal.ts";
import { withOthers } from "./shared-folders.ts";

/** Where rendered deployments go, and what the commit says about where they come from. */
export interface CommitAbout {
  readonly repository: GitOpsRepository;
  readonly branch: string;
  /** Left out: to the branch itself. */
  readonly mode?: Mode;
  /** `owner/name#number` or its address; null outside of a pull request. */
  readonly pullRequest: string | null;
  /** Deployments that are gone: what loadline wrote for them leaves. */
  readonly removed: readonly Placed[];
  /** What another configuration repository deployed is refused. Left out: whoever runs the command answers for it. */
  readonly isOwn?: IsOwn;
}

export type ForecastCommit =
  /** What would be written is not what an API server accepts; nothing was. */
  | { readonly kind: "invalid"; readonly files: number; readonly invalid: readonly InvalidEntry[] }
  | { readonly kind: "result"; readonly result: CommitResult; readonly files: ReadonlyMap<string, string> };

/** Renders, validates and commits deployments, all of them or none. */
export async function commitForecasts(
  inputs: readonly RenderInput[],
  { repository, branch, mode = "commit", pullRequest, removed, isOwn }: CommitAbout,
  world: Pick<World, "templates" | "schemas" | "random" | "wait" | "clock">,
): Promise<ForecastCommit> {
  const { files, invalid } = await renderDeployments(inputs, world, { kubernetes: DEFAULT_KUBERNETES });
  if (invalid.length > 0) return { kind: "invalid", files: files.size, invalid };
  const places = [...inputs, ...removed];
  const shared = [...new Set(places.flatMap(sharedFoldersOf))];
  const leaving = new Set(removed.map(applicationPathOf));
  const result = await deliverManifests(
    { repository, random: world.random, wait: world.wait },
    {
      branch,
      startFrom: null,
      owned: [...places.flatMap(ownFoldersOf), ...shared],
      prepare: async (base) => {
        if (isOwn !== undefined) await refuseForeign(base, places, isOwn);
        const all = [...(await withOthers(base, shared, files))].filter(([path]) => !leaving.has(path));
        return { files: new Map(all), message: messageOf({ inputs, pullRequest }) };
      },
      at: world.clock.now(),
    },
    { mode, branch: proposalBranch({ into: branch, folders: places.map(folderOf) }) },
  );
  return { kind: "result", result, files };
}

interface Said {
  readonly inputs: readonly RenderInput[];
  readonly pullRequest: string | null;
}

function messageOf({ inputs, pullRequest }: Said): string {
  const names = inputs.map(({ deployment }) => `${deployment.namespace}/${deployment.name}`);
  const [first] = inputs;
  const title = names.length <= 3 ? `Deploy ${names.join(", ")}` : `Deploy ${names.length} model servers`;
  const lines = inputs.map((input, index) => `${names[index]}: ${input.forecast["summary"] ?? ""}`);
  return describeCommit([names.length === 0 ? "Remove model servers" : title, "", ...lines].join("\n"), {
    sourceRepository: first?.source.repository ?? null,
    sourceRevision: first?.source.revision ?? null,
    pullRequest,
    forecast: first?.forecast["summary"] ?? null,
    reference: first === undefined ? null : referenceOf(first.source),
  });
}

/** What Argo CD shows beside the rendered commit; lines of what is not known are left out. */
function referenceOf({ repository, revision, commit, pullRequest }: Origin): ReferenceCommit | null {
  if (revision === null) return null;
  const { author, subject, body, date } = commit ?? { author: null, subject: null, body: null, date: null };
  // A pull request's address begins with that of its repository.
  const [repoUrl = ""] = repository === null ? [] : (pullRequest?.url.split(`/${repository}/`) ?? []);
  const isBelow = repoUrl !== "" && repoUrl !== pullRequest?.url;
  return { author, sha: revision, subject, body, date, repoUrl: isBelow ? `${repoUrl}/${repository}` : repository };
}
