import type { CodeHost } from "../../ports/code-host.ts";
import type { ConfigSource } from "../../ports/config-source.ts";
import { InputError } from "../../ports/failure.ts";
import type { PullRequest } from "../../ports/pull-request.ts";
import { loadAll } from "../load-deployments.ts";
import type { Side, Sides } from "../review-sides.ts";
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

/** A base whose deployments cannot be read is compared with as if it had none: the change that mends it must be able to pass.
 *  Settings that cannot be read grant nothing and stay a mistake. */
async function readable(side: Side): Promise<Side> {
  try {
    await loadAll(side.source, side.shown);
    return side;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { ...side, source: { ...side.source, list: async () => [] } };
  }
}

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
    all.map(async (root) => ({
      base: await readable(below(base, root, from)),
      head: below(changed, root, head),
      powers: below(granting, root, powers),
    })),
  );
}
