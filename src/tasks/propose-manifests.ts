import type { Change, CommitResult, GitOpsRepository, Proposed } from "../ports/gitops.ts";
import { decideChange } from "./commit/decide.ts";
import { trailersIn } from "./commit/message.ts";
import { checkOwned } from "./commit/ownership.ts";
import { describeProposal } from "./commit/proposal.ts";
import {
  type Attempt,
  advanced,
  attemptCommit,
  type CommitPorts,
  type CommitRequest,
  commitManifests,
  missingBranch,
  secretIn,
  untilItHolds,
} from "./commit-manifests.ts";

export type Mode = "commit" | "pull-request";

/** Commits to the branch itself, or to one that a pull request leads to it: `gitops.mode`. */
export function deliverManifests(ports: CommitPorts, request: CommitRequest, wish: Wish): Promise<CommitResult> {
  if (wish.mode === "commit") return commitManifests(ports, request);
  const owned = checkOwned(request.owned);
  return untilItHolds(ports, () => attemptProposal(ports.repository, { ...request, owned }, wish.branch));
}

export interface Wish {
  readonly mode: Mode;
  /** Where it waits for its pull request: `proposalBranch`. */
  readonly branch: string;
}

/**
 * One attempt: what the target lacks is committed to the branch of the pull request, which is opened or changed. The branch only
 * ever moves forward: where its target has moved, the new commit has both as parents and the target's tree with our files in it,
 * so nothing is forced and nothing of others is left out.
 */
async function attemptProposal(repository: GitOpsRepository, request: CommitRequest, branch: string): Promise<Attempt> {
  const { branch: into, owned } = request;
  const target = await repository.branch(into, owned);
  if (target.kind === "missing") throw missingBranch("--branch", into, target);
  const { commit } = target.view;
  // Without a commit there is nothing that a pull request could lead to.
  if (target.kind === "empty" || commit === null) return attemptCommit(repository, request);
  const { files, message } = await request.prepare(target.view);
  const secret = secretIn(files);
  if (secret !== null) return secret;
  const lacking = await decideChange(target.view, owned, files);
  if (lacking.kind === "unchanged") return nothingToPropose(repository, { branch, into, commit });
  if (lacking.kind !== "change") return lacking;
  const { put, remove } = lacking;
  const start: Change = { branch, base: commit, expected: null, owned, put, remove, message, at: request.at };
  const next = await onBranch(repository, { start, files, target: commit });
  if (next.kind !== "write" && next.kind !== "unchanged") return next;
  const done: Attempt = next.kind === "write" ? await advanced(repository, next.change) : next;
  if (done.kind !== "committed" && done.kind !== "unchanged") return done;
  return { ...done, proposed: await propose(repository, { branch, into, message }) };
}

interface Work {
  /** The change as it would be on a new branch. */
  readonly start: Change;
  readonly files: ReadonlyMap<string, string>;
  readonly target: string;
}

type Step = { readonly kind: "write"; readonly change: Change } | Stop | Extract<CommitResult, { kind: "unchanged" }>;

/** What to commit where the branch stands now. */
async function onBranch(repository: GitOpsRepository, { start, files, target }: Work): Promise<Step> {
  const { branch, owned } = start;
  const write = (more: Partial<Change>): Step => ({ kind: "write", change: { ...start, ...more } });
  const state = await repository.branch(branch, owned);
  if (state.kind !== "found" || state.view.commit === null) return write({});
  const here = state.view.commit;
  const { commits, isBehind } = await repository.ahead(here, target);
  if (commits.length === 0) return write({ expected: here });
  const foreign = commits.find(({ message, isMerge }) => !isMerge && trailersIn(message) === null);
  if (foreign !== undefined) return foreignCommit(branch, foreign);
  const lacking = await decideChange(state.view, owned, files);
  if (lacking.kind !== "change" && lacking.kind !== "unchanged") return lacking;
  if (isBehind) return write({ expected: here, parents: [here, target] });
  if (lacking.kind === "unchanged") return { kind: "unchanged", commit: here, notes: [] };
  return write({ base: here, expected: here, put: lacking.put, remove: lacking.remove });
}

type Stop = Extract<CommitResult, { readonly path: string }>;

function foreignCommit(branch: string, { commit, message }: { commit: string; message: string }): Stop {
  const [subject = ""] = message.split("\n");
  const detail =
    `holds a commit that is not loadline's: ${commit.slice(0, 10)} ${JSON.stringify(subject.slice(0, 80))}. Nothing was written. ` +
    "Merge the pull request as it is, or close it and delete the branch; then run this again.";
  return { kind: "humanEdit", path: branch, detail };
}

interface Leading {
  readonly branch: string;
  readonly into: string;
}

/** The target has it all: a pull request that still asks for something else would take it back. */
async function nothingToPropose(
  { proposals }: GitOpsRepository,
  { branch, into, commit }: Leading & { readonly commit: string },
): Promise<CommitResult> {
  const closed = (await proposals?.withdraw(branch, into)) ?? null;
  const notes = closed === null ? [] : [`Closed ${closed.url}: ${into} has everything already.`];
  return { kind: "unchanged", commit, notes };
}

async function propose(
  { proposals }: GitOpsRepository,
  { branch, into, message }: Leading & { readonly message: string },
): Promise<Proposed> {
  if (proposals === null) return { branch, into, opened: null };
  return { branch, into, opened: await proposals.write({ branch, into, ...describeProposal(message, into) }) };
}
