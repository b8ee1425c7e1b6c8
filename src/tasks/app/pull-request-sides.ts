import type { CodeHost } from "../../ports/code-host.ts";
import type { ConfigSource } from "../../ports/config-source.ts";
import type { PullRequest } from "../../ports/pull-request.ts";
import type { Sides } from "../review-sides.ts";
import { readableSides } from "./readable-sides.ts";
import { rootsOf, sourceBelow } from "./roots.ts";

/** The commits that a review compares. */
export interface ReviewedCommits {
  /** Where the change began: what it is compared with. */
  readonly from: string;
  readonly head: string;
  /** The base branch as it stands: its Settings grant power. */
  readonly powers: string;
  /** What people call the base; by its commits where nothing is said. */
  readonly branch?: string;
}

/** What a review of a pull request compares. */
export const commitsOf = ({ mergeBase, head, base }: PullRequest): ReviewedCommits => ({
  from: mergeBase,
  head: head.sha,
  powers: base.sha,
  branch: base.branch,
});

/** Works on the two states of each configuration repository of a change, and closes what it opened, however the work ends. */
export async function withSides<Result>(
  host: CodeHost,
  commits: ReviewedCommits,
  work: (sides: readonly Sides[]) => Promise<Result>,
): Promise<Result> {
  const { from, head, powers } = commits;
  const opened: ConfigSource[] = [];
  const open = async (sha: string): Promise<ConfigSource> => {
    const source = await host.source(sha);
    opened.push(source);
    return source;
  };
  try {
    const base = await open(from);
    const changed = await open(head);
    const granting = powers === from ? base : await open(powers);
    return await work(await sidesOf({ base, changed, granting }, commits));
  } finally {
    for (const source of opened) await source.close();
  }
}

/** `main`; `main@0123abc` where the change began before the branch as it stands. */
function revisionOf(commit: string, { powers, branch }: ReviewedCommits): string {
  const short = commit.slice(0, 7);
  if (branch === undefined) return short;
  return commit === powers ? branch : `${branch}@${short}`;
}

interface Opened {
  readonly base: ConfigSource;
  readonly changed: ConfigSource;
  readonly granting: ConfigSource;
}

/** A repository without any `loadline.yaml` is one root with default Settings. */
async function sidesOf({ base, changed, granting }: Opened, commits: ReviewedCommits): Promise<readonly Sides[]> {
  const { from, head, powers } = commits;
  const found = await Promise.all([base, changed, granting].map(rootsOf));
  const roots = [...new Set(found.flat())].sort();
  const all = roots.length === 0 ? [""] : roots;
  const below = (source: ConfigSource, root: string, name: string) => ({
    ...{ name, source: sourceBelow(source, root, all) },
    // A colon stands in no path that is read: what a mistake names like this lies on the base, and not in the change.
    shown: (path: string) => `${name === head ? "" : `${revisionOf(name, commits)}:`}${root}${path}`,
  });
  return Promise.all(
    all.map((root) =>
      readableSides({
        base: below(base, root, from),
        head: below(changed, root, head),
        powers: below(granting, root, powers),
      }),
    ),
  );
}
