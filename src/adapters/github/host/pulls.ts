import { GITHUB } from "../../../mistakes/github.ts";
import { OutsideError } from "../../../ports/failure.ts";
import type { ChangedFile, OpenPull, Permission, PullRequest } from "../../../ports/pull-request.ts";
import { at, type Desk } from "./desk.ts";
import type { RawFile, RawPull } from "./raw.ts";

/** GitHub lists no more files of a pull request. */
const MOST_FILES = 3_000;

export async function readPull(desk: Desk, number: number): Promise<PullRequest | null> {
  const raw = await desk.api.get<RawPull>("GET /repos/{owner}/{repo}/pulls/{pull_number}", {
    ...at(desk),
    pull_number: number,
  });
  if (raw === null) return null;
  const [mergeBase, files, sha] = await Promise.all([mergeBaseOf(desk, raw), filesOf(desk, raw), baseOf(desk, raw)]);
  return { ...summaryOf(raw), base: { branch: raw.base.ref, sha }, mergeBase, files };
}

/** GitHub's own `base.sha` is what the base was when the head was last pushed: whoever lost power on the branch since then would
 *  still hold it there. */
async function baseOf(desk: Desk, { state, base }: RawPull): Promise<string> {
  if (state !== "open") return base.sha;
  const tip = await tipOf(desk, base.ref);
  // GitHub closes what was to go there, or finds another base for it; next time it will have.
  if (tip === null) throw new OutsideError("GitHub", GITHUB.noBase(base.ref, `${desk.owner}/${desk.repo}`), true);
  return tip;
}

async function tipOf(desk: Desk, branch: string): Promise<string | null> {
  const route = "GET /repos/{owner}/{repo}/branches/{branch}";
  const found = await desk.api.get<{ commit: { sha: string } }>(route, { ...at(desk), branch });
  return found?.commit.sha ?? null;
}

function summaryOf(raw: RawPull): Omit<PullRequest, "base" | "mergeBase" | "files"> {
  const isMerged = raw.merged_at !== null;
  return {
    number: raw.number,
    state: isMerged ? "merged" : raw.state === "open" ? "open" : "closed",
    isDraft: raw.draft ?? false,
    // A fork that was deleted is a fork.
    isFork: raw.head.repo?.full_name !== raw.base.repo?.full_name,
    author: { login: raw.user?.login ?? "ghost", isBot: raw.user?.type === "Bot" },
    title: raw.title,
    url: raw.html_url,
    head: { branch: raw.head.ref, sha: raw.head.sha },
    mergeCommit: isMerged ? raw.merge_commit_sha : null,
    mergedBy: raw.merged_by?.login ?? null,
    isArchived: raw.base.repo?.archived ?? false,
    isLocked: raw.locked,
  };
}

/** Histories that share nothing have none; then the base itself is compared with. */
async function mergeBaseOf(desk: Desk, raw: RawPull): Promise<string> {
  const compared = await desk.api.get<{ merge_base_commit?: { sha: string } }>(
    "GET /repos/{owner}/{repo}/compare/{basehead}",
    { ...at(desk), basehead: `${raw.base.sha}...${raw.head.sha}`, per_page: 1, page: 2 },
  );
  return compared?.merge_base_commit?.sha ?? raw.base.sha;
}

async function filesOf(desk: Desk, { number, changed_files: count = 0 }: RawPull): Promise<PullRequest["files"]> {
  if (count > MOST_FILES) return null;
  const route = "GET /repos/{owner}/{repo}/pulls/{pull_number}/files";
  const files = await desk.api.all<RawFile>(route, { ...at(desk), pull_number: number });
  return files.length >= MOST_FILES ? null : files.map(fileOf);
}

const CHANGES: Readonly<Record<string, ChangedFile["change"]>> = {
  added: "added",
  copied: "added",
  removed: "removed",
  renamed: "renamed",
};

function fileOf(raw: RawFile): ChangedFile {
  const change = CHANGES[raw.status] ?? "changed";
  const before = change === "renamed" ? (raw.previous_filename ?? null) : null;
  return { path: raw.filename, change, before, lines: headLines(raw.patch ?? "") };
}

/** Lines of the head that a patch shows, unchanged ones included: GitHub takes remarks on those. */
export function headLines(patch: string): readonly number[] {
  let line = 0;
  return patch.split("\n").flatMap((text) => {
    const hunk = /^@@ -\d+(?:,\d+)? \+(\d+)/.exec(text);
    if (hunk) line = Number(hunk[1]) - 1;
    if (hunk || text.startsWith("-") || text.startsWith("\\")) return [];
    line += 1;
    return [line];
  });
}

export async function openPulls(desk: Desk): Promise<readonly OpenPull[]> {
  const pulls = await desk.api.all<RawPull>("GET /repos/{owner}/{repo}/pulls", { ...at(desk), state: "open" });
  return pulls.map(({ number, head: { sha }, base: { ref: branch } }) => ({ number, head: { sha }, base: { branch } }));
}

/** `pull_requests` of a check are empty for forks, so the open ones are looked through. */
export async function pullsOf(desk: Desk, sha: string): Promise<readonly number[]> {
  const pulls = await desk.api.all<RawPull>("GET /repos/{owner}/{repo}/pulls", { ...at(desk), state: "open" });
  return pulls.filter(({ head }) => head.sha === sha).map(({ number }) => number);
}

const PERMISSIONS: readonly Permission[] = ["none", "read", "triage", "write", "maintain", "admin"];

/** `role_name` knows triage and maintain, which `permission` folds into read and write; a custom role has a name of its own. */
export async function readPermission(desk: Desk, login: string): Promise<Permission> {
  const found = await desk.api.get<{ permission?: string; role_name?: string }>(
    "GET /repos/{owner}/{repo}/collaborators/{username}/permission",
    { ...at(desk), username: login },
  );
  const named = [found?.role_name, found?.permission].find((name) => PERMISSIONS.includes(name as Permission));
  return (named as Permission | undefined) ?? "none";
}

/** A commit that GitHub does not know holds nothing. */
export async function contains(desk: Desk, commit: string, ancestor: string): Promise<boolean> {
  if (commit === ancestor) return true;
  const route = "GET /repos/{owner}/{repo}/compare/{basehead}";
  const basehead = `${ancestor}...${commit}`;
  const compared = await desk.api.get<{ status?: string }>(route, { ...at(desk), basehead, per_page: 1 });
  return compared?.status === "ahead" || compared?.status === "identical";
}

/** Null where the repository is out of reach. */
export async function defaultBranch(desk: Desk): Promise<string | null> {
  const repository = await desk.api.get<{ default_branch: string }>("GET /repos/{owner}/{repo}", at(desk));
  return repository?.default_branch ?? null;
}

/** An empty repository has a default branch without a commit. */
export async function defaultHead(desk: Desk): Promise<string | null> {
  const name = await defaultBranch(desk);
  return name === null ? null : tipOf(desk, name);
}
