import type { Coverage, DeploymentForecast, Finding, ResolvedPlan } from "../domain/index.ts";
import { NO_COST } from "../domain/index.ts";
import { kvBytesOfSequence } from "../memory/kv-cache.ts";
import { calibrationAssumption, coverageOfLoad } from "./apply-calibration.ts";
import { assumptionsOf } from "./assumptions.ts";
import { blankForecast } from "./blank.ts";
import { calibrated, heaviestLoad } from "./calibrated-plan.ts";
import { costForecast } from "./cost-forecast.ts";
import { planFindings } from "./findings.ts";
import { withInterruptions } from "./interruptions.ts";
import { type Ahead, type Outlook, outlookOf, trafficAhead, trafficForecast } from "./outlook.ts";
import { deploymentFindings } from "./policy-findings.ts";
import { always, replicaShares } from "./replica-shares.ts";
import type { PlanRequest } from "./request.ts";
import { type Resolved, resolve, type Unresolved } from "./resolve.ts";
import { withRestarts } from "./restarts.ts";
import { raisedMinimumsOn } from "./scaling.ts";
import { hardwareOf, settingOf } from "./setting.ts";
import {
  coldStartShare,
  errorShare,
  meanReplicas,
  refusedShare,
  type SimulatedHorizon,
  simulateDesign,
} from "./simulate-design.ts";
import { latencyOf, replicasOf, windowsOf } from "./simulated-answer.ts";
import { sloForecasts } from "./slo.ts";
import { coverageFinding, unknownSpeed } from "./speed-findings.ts";
import { dollars, targetFindings } from "./target-findings.ts";
import { trafficFindings } from "./traffic-findings.ts";
import { atEach, type DesignPoints } from "./uncertainty.ts";
import { verdictOf, withSeverities } from "./verdict.ts";
import type { WindowSetting } from "./windows.ts";
import { worstHour } from "./worst-hour.ts";

/** The answer for one ModelDeployment; told apart from those of the planner's other questions by its kind. */
export interface PlanAnswer {
  readonly kind: "forecast";
  readonly forecast: DeploymentForecast;
}

/** The main job: does it fit, does it hold under this traffic, what does it cost, and how sure is that. */
export function forecastDeployment(request: PlanRequest): PlanAnswer {
  const resolved = resolve(request.deployment);
  if (resolved.kind !== "resolved") return { kind: "forecast", forecast: refused(request, resolved) };
  const ahead = request.history === null ? null : trafficAhead(request, request.history);
  return { kind: "forecast", forecast: forecastResolved(resolved, request, { ahead }) };
}

/** Without a model, a place or an engine there is nothing to simulate. */
function refused({ deployment }: PlanRequest, unresolved: Unresolved): DeploymentForecast {
  if (unresolved.kind === "refused") return blankForecast(deployment, unresolved.verdict, unresolved.findings);
  return blankForecast(deployment, "unknown", [unresolved.finding]);
}

/** What is known already: the traffic, null where there is none, and what one replica carries. */
export interface Known {
  readonly ahead: Ahead | null;
  readonly capacity?: number | null;
  /** One of many in a search: nobody will look at its worst hour. */
  readonly isTrial?: true;
}

/** The same for names that are resolved and traffic that is forecast. */
export function forecastResolved(
  resolved: Resolved,
  request: PlanRequest,
  { ahead, capacity: known = null, isTrial }: Known,
): DeploymentForecast {
  const outlook = ahead === null ? null : outlookOf(ahead, raisedMinimumsOn(resolved, request.deployment));
  const found = [
    ...planFindings(resolved, request),
    ...(outlook === null ? noTraffic(request) : trafficFindings(request, outlook)),
  ];
  const base = staticPart(resolved, request, outlook);
  if (!resolved.plan.memory.fits || outlook === null) return finish(unsimulated(base, resolved), found, request);
  const { plan } = resolved;
  const predicted = hardwareOf(resolved);
  if (predicted.kind === "refused")
    return finish(unsimulated(base, resolved), [...found, unknownSpeed(predicted.message)], request);
  const { hardware, used, mismatch } = calibrated(predicted, plan, request);
  const setting = settingOf(resolved, request, { hardware, outlook, ...(known === null ? {} : { capacity: known }) });
  const { capacity } = setting;
  const points = simulateDesign(setting, outlook.strata, hardware.relativeError);
  const { relativeError } = hardware;
  const restarted = withRestarts(resolved, setting, { points, relativeError });
  const disturbed = withInterruptions(resolved, setting, { points: restarted, relativeError });
  const forecast = simulatedPart(base, {
    ...{ resolved, request, outlook, points, disturbed, capacity, firstTokenError: hardware.firstTokenError },
  });
  const speed =
    used === null ? hardware.coverage : coverageOfLoad(used, heaviestLoad(points.nominal, outlook.history.workload));
  return finish(
    {
      ...forecast,
      worstHour: isTrial ? null : worstHour(setting, outlook.strata),
      assumptions: [...(used === null ? [] : [calibrationAssumption(used)]), ...forecast.assumptions],
      coverage: worse(resolved.plan.memory.coverage, speed),
    },
    [...found, ...mismatch, ...coverageFinding(speed), ...tooLong(plan, tooLongShare(points.nominal, setting))],
    request,
  );
}

/** What is known before anything is simulated. A fixed fleet's bill is; an autoscaled one's lies between its bounds. */
function staticPart(resolved: Resolved, request: PlanRequest, outlook: Outlook | null): DeploymentForecast {
  const { plan } = resolved;
  const { min, max } = plan.replicas;
  const middle = always((min + max) / 2);
  const replicas = { nominal: middle, lowTraffic: always(min), highTraffic: always(max), fast: middle, slow: middle };
  return {
    ...blankForecast(request.deployment, "pass", []),
    plan,
    traffic: outlook === null ? null : trafficForecast(outlook, request),
    cost: costForecast({ resolved, request, outlook: null }, replicas),
    replicas: { min, mean: (min + max) / 2, max },
    assumptions: assumptionsOf(resolved, outlook, request.deployment),
    coverage: plan.memory.coverage,
    capacity: {
      requestsPerSecondPerReplica: null,
      fleetRequestsPerSecond: null,
      kvTokens: plan.memory.kvTokens,
      fullContexts: fullContexts(resolved),
      meanKvUse: null,
      peakUtilization: null,
    },
  };
}

/** How many sequences of full length the KV cache of one replica holds at once; windowed layers keep no more than the window. */
function fullContexts({ plan, architecture }: Resolved): number {
  const { memory, gpusPerReplica } = plan;
  if (!memory.fits) return 0;
  const layout = { format: plan.kvCache, tensorParallel: gpusPerReplica, blockSize: memory.blockSize };
  return memory.parts.kv / kvBytesOfSequence(architecture, plan.maxContext, layout);
}

/** What an autoscaled fleet costs shows only in a simulation; without one there are its bounds, and no figure between. */
function unsimulated(base: DeploymentForecast, { platform }: Resolved): DeploymentForecast {
  const { replicas, cost } = base;
  const { whileIdle } = platform.billing;
  if (replicas === null || cost.monthlyUsd === null || (whileIdle && replicas.min === replicas.max)) return base;
  const least = whileIdle ? cost.monthlyUsd.p10 : 0;
  const fewest = whileIdle ? `with the fewest replicas (${replicas.min})` : "without requests";
  const text = `cost: nothing was simulated; ${dollars(least)} a month ${fewest}, ${dollars(cost.monthlyUsd.p90)} with the most (${replicas.max})`;
  const said = { text, basis: "assumed", source: "the bounds of spec.scaling", date: null } as const;
  const { budgetUsd, priceSource, priceAgeDays, engineering, leavesOut } = cost;
  const unknown = { ...NO_COST, budgetUsd, priceSource, priceAgeDays, engineering, leavesOut, atLeastUsd: least };
  return { ...base, replicas: null, cost: unknown, assumptions: [said, ...base.assumptions] };
}

interface Simulated {
  readonly resolved: Resolved;
  readonly request: PlanRequest;
  readonly outlook: Outlook;
  /** Ordinary hours, which fleet and bill are read off: a machine that is taken back is replaced at once and costs no more. */
  readonly points: DesignPoints<SimulatedHorizon>;
  /** The same with scheduled restarts and with the times in which machines are taken back, where they can be. */
  readonly disturbed: DesignPoints<SimulatedHorizon>;
  readonly capacity: number;
  readonly firstTokenError: (seconds: number) => number;
}

function simulatedPart(base: DeploymentForecast, simulated: Simulated): DeploymentForecast {
  const { points, disturbed, resolved, request, capacity } = simulated;
  const { nominal } = points;
  const latency = latencyOf(disturbed.nominal);
  const firstTokenError = simulated.firstTokenError((latency.ttftMs.mean ?? Infinity) / 1000);
  return {
    ...base,
    latency,
    errorRate: errorShare(disturbed.nominal),
    coldStartShare: coldStartShare(disturbed.nominal),
    slo: sloForecasts(request.deployment.slo, disturbed, firstTokenError),
    cost: costForecast(
      { resolved, request, outlook: simulated.outlook },
      atEach(points, (horizon) => replicaShares(horizon, { capacity, fewest: resolved.plan.replicas.min })),
    ),
    replicas: replicasOf(nominal, meanReplicas(nominal)),
    windows: windowsOf(disturbed.nominal),
    capacity: {
      ...base.capacity,
      requestsPerSecondPerReplica: capacity,
      fleetRequestsPerSecond: capacity * resolved.plan.replicas.max,
      meanKvUse: nominal.reduce((sum, w) => sum + w.stratum.weight * w.result.kv.meanUse, 0),
      peakUtilization:
        capacity === 0
          ? null
          : Math.max(...nominal.map((w) => w.rate / (capacity * Math.max(1e-9, w.result.replicas.mean)))),
    },
  };
}

/** Puts findings and verdict in: block before unknown before warn before pass. */
function finish(forecast: DeploymentForecast, found: readonly Finding[], request: PlanRequest): DeploymentForecast {
  const change = { head: request.deployment, base: null, forecast, settings: request.settings };
  const noticed = deploymentFindings(change);
  const refusesMany = found.some(({ id, severity }) => id === "too-long" && severity === "warning");
  const all = [...found, ...targetFindings(forecast, refusesMany), ...noticed];
  const findings = withSeverities(all, request.settings);
  return { ...forecast, findings, verdict: verdictOf(findings) };
}

/** Targets that nobody can check must not pass in silence; without targets it is only said. */
function noTraffic({ deployment }: PlanRequest): readonly Finding[] {
  const hasTargets = deployment.slo.latency.length > 0 || deployment.slo.errorRate !== null;
  const targets = hasTargets ? " and no target was checked" : "";
  const cost =
    deployment.scaling.mode === "fixed" ? "" : "; the cost lies between that of the fewest and of the most replicas";
  return [
    {
      id: "no-traffic",
      severity: hasTargets ? "blocking" : "warning",
      path: ["spec"],
      message: `no traffic is given, so neither latency nor load was forecast${targets}${cost}`,
      action: "Name a request log in spec.traffic.file, or pass --traffic FILE.",
    },
  ];
}

/** Refused for their length: what a place turned away because it was at zero is not among them. */
function tooLongShare(nominal: SimulatedHorizon, { ownScaling }: WindowSetting): number {
  return Math.max(0, refusedShare(nominal) - (ownScaling?.atZero === "refuse" ? coldStartShare(nominal) : 0));
}

/** Requests that no replica could ever take fail whatever the load: more hardware would not help. */
function tooLong({ maxContext, limits }: ResolvedPlan, share: number): readonly Finding[] {
  if (share === 0) return [];
  return [
    {
      id: "too-long",
      severity: share < 0.001 ? "notice" : "warning",
      path: ["spec", "model", "maxContext"],
      message: `${Number((100 * share).toPrecision(2))} % of the requests are longer than a context of ${maxContext} tokens, a prefill of ${limits.maxBatchedTokens} or the KV cache allows, and are refused`,
      action: "Raise maxContext or maxBatchedTokens, or shorten prompts; replicas do not help.",
    },
  ];
}

const RANK: readonly Coverage["status"][] = ["measured", "interpolated", "extrapolated", "refused"];

const worse = (a: Coverage, b: Coverage): Coverage => (RANK.indexOf(b.status) >= RANK.indexOf(a.status) ? b : a);
