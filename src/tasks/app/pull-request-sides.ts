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
}

/** What a review of a pull request compares. */
export const commitsOf = ({ mergeBase, head, base }: PullRequest): ReviewedCommits => ({
  from: mergeBase,
  head: head.sha,
  powers: base.sha,
});

/** Works on the two states of each configuration repository of a change, and closes what it opened, however the work ends. */
export async function withSides<Result>(
  host: CodeHost,
  { from, head, powers }: ReviewedCommits,
  work: (sides: readonly Sides[]) => Promise<Result>,
): Promise<Result> {
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
    return await work(await sidesOf({ base, changed, granting }, { from, head, powers }));
  } finally {
    for (const source of opened) await source.close();
  }
}

interface Opened {
  readonly base: ConfigSource;
  readonly changed: ConfigSource;
  readonly granting: ConfigSource;
}

/** A repository without any `loadline.yaml` is one root with default Settings. */
async function sidesOf(
  { base, changed, granting }: Opened,
  { from, head, powers }: ReviewedCommits,
): Promise<readonly Sides[]> {
  const found = await Promise.all([base, changed, granting].map(rootsOf));
  const roots = [...new Set(found.flat())].sort();
  const all = roots.length === 0 ? [""] : roots;
  const below = (source: ConfigSource, root: string, name: string) => ({
    ...{ name, source: sourceBelow(source, root, all), shown: (path: string) => `${root}${path}` },
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
