import { monthlyNodeCost, replicasPerNode } from "../cost/monthly.ts";
import type { CostForecast, ModelDeployment, Range } from "../domain/index.ts";
import { HOUR, HOURS_PER_MONTH, type UsDollarsPerHour, usDollarsPerHour } from "../units/index.ts";
import { priceOfCapacity } from "./findings.ts";
import type { Outlook } from "./outlook.ts";
import type { Resolved } from "./resolve.ts";
import { atEach, type DesignPoints, rangeOf, spreadOf } from "./uncertainty.ts";

const LEAVES_OUT = ["control plane", "disks and image storage", "network traffic", "taxes"];

/** Whose bill; `outlook` is null where no traffic was served. */
export interface CostQuestion {
  readonly resolved: Resolved;
  readonly deployment: ModelDeployment;
  readonly outlook: Outlook | null;
}

/** A share of the month and the mean number of replicas in it. */
export interface ReplicaShare {
  readonly weight: number;
  readonly replicas: number;
}

/** The month's bill: replicas as simulated (starting and draining ones are paid for), packed on nodes hour by hour, times
 *  the price. Null where the price is unknown. */
export function costForecast(
  { resolved, deployment, outlook }: CostQuestion,
  replicas: DesignPoints<readonly ReplicaShare[]>,
): CostForecast {
  const price = priceOfCapacity(resolved, deployment.platform.capacity);
  const unknown: CostForecast = {
    monthlyUsd: null,
    atLeastUsd: null,
    perMillionTokensUsd: null,
    budgetUsd: deployment.budget?.monthlyUsd ?? null,
    priceSource: resolved.price?.source ?? null,
    leavesOut: LEAVES_OUT,
  };
  if (price === null) return unknown;
  const perNode = replicasPerNode(resolved.shape, {
    gpus: resolved.plan.gpusPerReplica,
    memory: resolved.plan.memory.host.request,
  });
  const bill = (shares: readonly ReplicaShare[]) => billOf(shares, Math.max(1, perNode), usDollarsPerHour(price));
  const points = atEach(replicas, bill);
  const { min, max } = resolved.plan.replicas;
  const monthlyUsd = monthlyRange(
    points,
    [min, max].map((replicas) => bill([{ weight: 1, replicas }])),
  );
  return { ...unknown, monthlyUsd, perMillionTokensUsd: perMillionTokens(monthlyUsd.p50, outlook) };
}

/** Nodes are counted in each share for itself: a second node that is needed by day is not paid at night. */
function billOf(shares: readonly ReplicaShare[], perNode: number, price: UsDollarsPerHour): number {
  const costs = shares.map((share) => monthlyNodeCost(share.replicas, perNode, price));
  const [first = 0] = costs;
  // Weights add up to one only nearly; a fleet that never changes costs exactly what it costs.
  if (costs.every((cost) => cost === first)) return first;
  return costs.reduce((sum: number, cost, i) => sum + cost * (shares[i]?.weight ?? 0), 0);
}

/** The bill as forecast and its range, which goes no further than what was simulated or than the fewest and the most
 *  replicas for a whole month. Where model error changes nothing the points are the range; logarithms would blur it. */
function monthlyRange(points: DesignPoints<number>, bounds: readonly number[]): Range {
  const { nominal, lowTraffic, highTraffic, fast, slow } = points;
  const all = [nominal, lowTraffic, highTraffic, fast, slow];
  const isExact = nominal === 0 || (fast === nominal && slow === nominal);
  const { p10, p90 } = isExact ? { p10: Math.min(...all), p90: Math.max(...all) } : rangeOf(spreadOf(points));
  return {
    p10: Math.min(nominal, Math.max(p10, Math.min(...all, ...bounds))),
    p50: nominal,
    p90: Math.max(nominal, Math.min(p90, Math.max(...all, ...bounds))),
  };
}

function perMillionTokens(monthly: number, outlook: Outlook | null): number | null {
  if (outlook === null) return null;
  const rate = outlook.hours.reduce((sum, hour) => sum + hour.rate, 0) / Math.max(1, outlook.hours.length);
  const tokens = rate * HOUR * HOURS_PER_MONTH * (outlook.means.input + outlook.means.output);
  return tokens > 0 ? monthly / (tokens / 1e6) : null;
}
