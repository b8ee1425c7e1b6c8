import type { FrontierPoint, MissedPlan, ProposedPlan } from "../../domain/index.ts";
import type { Tried } from "./best-first.ts";
import { failureText, planText } from "./describe.ts";

/** Bills nearer than this read the same. */
const CHEAPER = 0.999;
const CENT = 0.01;

/** What a trial that was looked at whole proposes; nothing of others. */
export function proposed({ line, step, trial }: Tried): ProposedPlan[] {
  const deployment = deploymentOf({ line, step });
  if (trial.forecast === null || trial.forecast.plan === null || deployment === null) return [];
  return [{ deployment, forecast: trial.forecast, text: planText(deployment, trial.forecast.plan) }];
}

function deploymentOf({ line, step }: Pick<Tried, "line" | "step">) {
  const fleet = line.fleets[step];
  return fleet === undefined ? null : { ...line.arm.deployment, scaling: fleet.scaling };
}

/** A plan that does not hold, and what it fails on. */
export function missed({ line, step, trial, cost }: Tried): MissedPlan | null {
  const deployment = deploymentOf({ line, step });
  if (deployment === null) return null;
  const { arm } = line;
  const whole = arm.sharesNodes ? null : (trial.forecast?.cost.monthlyUsd?.p50 ?? null);
  const text = planText(deployment, arm.resolved.plan);
  return { deployment, text, failsOn: failureText(trial), monthlyUsd: whole ?? cost };
}

/** The dearest that people see to be cheaper: of equals the one that misses by least. What a fleet that sleeps costs is not known
 *  before it is looked at whole, and nothing costs nothing. */
export function nextCheaper(failing: readonly Tried[], best: Tried): MissedPlan | null {
  const cheaper = failing.filter(({ cost }) => cost > CENT && cost < CHEAPER * best.cost);
  const [next] = cheaper.toSorted((a, b) => b.cost - a.cost || a.trial.ratio - b.trial.ratio);
  return next === undefined ? null : missed(next);
}

/** Of the plans with a whole forecast those that no other beats in both cost and time to first token. */
export function frontierOf(tried: readonly Tried[]): readonly FrontierPoint[] {
  const points = tried.flatMap((one) => proposed(one).map((plan) => pointOf(plan, one)));
  const sorted = points.toSorted((a, b) => a.monthlyUsd - b.monthlyUsd || latencyOf(a) - latencyOf(b));
  let best = Infinity;
  return sorted.filter((point) => {
    if (latencyOf(point) >= best) return false;
    best = latencyOf(point);
    return true;
  });
}

const latencyOf = ({ ttftP95Ms }: FrontierPoint): number => ttftP95Ms ?? Infinity;

const pointOf = ({ text, forecast }: ProposedPlan, { cost, trial }: Tried): FrontierPoint => ({
  ...{ text, monthlyUsd: cost, holds: trial.holds },
  ttftP95Ms: forecast.latency.ttftMs.p95,
  tpotP95Ms: forecast.latency.tpotMs.p95,
});
