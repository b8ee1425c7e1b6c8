import {
  type Advice,
  type FrontierPoint,
  type MissedPlan,
  type ProposedPlan,
  type TogetherAdvice,
  unknownText,
} from "../../planner/index.ts";
import { costJson } from "./cost-json.ts";
import { latencyJson, sloJson } from "./plan-json.ts";
import { proposedSpec } from "./proposed-spec.ts";
import { rounded, roundedMs, roundedRange, roundedUsd } from "./rounding.ts";
import { costNow } from "./together-rows.ts";

/** `advise --json`: CONTRACT.md section 6. Several deployments come as a list with what holds for all. */
export function adviseJson(advices: readonly Advice[], shared: TogetherAdvice | null): object {
  const [only] = advices;
  if (shared === null && only !== undefined) return { schema: "loadline.advise/v1", ...adviceJson(only) };
  return {
    schema: "loadline.advise/v1",
    feasible: shared?.feasible ?? false,
    recommendation: null,
    nearestMiss: null,
    runnersUp: [],
    candidates: summed(advices),
    deployments: advices.map(adviceJson),
    together: shared === null ? null : togetherJson(shared, advices),
  };
}

function adviceJson(advice: Advice): object {
  const { name, deployment, recommendation, nearestMiss, nextCheaper, current, candidates } = advice;
  return {
    name,
    feasible: recommendation !== null,
    recommendation:
      recommendation === null
        ? null
        : {
            ...proposedJson(recommendation, deployment),
            binding: recommendation.binding,
            headroom: {
              trafficFactor: rounded(recommendation.headroom.trafficFactor, 3),
              isMore: recommendation.headroom.isMore,
            },
            remarks: [...recommendation.remarks],
          },
    nearestMiss: nearestMiss === null ? null : missedJson(nearestMiss, deployment),
    nextCheaper: nextCheaper === null ? null : missedJson(nextCheaper, deployment),
    runnersUp: advice.runnersUp.map((plan) => proposedJson(plan, deployment)),
    frontier: advice.frontier.map(frontierJson),
    current: { verdict: current.verdict, cost: costJson(current.cost), latency: latencyJson(current) },
    candidates: { ...candidates, discarded: { ...candidates.discarded } },
    unknown: advice.unknown.map(unknownText),
    notLookedAt: advice.unknown.map((unknown) => ({ ...unknown })),
    endedAfter: advice.endedAfter,
  };
}

function proposedJson({ text, deployment, forecast }: ProposedPlan, base: Advice["deployment"]): object {
  return {
    text,
    spec: proposedSpec(base, deployment),
    verdict: forecast.verdict,
    cost: costJson(forecast.cost),
    latency: latencyJson(forecast),
    slo: forecast.slo.map(sloJson),
    replicas: forecast.plan === null ? null : { min: forecast.plan.replicas.min, max: forecast.plan.replicas.max },
    coverage: { status: forecast.coverage.status, why: forecast.coverage.why },
  };
}

const missedJson = ({ text, deployment, failsOn, monthlyUsd }: MissedPlan, base: Advice["deployment"]): object => ({
  ...{ text, spec: proposedSpec(base, deployment), failsOn, monthlyUsd: roundedUsd(monthlyUsd) },
});

const frontierJson = ({ text, monthlyUsd, ttftP95Ms, tpotP95Ms, holds }: FrontierPoint): object => ({
  ...{ text, holds, monthlyUsd: roundedUsd(monthlyUsd) },
  ...{ ttftP95Ms: roundedMs(ttftP95Ms), tpotP95Ms: roundedMs(tpotP95Ms) },
});

function togetherJson(shared: TogetherAdvice, advices: readonly Advice[]): object {
  const { feasible, plans, nodes, monthlyUsd, rangeUsd, budgetUsd, failsOn } = shared;
  return {
    ...{ feasible, monthlyUsd: roundedUsd(monthlyUsd), rangeUsd: roundedRange(rangeUsd, 2) },
    ...{ budgetUsd: roundedUsd(budgetUsd), failsOn },
    nowUsd: roundedUsd(costNow(advices)),
    plans: plans.map((plan, index) => {
      const advice = advices[index];
      return advice === undefined ? {} : { name: advice.name, ...proposedJson(plan, advice.deployment) };
    }),
    nodes: nodes.map(({ instance, count, monthlyUsd: cost }) => ({ instance, count, monthlyUsd: roundedUsd(cost) })),
  };
}

function summed(advices: readonly Advice[]): object {
  const sum = (of: (candidates: Advice["candidates"]) => number) =>
    advices.reduce((total, { candidates }) => total + of(candidates), 0);
  return {
    considered: sum(({ considered }) => considered),
    discarded: {
      memory: sum(({ discarded }) => discarded.memory),
      throughput: sum(({ discarded }) => discarded.throughput),
      price: sum(({ discarded }) => discarded.price),
      unknown: sum(({ discarded }) => discarded.unknown),
      untried: sum(({ discarded }) => discarded.untried),
    },
    simulated: sum(({ simulated }) => simulated),
  };
}
