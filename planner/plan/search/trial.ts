import { type DeploymentForecast, normalCdf, Z90 } from "../../domain/index.ts";
import type { Stratum } from "../../traffic/strata.ts";
import { HOURS_PER_MONTH, seconds } from "../../units/index.ts";
import { requestsPerSecondPerReplica } from "../capacity.ts";
import { forecastResolved } from "../forecast-deployment.ts";
import { type Ahead, outlookOf } from "../outlook.ts";
import type { Remembered } from "../remembered.ts";
import type { PlanRequest } from "../request.ts";
import { type Resolved, replicaBounds } from "../resolve.ts";
import { raisedMinimumsOn } from "../scaling.ts";
import { settingOf } from "../setting.ts";
import { meanReplicas } from "../simulate-design.ts";
import { CERTAIN } from "../target-findings.ts";
import type { Arm } from "./arm.ts";
import { demandOf } from "./demand.ts";
import type { Fleet } from "./fleets.ts";
import { BUSIEST, blockedBy, leastProbability, missesOf, tightest, worstOf } from "./misses.ts";
import { type Outcome, Reused } from "./reused.ts";
import { horizonUntilLost, type LostQuestion } from "./until-lost.ts";

/** Requests of a window in the first, coarse look. */
const COARSE = 1500;
/** A coarse look discards what misses a target by more than this; nearer ones are looked at again. */
const CLEARLY = 1.35;

/** Share of the demand that a fleet must carry at the very least, and how much surer than the wanted confidence a rejection is. */
const [SURELY, DOUBT] = [0.95, 0.05];

/** A probability moves by one or two points from seed to seed: within `CLOSE` of what is wanted, a plan has to hold with other seeds
 *  too, and by `MARGIN` on average. */
const CLOSE = 0.05;
const MARGIN = 0.02;
const OTHER_SEEDS = [1, 2];

/** Bills that differ by less are the same. */
const ALIKE = 1 - 1e-9;

const AS_FORECAST = { level: 1, slowness: 1 };
const FAILED = { holds: false, unsure: null, outpriced: false, forecast: null };

/** How a plan did: what it misses by, as a multiple of its target (above 1 = missed), and the whole forecast where it was worth one. */
export interface Trial {
  readonly holds: boolean;
  /** The worst of value / target over all targets, as forecast. */
  readonly ratio: number;
  /** Which target that is, in words. */
  readonly worst: string;
  /** It is met as forecast and not surely enough: because the step time is known too little, or because of the random numbers. */
  readonly unsure: "steps" | "chance" | null;
  /** It costs as much as it was asked to stay below; nothing else is said of it. */
  readonly outpriced: boolean;
  readonly forecast: DeploymentForecast | null;
}

/** Tries plans under one traffic. Coarse first, then as forecast, then with all that is uncertain; each stage only for what passed
 *  the one before. */
export class Trials {
  private readonly request: PlanRequest;
  private readonly ahead: Ahead;
  private readonly sustained: number;
  private remembered: Remembered;
  private readonly reused: Reused;

  /** `reused`: of other searches with the same traffic, targets, model and seed. */
  constructor(request: PlanRequest, ahead: Ahead, reused = new Reused()) {
    this.request = request;
    this.ahead = ahead;
    this.reused = reused;
    this.remembered = reused.traffic.forAnotherPlan();
    this.sustained = demandOf(ahead, request.deployment).sustained;
  }

  /** `mostUsd`: a month that costs as much is of no interest. */
  try(arm: Arm, fleet: Fleet, mostUsd = Infinity): Trial {
    this.remembered = this.remembered.forAnotherPlan();
    const short = this.shortOf(arm, fleet);
    if (short > 1) return { ...FAILED, ratio: short, worst: "what has to be carried" };
    // Not for autoscalers: a short window shows them still on their way.
    if (fleet.scaling.mode === "fixed") {
      const coarse = this.point(arm, fleet, { ...AS_FORECAST, mostRequests: COARSE, clearly: CLEARLY });
      if (coarse.ratio > CLEARLY) return { ...FAILED, ...coarse };
    }
    // The bill of a fixed fleet is known before.
    const dear = fleet.scaling.mode === "fixed" ? {} : { mostReplicas: replicasFor(arm, mostUsd) };
    const fine = this.point(arm, fleet, { ...AS_FORECAST, ...dear });
    // First, as latencies are those of all hours only where the bill has not ended the look.
    if (partOfNodes(arm, fine.replicas) >= mostUsd * ALIKE) return { ...FAILED, ...fine, outpriced: true };
    if (fine.ratio > 1) return { ...FAILED, ...fine };
    const slow = this.point(arm, fleet, { ...AS_FORECAST, slowness: Math.exp(Z90 * arm.hardware.relativeError) });
    if (this.isTooUnsure(fine.ratio, slow.ratio)) return { ...FAILED, ...slow, ratio: fine.ratio, unsure: "steps" };
    return this.judge(arm, fleet);
  }

  /** Whether the fleet at its largest could not even carry what has to be carried: by how much. */
  private shortOf(arm: Arm, fleet: Fleet): number {
    const { max } = withFleet(arm, fleet).plan.replicas;
    return (SURELY * this.sustained) / Math.max(1e-9, max * this.capacityOf(arm));
  }

  /** The engine's error alone leaves too little probability, whatever the traffic does. */
  private isTooUnsure(nominal: number, slow: number): boolean {
    if (slow <= 1) return false;
    const sigmas = (Z90 * Math.log(1 / nominal)) / Math.log(slow / nominal);
    return normalCdf(sigmas) < this.request.deployment.slo.confidence - DOUBT;
  }

  /** The forecast that `plan` would make. */
  whole(arm: Arm, fleet: Fleet): Trial {
    this.remembered = this.remembered.forAnotherPlan();
    return this.judge(arm, fleet);
  }

  private judge(arm: Arm, fleet: Fleet): Trial {
    const forecast = this.forecast(arm, fleet, this.request.seed);
    const trial = { ...judged(forecast), forecast };
    // What `plan` would block for another reason is no advice either.
    if (trial.holds && forecast.verdict === "block") return { ...trial, holds: false, worst: blockedBy(forecast) };
    if (!trial.holds || this.holdsByMore(arm, fleet, forecast)) return trial;
    return { ...trial, holds: false, unsure: "chance", worst: tightest(forecast) };
  }

  /** Met by so much that other random numbers change nothing, or met under those as well. */
  private holdsByMore(arm: Arm, fleet: Fleet, forecast: DeploymentForecast): boolean {
    const { confidence } = this.request.deployment.slo;
    const least = leastProbability(forecast);
    if (least >= Math.min(confidence + CLOSE, CERTAIN)) return true;
    const found = [least];
    for (const step of OTHER_SEEDS) {
      // One that misses decides.
      if (Math.min(...found) < confidence) break;
      this.remembered = this.reused.trafficOf(step).forAnotherPlan();
      found.push(leastProbability(this.forecast(arm, fleet, this.request.seed + step)));
    }
    this.remembered = this.reused.traffic.forAnotherPlan();
    const mean = found.reduce((sum, one) => sum + one, 0) / found.length;
    return Math.min(...found) >= confidence && mean >= Math.min(confidence + MARGIN, CERTAIN);
  }

  /** What `plan` would say with this seed. */
  private forecast(arm: Arm, fleet: Fleet, seed: number): DeploymentForecast {
    const deployment = { ...arm.deployment, scaling: fleet.scaling };
    const calibration = deployment.engine.calibration === null ? null : (this.request.calibration ?? null);
    const { remembered } = this;
    const request = { ...this.request, deployment, calibration, seed, progress: () => undefined, remembered };
    const capacity = seed === this.request.seed ? this.capacityOf(arm) : null;
    return forecastResolved(withFleet(arm, fleet), request, { ahead: this.ahead, capacity, isTrial: true });
  }

  /** The times by which traffic may grow before a target is missed as forecast; at most `most`. */
  headroom(arm: Arm, fleet: Fleet, most: number): number {
    this.remembered = this.remembered.forAnotherPlan();
    let [low, high] = [1, most];
    if (this.point(arm, fleet, { ...AS_FORECAST, level: most }).ratio <= 1) return most;
    for (let i = 0; i < 5; i++) {
      const middle = (low + high) / 2;
      if (this.point(arm, fleet, { ...AS_FORECAST, level: middle }).ratio <= 1) low = middle;
      else high = middle;
    }
    return low;
  }

  private point(arm: Arm, fleet: Fleet, how: Look): Outcome {
    return this.reused.outcome(arm, { fleet, look: how }, () => this.simulated(arm, fleet, how));
  }

  private simulated(arm: Arm, fleet: Fleet, how: Look): Outcome {
    const resolved = withFleet(arm, fleet);
    const deployment = { ...arm.deployment, scaling: fleet.scaling };
    const request = { ...this.request, deployment, progress: () => undefined, remembered: this.remembered };
    const outlook = outlookOf(this.ahead, raisedMinimumsOn(resolved, deployment));
    const capacity = this.capacityOf(arm);
    const setting = settingOf(resolved, request, { hardware: arm.hardware, outlook, capacity });
    const { mostRequests, mostReplicas = Infinity, ...at } = how;
    const few = mostRequests === undefined ? setting : { ...setting, mostRequests };
    const limits = deployment.slo.latency.map((target) => ({
      ...target,
      limit: seconds(target.limit * (how.clearly ?? 1)),
    }));
    const isEnough: LostQuestion["isEnough"] = (simulated, left) =>
      meanReplicas(simulated) + fewestIn(left, resolved.plan.replicas.min) > mostReplicas;
    const horizon = horizonUntilLost({ setting: few, strata: outlook.strata, at, limits, isEnough });
    const left = outlook.strata.filter((stratum) => !horizon.some((window) => window.stratum === stratum));
    const replicas = meanReplicas(horizon) + fewestIn(left, resolved.plan.replicas.min);
    return { ...missesOf(horizon, deployment.slo, capacity), replicas };
  }

  private capacityOf(arm: Arm): number {
    const { plan, engine } = arm.resolved;
    const { workload } = this.ahead.history;
    const question = {
      plan,
      policy: engine.policy,
      stepTime: arm.hardware.stepTime,
      workload,
      seed: this.request.seed,
    };
    return this.reused.rate(arm, () => requestsPerSecondPerReplica(question));
  }
}

/** `clearly`: how many times its limit counts as lost. */
interface Look {
  readonly level: number;
  readonly slowness: number;
  readonly mostRequests?: number;
  readonly clearly?: number;
  /** More replicas than this, on average, are of no interest: what is left of the hours is not simulated then. */
  readonly mostReplicas?: number;
}

/** Mean replicas that hours have at the very least: a fleet that sleeps has none. */
const fewestIn = (strata: readonly Stratum[], fewest: number): number =>
  strata.reduce((sum, { weight, hour }) => sum + weight * Math.max(fewest, hour.minimum), 0);

/** Replicas for which a month costs so much at the least. */
function replicasFor({ perNode, nodeUsdPerHour, resolved }: Arm, usd: number): number {
  if (!resolved.platform.billing.whileIdle) return Infinity;
  return (usd / HOURS_PER_MONTH / nodeUsdPerHour) * perNode;
}

/** A month of so many replicas if each paid its part of a node: no bill is lower, unless idle time is free. */
function partOfNodes({ perNode, nodeUsdPerHour, resolved }: Arm, replicas: number): number {
  if (!resolved.platform.billing.whileIdle) return 0;
  return (replicas / perNode) * nodeUsdPerHour * HOURS_PER_MONTH;
}

/** A plan holds if each of its targets is met with the wanted probability; without targets, if its replicas keep up. */
function judged(forecast: DeploymentForecast): Omit<Trial, "forecast"> {
  if (forecast.slo.length === 0) {
    const ratio = (forecast.capacity.peakUtilization ?? Infinity) / BUSIEST;
    return { holds: ratio <= 1, ratio, worst: "the load of the busiest hour", unsure: null, outpriced: false };
  }
  const misses = forecast.slo.map(({ metric, percentile, forecast: value, target }) => ({
    ratio: value === null ? Infinity : value / target,
    worst: percentile === null ? "the error rate" : `${percentile} ${metric.toUpperCase()}`,
  }));
  const missed = forecast.slo.findIndex(({ met }) => !met);
  const worst = misses[missed] ?? worstOf(misses);
  return {
    holds: missed === -1,
    ...worst,
    unsure: missed !== -1 && worst.ratio <= 1 ? "steps" : null,
    outpriced: false,
  };
}

const withFleet = ({ resolved }: Arm, fleet: Fleet): Resolved => ({
  ...resolved,
  plan: { ...resolved.plan, replicas: replicaBounds(fleet) },
});
