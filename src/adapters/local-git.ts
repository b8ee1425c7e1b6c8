import { GITOPS } from "../mistakes/gitops.ts";
import { commandLineError, type InputError } from "../ports/failure.ts";
import type { Ahead, BranchState, GitOpsRepository, PastCommit } from "../ports/gitops.ts";
import { advance } from "./git/advance.ts";
import { ask, type GitSettings } from "./git/command.ts";
import { uninterrupted } from "./git/interruption.ts";
import { recover } from "./git/recover.ts";
import { checkBranchName, isEmpty, listBranches, openRepository, type Repository } from "./git/repository.ts";
import { viewTree } from "./git/tree.ts";

export interface LocalGitSettings extends GitSettings {
  /** Milliseconds since 1970; decides only when a killed run's leftovers on a shared disk are surely over. */
  readonly now: () => number;
}

/** A Git repository on this disk as a place to commit manifests to. */
export async function openLocalGit(where: string, settings: LocalGitSettings): Promise<GitOpsRepository> {
  const repository = await openRepository(where, settings);
  return {
    name: where,
    pauses: { firstMs: 60, longestMs: 4000 },
    recover: () => uninterrupted(() => recover(repository, settings.now())),
    branch: (name, paths) => readBranch(repository, name, paths),
    advance: (change) => uninterrupted((stopAsked) => advance(repository, change, stopAsked)),
    history: (branch, path, most) => history(repository, { branch, path, most }),
    at: (commit, paths) => viewTree(repository.git, commit, paths),
    ahead: (commit, of) => ahead(repository, commit, of),
    proposals: null,
  };
}

async function readBranch({ git }: Repository, name: string, paths: readonly string[]): Promise<BranchState> {
  await checkBranchName(git, name);
  const branches = await listBranches(git);
  const branch = branches.find((candidate) => candidate.name === name);
  if (branch !== undefined && branch.aliasOf !== null)
    throw isAlias(name, branch.aliasOf.replace(/^refs\/heads\//, ""));
  if (branch !== undefined) return { kind: "found", view: await viewTree(git, branch.commit, paths) };
  if (branches.length === 0 && (await isEmpty(git))) return { kind: "empty", view: await viewTree(git, null, paths) };
  return { kind: "missing", branches: branches.map((candidate) => candidate.name) };
}

async function history(
  { git }: Repository,
  { branch, path, most }: { readonly branch: string; readonly path: string; readonly most: number },
): Promise<readonly PastCommit[]> {
  await checkBranchName(git, branch);
  const ref = `refs/heads/${branch}`;
  if ((await git(["rev-parse", "--quiet", "--verify", ref])).code !== 0) return [];
  const format = "--format=%H%x00%B%x01";
  const output = await ask(git, ["log", `--max-count=${most}`, format, "--end-of-options", ref, "--", path]);
  return output.split("\x01").flatMap((record) => {
    const [commit = "", message = ""] = record.trimStart().split("\0");
    return commit === "" ? [] : [{ commit, message: message.trimEnd() }];
  });
}

async function ahead({ git }: Repository, commit: string, of: string): Promise<Ahead> {
  const output = await ask(git, ["log", "--format=%H%x00%P%x00%B%x01", "--end-of-options", `${of}..${commit}`]);
  const commits = output.split("\x01").flatMap((record) => {
    const [id = "", parents = "", message = ""] = record.trimStart().split("\0");
    return id === "" ? [] : [{ commit: id, message: message.trimEnd(), isMerge: parents.includes(" ") }];
  });
  const missing = await ask(git, ["rev-list", "--count", "--end-of-options", `${commit}..${of}`]);
  return { commits, isBehind: Number(missing) > 0 };
}

const isAlias = (name: string, branch: string): InputError =>
  commandLineError("--branch", GITOPS.otherNameOfBranch(name, branch));
