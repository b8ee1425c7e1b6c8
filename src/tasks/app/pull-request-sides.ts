import type { CodeHost } from "../../ports/code-host.ts";
import type { ConfigSource } from "../../ports/config-source.ts";
import { InputError } from "../../ports/failure.ts";
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

/** The two states of each configuration repository that a change touches or could touch, and what must be closed afterwards. */
export interface OpenedSides {
  readonly sides: readonly Sides[];
  close(): Promise<void>;
}

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

/** Opens the commits of a change. A repository without any `loadline.yaml` is one root with default Settings. */
export async function openSides(host: CodeHost, { from, head, powers }: ReviewedCommits): Promise<OpenedSides> {
  const base = await host.source(from);
  const changed = await host.source(head);
  const granting = powers === from ? base : await host.source(powers);
  const opened = [base, changed, granting];
  const found = await Promise.all(opened.map(rootsOf));
  const roots = [...new Set(found.flat())].sort();
  const all = roots.length === 0 ? [""] : roots;
  const below = (source: ConfigSource, root: string, name: string) => ({
    ...{ name, source: sourceBelow(source, root, all), shown: (path: string) => `${root}${path}` },
  });
  const sides = all.map(async (root) => ({
    base: await readable(below(base, root, from)),
    head: below(changed, root, head),
    powers: below(granting, root, powers),
  }));
  return {
    sides: await Promise.all(sides),
    close: async () => {
      for (const source of opened) await source.close();
    },
  };
}
