import { COMMAND_LINE } from "../mistakes/command-line.ts";
import { commandLineError } from "../ports/failure.ts";
import type { CommitResult } from "../ports/gitops.ts";
import type { World } from "../ports/world.ts";
import { applicationPathOf, argocdFolderOf, folderOf } from "../render/layout/paths.ts";
import type { Answer } from "./answer.ts";
import { findPastState } from "./commit/past.ts";
import { proposalBranch } from "./commit/proposal.ts";
import { withOthers } from "./commit/shared-folders.ts";
import { commitAnswer } from "./commit-deployments.ts";
import { type CommitPorts, describeCommit } from "./commit-manifests.ts";
import { type LoadedDeployment, loadDeployments } from "./load-deployments.ts";
import { deliverManifests, type Mode } from "./propose-manifests.ts";

/** Which folder goes back, and how far. */
export interface RollbackRequest {
  readonly branch: string;
  /** The folder that loadline owns for one deployment. */
  readonly folder: string;
  /** A file in a folder shared with other deployments that goes back with it: the deployment's Application. */
  readonly beside: { readonly folder: string; readonly path: string };
  /** `namespace/name`, for the message. */
  readonly name: string;
  /** The first letters of an earlier commit's id; null: what stood there before. */
  readonly to: string | null;
  readonly at: Date;
  /** Left out: to the branch itself. */
  readonly mode?: Mode;
}

const REVERT_TOO =
  "The ModelDeployment still asks for what was taken back: revert it too, or the next commit brings it again.";

/** Brings back exactly the files of an earlier commit of loadline, as a new commit, by the same protocol as any other. */
export async function rollbackFolder(ports: CommitPorts, request: RollbackRequest): Promise<CommitResult> {
  const { branch, folder, beside, to, name, mode = "commit" } = request;
  const past = await findPastState(ports.repository, { branch, folder, beside: [beside.path], to });
  if (typeof past === "string") return { kind: "refused", path: folder, detail: past };
  const isBeside = past.files.has(beside.path);
  const shared = isBeside ? [beside.folder] : [];
  const text = `Roll back ${name} to ${past.commit.slice(0, 10)}`;
  const message = describeCommit(text, { ...past.provenance, restores: past.commit });
  const result = await deliverManifests(
    ports,
    {
      ...{ branch, startFrom: null, owned: [folder, ...shared], at: request.at },
      prepare: async (base) => ({ files: await withOthers(base, shared, past.files), message }),
    },
    { mode, branch: proposalBranch({ into: branch, folders: [folder] }) },
  );
  return result.kind === "committed" ? { ...result, notes: [...result.notes, REVERT_TOO] } : result;
}

/** `commit --rollback`: the earlier forecast of one deployment, by name. */
export async function rollbackDeployment(
  target: { readonly named: readonly string[]; readonly repository: string; readonly branch: string },
  to: string | null,
  world: Pick<World, "sources" | "openRepository" | "random" | "wait" | "clock">,
): Promise<Answer> {
  if (to !== null && !/^[0-9a-f]{4,64}$/i.test(to)) throw noCommit(to);
  const loaded = await loadDeployments(target.named, world.sources);
  const [only, second] = loaded;
  if (only === undefined || second !== undefined) throw notOne(loaded);
  const { settings } = only;
  const place = { deployment: only.located.value, settings };
  const repository = await world.openRepository(target.repository);
  const result = await rollbackFolder(
    { repository, random: world.random, wait: world.wait },
    {
      branch: target.branch,
      folder: folderOf(place),
      beside: { folder: argocdFolderOf(place), path: applicationPathOf(place) },
      name: `${place.deployment.namespace}/${place.deployment.name}`,
      to,
      at: world.clock.now(),
      mode: settings.gitops?.mode ?? "commit",
    },
  );
  return commitAnswer(result, target);
}

function noCommit(found: string) {
  return commandLineError("--rollback", COMMAND_LINE.noCommitId(found));
}

function notOne(loaded: readonly LoadedDeployment[]) {
  return commandLineError("--rollback", COMMAND_LINE.severalToRollBack(loaded.length));
}
