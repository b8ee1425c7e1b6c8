import { grantedBy, type ThreeSettings } from "../../planner/index.ts";
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

/** Settings where a change began, as the base says them now, and as it would have them. */
export async function threeSettings(sides: Sides): Promise<ThreeSettings> {
  const of = ({ source, shown }: Side) => loadSettings(source, shown);
  return { from: await of(sides.base), base: await of(grantingSide(sides)), head: await of(sides.head) };
}
