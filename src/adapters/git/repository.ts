import { realpath, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { commandLineError, type InputError } from "../../ports/failure.ts";
import { ask, type Git, type GitSettings, gitFailure, gitIn } from "./command.ts";

/** A repository on this disk, found and understood. */
export interface Repository {
  /** As the user wrote it. */
  readonly name: string;
  readonly git: Git;
  readonly settings: GitSettings;
  /** Shared by all work trees: objects, references. Absolute. */
  readonly gitFolder: string;
  readonly isBare: boolean;
  /** Author and committer of what we commit. */
  readonly identity: Identity;
}

export interface Identity {
  readonly name: string;
  readonly email: string;
}

export interface Branch {
  readonly name: string;
  readonly commit: string;
  /** The branch this one is another name for, or null. */
  readonly aliasOf: string | null;
}

/** When the repository names nobody. */
const OURSELVES: Identity = { name: "loadline", email: "loadline@users.noreply.github.com" };

/** Opens the repository whose top folder (or bare folder) `where` is; never one that merely encloses it. */
export async function openRepository(where: string, settings: GitSettings): Promise<Repository> {
  const folder = await realpath(resolve(where)).catch(() => null);
  if (folder === null) throw notThere(where);
  if (!(await stat(folder)).isDirectory()) throw mistake(where, "a file", "Name the repository's top folder.");
  const git = gitIn(folder, settings, dirname(folder));
  const args = ["rev-parse", "--git-common-dir", "--is-bare-repository"];
  const answer = await git(args);
  if (answer.code !== 0) throw notARepository(where, folder, answer.stderr);
  const [common = "", bare] = answer.stdout.toString("utf8").split("\n");
  const identity = (await configuredIdentity(git)) ?? OURSELVES;
  return { name: where, git, settings, gitFolder: resolve(folder, common), isBare: bare === "true", identity };
}

/** `--repo`, and what is wrong with it. */
export function mistake(found: string, what: string, advice: string): InputError {
  const wanted = "the top folder of a Git repository on this disk, bare or with a work tree";
  return commandLineError("--repo", { found: `${found}: ${what}`, wanted, advice });
}

export async function listBranches(git: Git): Promise<Branch[]> {
  const format = "%(refname)%00%(objectname)%00%(symref)";
  const output = await ask(git, ["for-each-ref", `--format=${format}`, "refs/heads"]);
  return output.split("\n").flatMap((line) => {
    const [ref = "", commit = "", aliasOf = ""] = line.split("\0");
    return ref === "" ? [] : [{ name: ref.slice("refs/heads/".length), commit, aliasOf: aliasOf || null }];
  });
}

/** No commit, branch or tag at all: what `git init` leaves. */
export async function isEmpty(git: Git): Promise<boolean> {
  const any = await ask(git, ["for-each-ref", "--count=1", "--format=%(refname)"]);
  if (any !== "") return false;
  const head = await git(["rev-parse", "--quiet", "--verify", "HEAD^{commit}"]);
  return head.code !== 0;
}

/** Git's own rules for branch names. */
export async function checkBranchName(git: Git, name: string): Promise<void> {
  const full = name.startsWith("refs/");
  const args = ["check-ref-format", `refs/heads/${name}`];
  const answer = full || name.startsWith("-") ? null : await git(args);
  if (answer?.code === 0) return;
  if (answer !== null && answer.stderr !== "") throw gitFailure(args, answer.stderr);
  const advice = full ? `Write ${JSON.stringify(name.replace(/^refs\/heads\//, ""))}.` : "Choose another name.";
  const wanted = "the short name of a branch that Git accepts (git help check-ref-format)";
  throw commandLineError("--branch", { found: JSON.stringify(name), wanted, advice });
}

/** From the repository's own configuration only: the same commit, whoever runs it. */
async function configuredIdentity(git: Git): Promise<Identity | null> {
  const { stdout } = await git(["config", "--local", "--includes", "-z", "--get-regexp", "^user\\.(name|email)$"]);
  const pairs = stdout.toString("utf8").split("\0");
  const values = new Map(pairs.map((pair) => pair.split("\n", 2) as [string, string | undefined]));
  const [name = "", email = ""] = [values.get("user.name"), values.get("user.email")];
  // Git drops these signs from names, and refuses a name of which nothing is left.
  const isName = (text: string): boolean => /[^\s.,:;<>"\\']/.test(text);
  return isName(name) && isName(email) ? { name, email } : null;
}

function notThere(where: string): InputError {
  return mistake(where, "no such folder", "Check the path, or create it with git init; at GitHub it is owner/name.");
}

function notARepository(where: string, folder: string, stderr: string): InputError | Error {
  if (/dubious ownership/.test(stderr)) {
    const command = `git config --global --add safe.directory '${folder}'`;
    return mistake(where, "belongs to another user, so Git does not trust it", `If you do, run: ${command}`);
  }
  if (/not a git repository/i.test(stderr)) {
    return mistake(where, "not a Git repository", "Name the repository's top folder, or run git init there first.");
  }
  return gitFailure(["rev-parse"], stderr);
}
