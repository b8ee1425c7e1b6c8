import { commandLineError, type InputError } from "../ports/failure.ts";
import type { BranchState, GitOpsRepository } from "../ports/gitops.ts";
import { advance } from "./git/advance.ts";
import type { GitSettings } from "./git/command.ts";
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
    recover: () => uninterrupted(() => recover(repository, settings.now())),
    branch: (name, paths) => readBranch(repository, name, paths),
    advance: (change) => uninterrupted((stopAsked) => advance(repository, change, stopAsked)),
  };
}

async function readBranch({ git }: Repository, name: string, paths: readonly string[]): Promise<BranchState> {
  await checkBranchName(git, name);
  const branches = await listBranches(git);
  const branch = branches.find((candidate) => candidate.name === name);
  if (branch !== undefined && branch.aliasOf !== null) throw isAlias(name, branch.aliasOf);
  if (branch !== undefined) return { kind: "found", view: await viewTree(git, branch.commit, paths) };
  if (branches.length === 0 && (await isEmpty(git))) return { kind: "empty", view: await viewTree(git, null, paths) };
  return { kind: "missing", branches: branches.map((candidate) => candidate.name) };
}

function isAlias(name: string, target: string): InputError {
  const advice = `Name the branch itself: ${target.replace(/^refs\/heads\//, "")}.`;
  const wanted = "a branch, not another name for one";
  return commandLineError("--branch", { found: `${name} -> ${target}`, wanted, advice });
}
