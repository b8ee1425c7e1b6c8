import type { MergedPull, PullRequest } from "../../../ports/pull-request.ts";
import { at, type Desk } from "./desk.ts";
import type { RawPull } from "./raw.ts";

interface RawCommit {
  readonly sha: string;
  readonly message: string;
  readonly author: { readonly name: string; readonly date: string };
  readonly parents: readonly { readonly sha: string }[];
}

const commitAt = (desk: Desk, sha: string): Promise<RawCommit | null> =>
  desk.api.get<RawCommit>("GET /repos/{owner}/{repo}/git/commits/{commit_sha}", { ...at(desk), commit_sha: sha });

/**
 * What the base branch was just before a merge. A merge commit and a squashed one stand on it; a rebase puts as many commits on it
 * as the branch had, the last of which says what the branch's last one said, with its author and hour.
 */
export async function beforeMerge(desk: Desk, pull: PullRequest): Promise<string | null> {
  // Pushed by hand: the base has had the branch's own commits before GitHub called that a merge.
  if (pull.mergeCommit === null || pull.mergeCommit === pull.head.sha) return null;
  const merge = await commitAt(desk, pull.mergeCommit);
  const [first, ...others] = merge?.parents ?? [];
  if (merge === null || first === undefined) return null;
  if (others.length > 0) return first.sha;
  const count = await commitsOf(desk, pull.number);
  const isRebased = count > 1 && isCopy(merge, await commitAt(desk, pull.head.sha));
  return isRebased ? ancestor(desk, first.sha, count - 1) : first.sha;
}

async function commitsOf(desk: Desk, number: number): Promise<number> {
  const route = "GET /repos/{owner}/{repo}/pulls/{pull_number}";
  const raw = await desk.api.get<RawPull>(route, { ...at(desk), pull_number: number });
  return raw?.commits ?? 1;
}

function isCopy(one: RawCommit, other: RawCommit | null): boolean {
  if (other === null) return false;
  const { author } = one;
  return one.message === other.message && author.name === other.author.name && author.date === other.author.date;
}

/** So many first parents further back. */
async function ancestor(desk: Desk, sha: string, steps: number): Promise<string | null> {
  let found: string | null = sha;
  for (let step = 0; step < steps && found !== null; step++) {
    const commit: RawCommit | null = await commitAt(desk, found);
    found = commit?.parents[0]?.sha ?? null;
  }
  return found;
}

/** Pull requests that were merged since an instant. What was changed last is listed first, so that the list need not be read to its end. */
export async function mergedSince(desk: Desk, instant: number): Promise<readonly MergedPull[]> {
  const found: MergedPull[] = [];
  const route = "GET /repos/{owner}/{repo}/pulls";
  const latest = { ...at(desk), state: "closed", sort: "updated", direction: "desc" };
  for await (const pulls of desk.api.pages<RawPull>(route, latest)) {
    for (const { number, base, merged_at: merged } of pulls) {
      const mergedAt = Date.parse(merged ?? "");
      if (mergedAt >= instant) found.push({ number, branch: base.ref, mergedAt });
    }
    if (pulls.some(({ updated_at: changed }) => Date.parse(changed ?? "") < instant)) break;
  }
  return found;
}
