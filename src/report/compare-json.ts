import type { Comparison, ModelDeployment, PlatformComparison } from "../../planner/index.ts";
import { costJson } from "./cost-json.ts";
import { latencyJson, sloJson } from "./plan-json.ts";
import { proposedSpec } from "./proposed-spec.ts";
import { roundedShare } from "./rounding.ts";

/** `compare --json`: CONTRACT.md section 6. */
export const compareJson = ({ name, quotaOn, platforms }: Comparison, base: ModelDeployment): object => ({
  schema: "loadline.compare/v1",
  ...{ name, quotaOn },
  platforms: platforms.map((one) => platformJson(one, base)),
});

function platformJson(one: PlatformComparison, base: ModelDeployment): object {
  const { platform, name, region, verdict, reason, plan, priceSource, timeToFirstDeploy } = one;
  const forecast = plan?.forecast ?? null;
  return {
    ...{ platform, name, region, verdict, reason, capacity: one.capacity, remarks: [...one.remarks] },
    notLookedAt: one.unknown.map((unknown) => ({ ...unknown })),
    spec: plan === null ? null : proposedSpec(base, plan.deployment),
    cost: forecast === null ? { ...NO_COST } : costJson(forecast.cost),
    priceSource: { source: priceSource.source, date: priceSource.date },
    priceKnown: one.isPriceKnown,
    latency: latencyJson(forecast ?? NO_LATENCY),
    slo: forecast === null ? [] : forecast.slo.map(sloJson),
    coldStartShare: roundedShare(one.coldStartShare),
    timeToFirstDeploy: { p50Seconds: timeToFirstDeploy.p50, p99Seconds: timeToFirstDeploy.p99 },
    goodFor: one.goodFor.map(({ text, source }) => ({ text, source })),
    watchOut: one.watchOut.map(({ text, source }) => ({ text, source })),
  };
}

const NO_COST = { monthlyUsd: null, perMillionTokensUsd: null, budgetUsd: null, priceSource: null, leavesOut: [] };
const NOTHING = { mean: null, p50: null, p90: null, p95: null, p99: null };
const NO_LATENCY = { latency: { ttftMs: NOTHING, tpotMs: NOTHING, e2eMs: NOTHING } };
