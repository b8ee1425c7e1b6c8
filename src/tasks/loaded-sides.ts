import { grantedBy, type ThreeSettings } from "../../planner/index.ts";
import { LOADING } from "../mistakes/loading.ts";
import { fileError } from "../ports/failure.ts";
import { matchesAny } from "./glob.ts";
import { type LoadedDeployment, loadAll, loadSettings } from "./load-deployments.ts";
import type { Side, Sides } from "./sides.ts";

/** The deployments of both states, with the Settings that each is judged with. */
export interface LoadedSides {
  readonly base: readonly LoadedDeployment[];
  readonly head: readonly LoadedDeployment[];
}

/** Whose Settings grant power. */
export const grantingSide = ({ base, powers }: Sides): Side => powers ?? base;

/** What was merged is the base branch by now and judged by its own Settings. */
const isMerged = (sides: Sides): boolean => grantingSide(sides).name === sides.head.name;

/** Reads both states. What grants power is the same for both: a review shows what the change does, not what its base did meanwhile. */
export async function loadSides(sides: Sides): Promise<LoadedSides> {
  await refuseNewLinks(sides);
  const base = await loadAll(sides.base.source, sides.base.shown);
  const head = await loadAll(sides.head.source, sides.head.shown);
  if (isMerged(sides)) return { base, head };
  const three = await threeSettings(sides);
  const granted = (all: readonly LoadedDeployment[], changed: boolean) =>
    all.map((one) => ({
      ...one,
      settings: grantedBy({ ...three, head: changed ? three.head : three.from }),
    }));
  return { base: granted(base, false), head: granted(head, true) };
}

/** A deployment whose file became a link is not gone: somebody took a way that is not followed. Links that lie there since before
 *  have never been read. */
async function refuseNewLinks({ base, head }: Sides): Promise<void> {
  const links = (await head.source.links?.()) ?? [];
  if (links.length === 0) return;
  const { models } = await loadSettings(head.source, head.shown);
  const known = (await base.source.links?.()) ?? [];
  const fresh = links.find((path) => matchesAny(models, path) && !known.includes(path));
  if (fresh !== undefined) throw fileError(head.shown(fresh), LOADING.link);
}

/** Settings where a change began, as the base says them now, and as it would have them. */
export async function threeSettings(sides: Sides): Promise<ThreeSettings> {
  const of = ({ source, shown }: Side) => loadSettings(source, shown);
  return { from: await of(sides.base), base: await of(grantingSide(sides)), head: await of(sides.head) };
}
