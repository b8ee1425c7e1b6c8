import { realpath, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { GITOPS } from "../../mistakes/gitops.ts";
import { commandLineError, type InputError, type Mistake } from "../../ports/failure.ts";
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
  if (folder === null) throw refused(GITOPS.noFolder(where));
  if (!(await stat(folder)).isDirectory()) throw refused(GITOPS.fileForRepository(where));
  const git = gitIn(folder, settings, dirname(folder));
  const args = ["rev-parse", "--git-common-dir", "--is-bare-repository"];
  const answer = await git(args);
  if (answer.code !== 0) throw notARepository(where, folder, answer.stderr);
  const [common = "", bare] = answer.stdout.toString("utf8").split("\n");
  const identity = (await configuredIdentity(git)) ?? OURSELVES;
  return { name: where, git, settings, gitFolder: resolve(folder, common), isBare: bare === "true", identity };
}

const refused = (mistake: Mistake): InputError => commandLineError("--repo", mistake);

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
  const [found, short] = [name, name.replace(/^refs\/heads\//, "")].map((one) => JSON.stringify(one)) as [
    string,
    string,
  ];
  throw commandLineError("--branch", full ? GITOPS.wholeReference(found, short) : GITOPS.noBranchName(found));
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

function notARepository(where: string, folder: string, stderr: string): InputError | Error {
  if (/dubious ownership/.test(stderr)) return refused(GITOPS.notTrusted(where, folder));
  if (/not a git repository/i.test(stderr)) return refused(GITOPS.noRepository(where));
  return gitFailure(["rev-parse"], stderr);
}
