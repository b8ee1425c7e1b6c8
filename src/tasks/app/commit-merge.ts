import { createHash } from "node:crypto";
import type { Settings } from "../../../planner/index.ts";
import { COMMENT } from "../../mistakes/comment.ts";
import type { AppWorld } from "../../ports/app-world.ts";
import type { CodeHost } from "../../ports/code-host.ts";
import { OutsideError } from "../../ports/failure.ts";
import type { CommitResult, Proposal } from "../../ports/gitops.ts";
import type { PullRequest, RepositoryName } from "../../ports/pull-request.ts";
import type { RenderInput } from "../../render/input.ts";
import { folderOf, type Placed } from "../../render/layout/paths.ts";
import { applicationName } from "../../render/view/application.ts";
import { clusterOf } from "../../render/view/identity.ts";
import { code, plain, short } from "../../report/index.ts";
import type { IsOwn } from "../commit/claims.ts";
import { commitForecasts } from "../commit/commit-forecasts.ts";
import type { Side } from "../review-sides.ts";
import { withOwnTemplates } from "../template-overrides.ts";
import { currentName } from "./renamed-repository.ts";
import type { Leaving, Rollout } from "./rollout.ts";
import { applicationKey, NOTHING_TOLD, placeKey, type Told } from "./rollout-memory.ts";

interface About {
  readonly host: CodeHost;
  readonly pull: PullRequest;
  /** The merge commit. */
  readonly merge: string;
}

interface Committing {
  readonly settings: Settings;
  readonly inputs: readonly RenderInput[];
  readonly removed: readonly Placed[];
  /** Whose templates may stand in for loadline's: the branch that was merged into. */
  readonly trusted: Pick<Side, "source">;
}

/** Commits what one configuration repository of a merge renders, and begins to follow it. */
export async function commitMerge(
  app: AppWorld,
  about: About,
  { settings, inputs, removed, trusted }: Committing,
): Promise<Told> {
  const { host, pull } = about;
  const target = settings.gitops;
  if (target !== null && !isTrusted(app, host.repository, target.repository)) {
    return refused([COMMENT.otherAccount(code(target.repository), code(ownerOf(host.repository)))]);
  }
  const repository = target === null ? null : await app.gitops(target.repository as RepositoryName);
  if (target === null || repository === null) {
    const name = code(target?.repository ?? "the GitOps repository");
    return refused([COMMENT.mayNotDeploy(name)]);
  }
  if (target.mode === "pull-request" && repository.proposals === null) {
    return refused([COMMENT.mayNotPropose(code(target.repository))]);
  }
  const pullRequest = `${host.repository}#${pull.number}`;
  const { branch, mode } = target;
  const world = withOwnTemplates(app.world, [trusted]);
  const isOwn: IsOwn = async (source, place) => {
    // What was deployed under a name that somebody else has now is still whose it was.
    const known = await app.memory.read<string>(placeKey(target.repository, folderOf(place)));
    const owner = known ?? (await currentName(app.memory, source as RepositoryName));
    return owner.toLowerCase() === host.repository.toLowerCase();
  };
  const done = await commitForecasts(inputs, { repository, branch, mode, pullRequest, removed, isOwn }, world);
  if (done.kind === "invalid") {
    return refused(
      done.invalid.map(
        ({ file, path, message }) => `${code(file, 200)} ${code(path ?? "", 200)}: ${plain(message, 400)}`,
      ),
    );
  }
  const gitops = target.repository as RepositoryName;
  return landed(app, about, { inputs, removed, gitops, files: done.files, result: done.result });
}

const ownerOf = (repository: string): string => repository.split("/", 1)[0]?.toLowerCase() ?? "";

/** The App may be installed for many: the Settings of one account reach into another's repository only where the operator trusts both. */
function isTrusted({ accounts }: AppWorld, ...[source, target]: readonly [string, string]): boolean {
  if (ownerOf(source) === ownerOf(target)) return true;
  return [source, target].every((name) => accounts?.has(ownerOf(name)) ?? false);
}

const refused = (sentences: readonly string[]): Told => ({ ...NOTHING_TOLD, refused: sentences });

interface Landing extends Omit<Committing, "settings" | "trusted"> {
  readonly gitops: RepositoryName;
  readonly files: ReadonlyMap<string, string>;
  readonly result: CommitResult;
}

/** What stands in the GitOps repository now, or why nothing may be written there. */
async function landed(app: AppWorld, about: About, { result, inputs, removed, ...rest }: Landing): Promise<Told> {
  if (result.kind === "conflict") throw new OutsideError("the GitOps repository", result.detail, true);
  if (result.kind !== "committed" && result.kind !== "unchanged")
    return refused([`${code(result.path, 200)}: ${plain(result.detail, 600)}`]);
  const { commit } = result;
  // Nothing was to be written, and nothing is there.
  if (commit === null) return NOTHING_TOLD;
  const proposal = result.proposed?.opened ?? null;
  const rollouts: Rollout[] = [];
  for (const input of inputs) rollouts.push(await begin(app, about, { input, commit, proposal, ...rest }));
  for (const place of removed) await decides(app, about, place);
  if (proposal !== null) {
    const leaving = removed.map((place) => leavingAt(app, about, { place, gitops: rest.gitops, proposal }));
    return { ...NOTHING_TOLD, rollouts, leaving };
  }
  const by = `${code(rest.gitops)} ${short(commit)}`;
  return { ...NOTHING_TOLD, rollouts, removed: removed.map((place) => `${code(nameOf(place), 160)} · ${by}`) };
}

const nameOf = ({ deployment: { namespace, name } }: Placed): string => `${namespace}/${name}`;

interface Taking extends Pick<Leaving, "gitops" | "proposal"> {
  readonly place: Placed;
}

const leavingAt = ({ world }: AppWorld, { host, pull }: About, { place, ...waits }: Taking): Leaving => ({
  ...{ repository: host.repository, number: pull.number, deployment: nameOf(place), folder: folderOf(place) },
  ...{ application: applicationAt(place), ...waits, begun: world.clock.now().getTime() },
});

const applicationAt = (place: Placed): Rollout["application"] => ({
  name: applicationName(place),
  namespace: place.settings.argocd.namespace,
});

/** From now on this merge is the one that decides about an Application. */
const decides = ({ memory }: AppWorld, { host, pull }: About, place: Placed): Promise<void> =>
  memory.write(applicationKey(place.settings.argocd.namespace, applicationName(place)), {
    ...{ repository: host.repository, number: pull.number },
  });

interface Beginning {
  readonly input: RenderInput;
  readonly commit: string;
  readonly files: ReadonlyMap<string, string>;
  readonly gitops: RepositoryName;
  /** Null: the commit stands in the branch that Argo CD follows. */
  readonly proposal: Proposal | null;
}

async function begin(app: AppWorld, about: About, beginning: Beginning): Promise<Rollout> {
  const { host, pull, merge } = about;
  const { input, commit, files, gitops, proposal } = beginning;
  const application = applicationAt(input);
  const environment = `${clusterOf(input).name}/${nameOf(input)}`;
  const made = await host.deployment(merge, environment, { application: application.name, commit });
  const statusOf = typeof made === "number" ? made : null;
  const description =
    proposal === null
      ? "committed; Argo CD has not said anything yet"
      : `waits for ${gitops}#${proposal.number} to be merged`;
  if (statusOf !== null) await host.writeDeploymentStatus(statusOf, { state: "queued", description, logUrl: null });
  await decides(app, about, input);
  const folder = folderOf(input);
  await app.memory.write(placeKey(gitops, folder), host.repository);
  return {
    ...{ repository: host.repository, number: pull.number, deployment: nameOf(input), folder, statusOf, application },
    ...(proposal === null ? {} : { proposal }),
    ...{ gitops, commit, files: hashes(files, `${folder}/`), begun: app.world.clock.now().getTime() },
    ...{ state: "queued", description },
  };
}

const hashes = (files: ReadonlyMap<string, string>, folder: string): Record<string, string> =>
  Object.fromEntries(
    [...files]
      .filter(([path]) => path.startsWith(folder))
      .map(([path, text]) => [path, createHash("sha256").update(text, "utf8").digest("hex")]),
  );
