import type { Scaling, ScalingMetric } from "../../domain/index.ts";
import { scalingTarget } from "../scaling.ts";
import type { Arm } from "./arm.ts";
import { fullBatch, type MeanLoad } from "./steady-state.ts";

/** What an autoscaler follows, the load that it keeps per replica, and what is kept above that. */
export interface Aim {
  readonly target: { readonly metric: ScalingMetric; readonly value: number };
  readonly headroom: number;
}

/** Aims at one metric, the one that lets replicas be fullest first: each costs no less than the one before and serves no worse. */
export type Ladder = readonly Aim[];

/** Times the file's own value. */
const LAXER = [4, 2];
/** Headroom above the file's own value, and above the most that a replica computes at once. */
const STRICTER = [0, 0.25, 0.5, 1, 3];
const OF_A_FULL_BATCH = [0.15, 0.4, 0.75, 1.5, 3];
/** Aims that differ by less do the same. */
const ALIKE = 0.05;

/** Other aims than the file's: its own metric, laxer by its value and stricter by headroom; and the requests that a replica runs, as
 *  parts of the batch that memory and limits leave it, which show load before anything waits. */
export function laddersFor(arm: Arm, load: MeanLoad): readonly Ladder[] {
  const { scaling } = arm.deployment;
  const own = ownAim(scaling);
  const aims = [...(own === null ? [] : ownLadder(own)), ...batchLadder(arm, load)];
  const ladders = [...Map.groupBy(aims, ({ target }) => target.metric).values()];
  return ladders.map((ladder) => distinct(ladder, own)).filter((ladder) => ladder.length > 0);
}

/** What the autoscaler of the file is aimed at, headroom apart; null where there is none. */
export function ownAim(scaling: Scaling): Aim | null {
  if (scaling.mode === "fixed") return null;
  const { headroom } = scaling;
  const { metric, value } = scalingTarget({ ...scaling, headroom: 0 });
  return { target: { metric, value }, headroom };
}

/** Load per replica that the autoscaler in the end keeps. */
export const keptLoad = ({ target, headroom }: Aim): number => target.value / (1 + headroom);

const isShare = (metric: ScalingMetric): boolean => metric === "gpu-utilization" || metric === "kv-use";

/** A share cannot be raised beyond all of it. */
function ownLadder({ target, headroom }: Aim): Ladder {
  const { metric, value } = target;
  const laxer = isShare(metric)
    ? []
    : LAXER.map((times) => ({ target: { metric, value: times * value }, headroom: 0 }));
  const stricter = [...STRICTER, headroom].map((more) => ({ target, headroom: more }));
  return [...laxer, ...stricter];
}

function batchLadder({ resolved: { plan }, hardware: { stepTime } }: Arm, load: MeanLoad): Ladder {
  const { limits, memory } = plan;
  const value = Math.floor(fullBatch({ stepTime, limits, kvTokens: memory.kvTokens }, load));
  if (value < 2) return [];
  return OF_A_FULL_BATCH.map((headroom) => ({ target: { metric: "requests-running", value }, headroom }));
}

/** Fullest first, without what the file says already and without twins. */
function distinct(ladder: Ladder, own: Aim | null): Ladder {
  const sorted = ladder.toSorted((a, b) => keptLoad(b) - keptLoad(a));
  const kept: Aim[] = [];
  for (const aim of sorted) {
    const known = [...kept, ...(own === null || own.target.metric !== aim.target.metric ? [] : [own])];
    if (!known.some((other) => Math.abs(keptLoad(other) / keptLoad(aim) - 1) < ALIKE)) kept.push(aim);
  }
  return kept;
}
