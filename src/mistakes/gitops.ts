import type { Mistake } from "../ports/failure.ts";

const local = "the top folder of a Git repository on this disk, bare or with a work tree";
const ownPath = {
  wanted: "a path inside the repository, below a folder that loadline owns alone",
  advice: "Change gitops.path in loadline.yaml, or the names in the ModelDeployment.",
} as const;
const keepOrDrop =
  "Nothing was written. To keep the edit, make it in the ModelDeployment or its template, then restore the file; to drop it, " +
  "delete the file and its line in .loadline/inventory.json, commit that, and run this again.";

/** Where manifests are committed: the repository, its branches, and what stands in the way. Texts alone follow a path. */
export const GITOPS = {
  noFolder: (where: string): Mistake => ({
    found: `${where}: no such folder`,
    wanted: local,
    advice: "Check the path, or create it with git init; at GitHub it is owner/name.",
  }),
  fileForRepository: (where: string): Mistake => ({
    found: `${where}: a file`,
    wanted: local,
    advice: "Name the repository's top folder.",
  }),
  notTrusted: (where: string, folder: string): Mistake => ({
    found: `${where}: belongs to another user, so Git does not trust it`,
    wanted: local,
    advice: `If you do, run: git config --global --add safe.directory '${folder}'`,
  }),
  noRepository: (where: string): Mistake => ({
    found: `${where}: not a Git repository`,
    wanted: local,
    advice: "Name the repository's top folder, or run git init there first.",
  }),
  notShown: (repository: string, system: string): Mistake => ({
    found: `${repository}, which ${system} does not show to this token`,
    wanted: "owner/name of a repository that the token can read and write",
    advice: "Check the spelling; give a fine-grained token access to it with Contents: read and write.",
  }),
  /** `found` in quotes, `short` the name that is meant. */
  wholeReference: (found: string, short: string): Mistake => ({
    found,
    wanted: "the short name of a branch",
    advice: `Write ${short}.`,
  }),
  noBranchName: (found: string): Mistake => ({
    found,
    wanted: "the short name of a branch that Git accepts (git help check-ref-format)",
    advice: "Choose another name.",
  }),
  otherNameOfBranch: (name: string, branch: string): Mistake => ({
    found: `${name}, which is another name for ${branch}`,
    wanted: "a branch, not another name for one",
    advice: `Name the branch itself: ${branch}.`,
  }),
  /** `meant` is the question that a misspelling is answered with, if it is one. */
  missingBranch: (branch: string, known: readonly string[], meant: string | null): Mistake => {
    const create = `To start it: git branch ${branch}${known.length === 0 ? "" : ` ${known[0]}`}.`;
    const list = known.slice(0, 10).join(", ") + (known.length > 10 ? ", …" : "");
    return {
      found: `${branch}, which does not exist`,
      wanted: known.length === 0 ? "a branch that exists; this repository has none" : `one of: ${list}`,
      advice: meant === null ? create : `${meant} ${create}`,
    };
  },
  noRevision: (revision: string): Mistake => ({
    found: `${revision}, which names no commit here`,
    wanted: "a folder, or a branch, tag or commit of this repository",
    advice: "See git log --oneline and git branch --all; a shallow clone may lack it (git fetch --unshallow).",
  }),
  revisionWithoutRepository: (revision: string, folder: string): Mistake => ({
    found: `${revision}, and ${folder} is not in a Git repository`,
    wanted: "a folder, or a branch, tag or commit of this repository",
    advice: "Name two folders instead.",
  }),
  nothingOwned: { found: "no owned path is given", ...ownPath },
  /** `reason` says what the path does. */
  pathOutside: (reason: string): Mistake => ({ found: `a path that ${reason}`, ...ownPath }),
  isRoot: "is the root of the repository",
  insideOwned: (outer: string): string => `lies inside ${outer}, which is owned too`,
  outsideOwned: (owned: readonly string[]): string => `lies outside the owned paths (${owned.join(", ")})`,
  inInventory: "lies where an inventory is kept",
  fileAndFolder: "is both a file and a folder",
  letterCase: (other: string): string => `differs from ${other} in letter case only`,
  inTheWay: (kind: string, path: string): string =>
    `is a ${kind}; ${path} needs a folder there. Move or delete it, or rename the deployment.`,
  noFile: (kind: string): string =>
    `is a ${kind}; a file of loadline belongs there. Move or delete it, or rename the deployment.`,
  otherSource: (name: string, source: string): Mistake => ({
    found: `${name} as deployed from ${source}`,
    wanted: "a deployment of this configuration repository alone",
    advice:
      "Give yours another name or namespace. If it has moved here, delete its folder and its Application from the GitOps " +
      "repository, and the Application's line in .loadline/inventory.json beside it; then write `/loadline plan`.",
  }),
  deleted: `was deleted, and not by loadline. ${keepOrDrop}`,
  madeExecutable: `was made executable. ${keepOrDrop}`,
  changedByHand: `was changed by hand since loadline wrote it. ${keepOrDrop}`,
  notOurs: "was not written by loadline. Move or delete it if loadline shall write it, or rename the deployment.",
  noInventory:
    "is not an inventory loadline wrote, so nobody can say which files are its own. Restore it from the last commit of loadline " +
    "(git log -- the path), or delete it together with the files it listed.",
  secret: (what: string): string =>
    `looks like ${what}. Nothing was written. Keep it in a secret store and name it under spec.access.secrets.`,
  unfinished: (operation: string, tree: string): string =>
    `${operation} is under way in ${tree}; finish or abort it, then run this again`,
  uncommitted: (tree: string, path: string): string =>
    `has changes in ${tree} that are not committed; commit or discard them (git restore --staged --worktree -- '${path}')`,
  untracked: (tree: string): string =>
    `stands in ${tree} where a file of loadline belongs, and Git does not track it; move or delete it`,
  cannotFollow: (tree: string, said: string): string =>
    `the work tree ${tree} cannot follow the commit. Git says: ${said}`,
  /** `last` is how the last attempt ended. */
  neverStill: (last: string): string =>
    `${last.replace(/\.$/, "")}. Try again when fewer others write there; a .lock file that nobody holds must be removed by hand.`,
  branchMoved: (branch: string, now: string): string => `${branch} is now at ${now}`,
  branchHeld: (branch: string, said: string): string => `another process holds ${branch}. Git says: ${said}`,
  indexHeld: (tree: string, said: string): string => `another process holds the index of ${tree}. Git says: ${said}`,
  /** Commits to go back to, each with its forecast. */
  whichCommit: (found: number, to: string, choice: readonly string[]): string =>
    `${found === 0 ? "no commit of loadline there begins" : `${found} commits of loadline there begin`} with ${to}. ` +
    (choice.length === 0 ? "There is none." : `There are: ${choice.join("; ")}`),
  nothingBefore: (commits: number): string =>
    `loadline wrote nothing else there before, as far as ${commits} commits back`,
  noListThen: (commit: string): string => `${commit} has no list of what loadline wrote there; choose another commit`,
  changedThen: (commit: string, path: string): string =>
    `in ${commit} somebody had changed ${path}; choose another commit`,
} as const;
