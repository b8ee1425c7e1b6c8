import { monthlyNodeCost } from "../../cost/monthly.ts";
import type {
  Advice,
  DeploymentForecast,
  MissedPlan,
  ProposedPlan,
  Recommendation,
  Unknown,
} from "../../domain/index.ts";
import { inGibibytes, usDollarsPerHour } from "../../units/index.ts";
import { blankForecast } from "../blank.ts";
import { forecastDeployment, forecastResolved } from "../forecast-deployment.ts";
import { type MachinePrices, machinePrices } from "../machine-bill.ts";
import { type Ahead, trafficAhead } from "../outlook.ts";
import type { PlanRequest } from "../request.ts";
import { type Resolved, resolve } from "../resolve.ts";
import type { Arm, Space } from "./arm.ts";
import { bestFirst, type Effort, type SearchResult, type Tried } from "./best-first.ts";
import { demandOf } from "./demand.ts";
import { bindingText, planText, remarksOn } from "./describe.ts";
import { linesOf } from "./fleets.ts";
import { noAdvice, noAdviceOnModel } from "./no-advice.ts";
import { ownLine } from "./own-plan.ts";
import { frontierOf, missed, nextCheaper, proposed } from "./proposals.ts";
import type { Reused } from "./reused.ts";
import { type Screened, screen } from "./screen.ts";
import { meanLoadOf } from "./steady-state.ts";
import { Trials } from "./trial.ts";
import { tune, variantsOf } from "./tune.ts";
import { uncheckedTarget } from "./unchecked.ts";

/** Enough lines to compare the winner with; far more trials than any search took that found something. */
const EFFORT: Effort = { trials: 400, lines: 24, holding: 3, tuning: 60 };
const RUNNERS_UP = 5;
/** Share of the work that is the search; the rest is how much more traffic the plan carries. */
const SEARCH = 0.95;
/** Growth of traffic up to which headroom is looked for. */
const MOST_GROWTH = 3;

/** A question without traffic has no answer: nothing says how much has to be carried. */
export type AdviceAnswer =
  | { readonly kind: "advice"; readonly advice: Advice; readonly options: readonly PlanOption[] }
  | { readonly kind: "noTraffic" };

/** The cheapest plan on the deployment's platform that meets its targets with the wanted probability, and what else there is. */
export function advise(request: PlanRequest, space: Space, effort: Effort = EFFORT): AdviceAnswer {
  const current = resolve(request.deployment);
  if (current.kind === "unknownModel") return noAdviceOnModel(request.deployment, current.finding);
  if (request.history === null) return { kind: "noTraffic" };
  const ahead = trafficAhead(request, request.history);
  const unchecked = uncheckedTarget(request.deployment.slo, ahead);
  if (unchecked !== null) return noAdvice(forecastDeployment(request).forecast, { kind: "target", message: unchecked });
  const progress = request.progress ?? (() => undefined);
  const found = search(request, ahead, { space, effort: { ...effort, progress: (done) => progress(SEARCH * done) } });
  const shown =
    current.kind === "resolved"
      ? (ownForecast(found, request) ?? forecastResolved(current, { ...request, progress: () => undefined }, { ahead }))
      : blankForecast(request.deployment, current.verdict, current.findings);
  return { kind: "advice", advice: composed(found, request, shown), options: found.result.holding.flatMap(optionOf) };
}

/** The forecast of the file's own plan, where the search came to make it. */
function ownForecast({ result }: Found, { deployment }: PlanRequest): DeploymentForecast | null {
  const own = [...result.holding, ...result.failing].find(({ line }) => line.arm.deployment === deployment);
  return own?.trial.forecast ?? null;
}

/** A plan that holds, with what it takes of a node. */
export interface PlanOption {
  readonly plan: ProposedPlan;
  readonly shape: Resolved["shape"];
  readonly prices: MachinePrices;
  /** US dollars a month: all its nodes, or its part of shared ones. */
  readonly cost: number;
}

function optionOf(tried: Tried): PlanOption[] {
  const { arm } = tried.line;
  const { resolved, deployment } = arm;
  const prices = machinePrices({ resolved, request: { deployment } });
  if (prices === null) return [];
  return proposed(tried).map((plan) => ({ plan, shape: resolved.shape, prices, cost: tried.cost }));
}

interface Found {
  readonly screened: Screened;
  readonly result: SearchResult;
  readonly trials: Trials;
  readonly ways: number;
}

/** Both stages on one platform, and what the best plan of it would be. */
export function searchPlatform(
  request: PlanRequest,
  ahead: Ahead,
  how: { readonly space: Space; readonly effort: Effort; readonly reused: Reused },
): PlatformSearch {
  const found = search(request, ahead, how);
  const [best] = found.result.holding;
  const plan = best === undefined ? null : (proposed(best)[0] ?? null);
  const miss = plan === null ? (nearestMiss(found) ?? nearestFit(found.screened)) : null;
  return { plan, miss, unknown: found.screened.unknown, endedAfter: found.result.endedAfter };
}

/** The cheapest plan that holds on a platform, else what comes nearest. */
export interface PlatformSearch {
  readonly plan: ProposedPlan | null;
  readonly miss: MissedPlan | null;
  readonly unknown: readonly Unknown[];
  readonly endedAfter: number | null;
}

/** Both stages. */
function search(request: PlanRequest, ahead: Ahead, how: { space: Space; effort: Effort; reused?: Reused }): Found {
  const { deployment } = request;
  const { space, effort } = how;
  const screened = screen(request, ahead.history.workload, space);
  const demand = demandOf(ahead, deployment);
  const questionOf = (arm: Arm) => ({ arm, demand, space });
  const lines = [...ownLine(request, space), ...screened.arms.flatMap((arm) => linesOf(questionOf(arm)))];
  const trials = new Trials(request, ahead, how.reused);
  const found = bestFirst(lines, trials, effort);
  if (!space.tunesScaling || effort.tuning === undefined)
    return { screened, trials, result: found, ways: lines.length };
  const load = meanLoadOf(ahead.history.workload);
  const result = tune(found, { lines, questionOf, load, trials, most: effort.tuning });
  const ways = lines.reduce((sum, line) => sum + 1 + variantsOf(line, { load, questionOf }), 0);
  return { screened, trials, result, ways };
}

function composed(found: Found, request: PlanRequest, current: Advice["current"]): Advice {
  const { screened, result, ways } = found;
  const [best, ...others] = result.holding;
  const { considered, discarded } = screened;
  const { simulated, untried } = result;
  // Each arm that stage one left stands for as many candidates as it has ways to scale.
  const total = considered - screened.arms.length + ways;
  return {
    name: request.deployment.name,
    deployment: request.deployment,
    current,
    recommendation: best === undefined ? null : recommendation(best, request, found),
    nearestMiss: best === undefined ? (nearestMiss(found) ?? nearestFit(screened)) : null,
    nextCheaper: best === undefined ? null : nextCheaper(result.failing, best),
    runnersUp: others.slice(0, RUNNERS_UP).flatMap(proposed),
    frontier: frontierOf([...result.holding, ...result.failing]),
    candidates: {
      considered: total,
      discarded: { ...discarded, price: discarded.price + ways - simulated - untried, untried },
      simulated,
    },
    ...{ unknown: screened.unknown, endedAfter: result.endedAfter },
  };
}

function recommendation(best: Tried, request: PlanRequest, { trials, result }: Found): Recommendation | null {
  const [plan] = proposed(best);
  const fleet = best.line.fleets[best.step];
  if (plan === undefined || fleet === undefined) return null;
  const trafficFactor = trials.headroom(best.line.arm, fleet, MOST_GROWTH);
  return {
    ...plan,
    binding: bindingText(
      plan.forecast,
      nextCheaper(
        result.failing.filter((one) => isSameReplica(one, best)),
        best,
      ),
    ),
    headroom: { trafficFactor, isMore: trafficFactor >= MOST_GROWTH },
    remarks: remarksOn(plan, request.deployment, withHalfTheGpus(best)),
  };
}

/** The same plan with replicas of half as many GPUs; null where they have one. */
function withHalfTheGpus({ line }: Tried): Resolved | null {
  const { deployment } = line.arm;
  const tensorParallel = deployment.platform.tensorParallel / 2;
  if (tensorParallel < 1) return null;
  const half = resolve({ ...deployment, platform: { ...deployment.platform, tensorParallel } });
  return half.kind === "resolved" ? half : null;
}

const isSameReplica = ({ line: a }: Tried, { line: b }: Tried): boolean =>
  a.arm === b.arm || planKey(a.arm) === planKey(b.arm);

const planKey = ({ deployment, resolved: { plan } }: Tried["line"]["arm"]): string =>
  `${deployment.platform.instance} ${plan.gpusPerReplica} ${plan.weights} ${plan.kvCache} ${plan.limits.maxSequences} ${plan.limits.maxBatchedTokens}`;

/** The plan that misses by least, with the whole of its forecast. */
function nearestMiss({ result, trials }: Found): MissedPlan | null {
  const [nearest] = result.failing.toSorted((a, b) => a.trial.ratio - b.trial.ratio || a.cost - b.cost);
  const fleet = nearest?.line.fleets[nearest.step];
  if (nearest === undefined || fleet === undefined) return null;
  return missed({ ...nearest, trial: nearest.trial.forecast ? nearest.trial : trials.whole(nearest.line.arm, fleet) });
}

/** Where nothing fits any machine: what misses by the fewest bytes. */
function nearestFit({ nearestFit: nearest }: Screened): MissedPlan | null {
  if (nearest === null) return null;
  const { deployment, resolved, usd } = nearest;
  const { memory } = resolved.plan;
  const missing = `${inGibibytes(memory.missingBytes).toFixed(2)} GiB a GPU are missing`;
  return {
    ...{ deployment, text: planText(deployment, resolved.plan), failsOn: `memory: ${memory.binding}; ${missing}` },
    monthlyUsd: monthlyNodeCost(1, 1, usDollarsPerHour(usd)),
  };
}
