import { createHash } from "node:crypto";
import type { Settings } from "../../../planner/index.ts";
import type { AppWorld } from "../../ports/app-world.ts";
import type { CodeHost } from "../../ports/code-host.ts";
import { InputError, OutsideError } from "../../ports/failure.ts";
import type { CommitResult, Proposal } from "../../ports/gitops.ts";
import type { PullRequest, RepositoryName } from "../../ports/pull-request.ts";
import type { RenderInput } from "../../render/input.ts";
import { folderOf, type Placed } from "../../render/layout/paths.ts";
import { applicationName } from "../../render/view/application.ts";
import { clusterOf } from "../../render/view/identity.ts";
import { code, plain } from "../../report/index.ts";
import { commitForecasts } from "../commit/commit-forecasts.ts";
import type { LocatedForecast } from "../forecast-deployments.ts";
import { type LoadedDeployment, loadSettings } from "../load-deployments.ts";
import { renderInputs } from "../render-inputs.ts";
import { changedPairs, type Pair, type Sides } from "../review-sides.ts";
import { approvalOf, uncovered } from "./approvals.ts";
import { applicationKey, followRollouts, refusedKey, rolloutKey } from "./follow-rollout.ts";
import { mistakeSentences } from "./mistakes.ts";
import { DONE, type WorkOutcome } from "./outcome.ts";
import { withSides } from "./pull-request-sides.ts";
import { judgeFor } from "./review-options.ts";
import type { Rollout } from "./rollout.ts";
import { writeRolloutComment } from "./rollout-comment.ts";

/** `deploy`: commits what a merge changed to the GitOps repository, once, and follows it to the cluster. */
export async function deployMerged(app: AppWorld, host: CodeHost, number: number): Promise<WorkOutcome> {
  const known = await app.memory.read<readonly Rollout[]>(rolloutKey(host.repository, number));
  if (known !== null && known.length > 0) return followRollouts(app, host, number);
  const pull = await host.pullRequest(number);
  if (pull?.state !== "merged" || pull.mergeCommit === null) return DONE;
  const merge = pull.mergeCommit;
  try {
    return await withSides(host, { from: pull.mergeBase, head: merge, powers: merge }, async (all) => {
      const rollouts: Rollout[] = [];
      const refused: string[] = [];
      for (const sides of all) {
        const begun = await deploySides(app, { host, pull, merge, sides });
        if ("refused" in begun) refused.push(...begun.refused);
        else rollouts.push(...begun.rollouts);
      }
      await writeRolloutComment(host, number, { rollouts, refused });
      // A merge that was refused may be deployed later, when what stood in its way is mended.
      if (rollouts.length === 0) return DONE;
      await app.memory.write(refusedKey(host.repository, number), refused);
      await app.memory.write(rolloutKey(host.repository, number), rollouts);
      return { kind: "again", afterSeconds: 5, why: "committed" };
    });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    await writeRolloutComment(host, number, { rollouts: [], refused: mistakeSentences(error.problems) });
    return DONE;
  }
}

/** What one configuration repository of a merge brings to clusters, or why it does not. */
type Begun = { readonly rollouts: readonly Rollout[] } | Refused;

interface Refused {
  readonly refused: readonly string[];
}

interface Merge {
  readonly host: CodeHost;
  readonly pull: PullRequest;
  readonly merge: string;
  readonly sides: Sides;
}

async function deploySides(app: AppWorld, about: Merge): Promise<Begun> {
  const { host, pull, sides } = about;
  const settings = await loadSettings(sides.head.source, sides.head.shown);
  const changed = (await changedPairs(sides)) ?? [];
  if (settings.gitops === null || changed.length === 0) return { rollouts: [] };
  const loaded = changed.flatMap(({ head }) => head ?? []);
  const located = await judgeFor(app, { isFork: false })(loaded, () => undefined);
  const refused = await refusals(app, about, { settings, located });
  if (refused.length > 0) return { refused };
  const pullRequest = { number: String(pull.number), url: pull.url };
  const provenance = async () => ({ repository: host.repository, revision: about.merge, pullRequest });
  const inputs = await renderInputs(located, { provenance });
  return commitAll(app, about, { settings, inputs, removed: goneFrom(changed) });
}

/** Where deployments lay that are gone, or lie elsewhere now. */
function goneFrom(changed: readonly Pair[]): readonly Placed[] {
  const kept = new Set(changed.flatMap(({ head }) => (head === null ? [] : [folderOf(placeOf(head))])));
  return changed
    .flatMap(({ base }) => (base === null ? [] : [placeOf(base)]))
    .filter((place) => !kept.has(folderOf(place)));
}

const placeOf = ({ located, settings }: LoadedDeployment): Placed => ({ deployment: located.value, settings });

interface Judged {
  readonly settings: Settings;
  readonly located: readonly LocatedForecast[];
}

/** Why a merge is not deployed: the same findings that failed its check, unless somebody took them on himself. */
async function refusals(
  app: AppWorld,
  { host, pull }: Merge,
  { settings, located }: Judged,
): Promise<readonly string[]> {
  const { repository } = host;
  const approval = await approvalOf(app.memory, { repository, number: pull.number, sha: pull.head.sha });
  return located.flatMap(({ forecast }) => {
    const name = code(forecast.name, 80);
    if (forecast.verdict === "unknown")
      return [`${name}: ${plain(forecast.findings[0]?.message ?? "no forecast", 400)}`];
    const left = uncovered(forecast.findings, approval, settings);
    return left.map(({ id, message, action }) => `${name}: ${code(id)} ${plain(message, 400)}. ${plain(action, 400)}`);
  });
}

interface Committing {
  readonly settings: Settings;
  readonly inputs: readonly RenderInput[];
  readonly removed: readonly Placed[];
}

async function commitAll(app: AppWorld, about: Merge, { settings, inputs, removed }: Committing): Promise<Begun> {
  const { host, pull } = about;
  const target = settings.gitops;
  const repository = target === null ? null : await app.gitops(target.repository as RepositoryName);
  if (target === null || repository === null) {
    const name = code(target?.repository ?? "the GitOps repository");
    return {
      refused: [
        `The App is not installed on ${name}, or may not write there. Install it, then write \`/loadline plan\`.`,
      ],
    };
  }
  if (target.mode === "pull-request" && repository.proposals === null) {
    const name = code(target.repository);
    return {
      refused: [
        `gitops.mode is pull-request, and the App may not open any in ${name}. Grant it Pull requests: write there.`,
      ],
    };
  }
  const pullRequest = `${host.repository}#${pull.number}`;
  const { branch, mode } = target;
  const committed = await commitForecasts(inputs, { repository, branch, mode, pullRequest, removed }, app.world);
  if (committed.kind === "invalid") {
    const lines = committed.invalid.map(
      ({ file, path, message }) => `${code(file, 200)} ${code(path ?? "", 200)}: ${plain(message, 400)}`,
    );
    return { refused: lines };
  }
  const { result, files } = committed;
  const commit = landed(result);
  if (commit === null) return { rollouts: [] };
  if (typeof commit !== "string") return commit;
  const proposal = "proposed" in result ? (result.proposed?.opened ?? null) : null;
  const gitops = target.repository as RepositoryName;
  const begun = inputs.map((input) => begin(app, about, { input, commit, files, gitops, proposal }));
  return { rollouts: await Promise.all(begun) };
}

/** The commit that holds what we wrote, or why nothing may be written. Null: there was nothing to write, and nothing is there. */
function landed(result: CommitResult): string | null | Refused {
  if (result.kind === "conflict")
    throw new OutsideError("the GitOps repository", result.detail.replace(/\.$/, ""), true);
  if (result.kind === "committed" || result.kind === "unchanged") return result.commit;
  return { refused: [`${code(result.path, 200)}: ${plain(result.detail, 600)}`] };
}

interface Beginning {
  readonly input: RenderInput;
  readonly commit: string;
  readonly files: ReadonlyMap<string, string>;
  readonly gitops: RepositoryName;
  /** Null: the commit stands in the branch that Argo CD follows. */
  readonly proposal: Proposal | null;
}

async function begin(
  app: AppWorld,
  { host, pull, merge }: Merge,
  { input, commit, files, gitops, proposal }: Beginning,
): Promise<Rollout> {
  const { name, namespace } = input.deployment;
  const application = { name: applicationName(input), namespace: input.settings.argocd.namespace };
  const environment = `${clusterOf(input).name}/${namespace}/${name}`;
  const made = await host.deployment(merge, environment, { application: application.name, commit });
  const statusOf = typeof made === "number" ? made : null;
  const description =
    proposal === null
      ? "committed; Argo CD has not said anything yet"
      : `waits for ${gitops}#${proposal.number} to be merged`;
  if (statusOf !== null) await host.writeDeploymentStatus(statusOf, { state: "queued", description, logUrl: null });
  await app.memory.write(applicationKey(application.namespace, application.name), {
    repository: host.repository,
    number: pull.number,
  });
  const begun = app.world.clock.now().getTime();
  const own = {
    repository: host.repository,
    number: pull.number,
    deployment: `${namespace}/${name}`,
    statusOf,
    application,
  };
  const waiting = proposal === null ? {} : { proposal };
  const ours = hashes(files, `${folderOf(input)}/`);
  return { ...own, ...waiting, gitops, commit, files: ours, begun, state: "queued", description };
}

const hashes = (files: ReadonlyMap<string, string>, folder: string): Record<string, string> =>
  Object.fromEntries(
    [...files]
      .filter(([path]) => path.startsWith(folder))
      .map(([path, text]) => [path, createHash("sha256").update(text, "utf8").digest("hex")]),
  );
