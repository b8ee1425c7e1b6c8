import { holdsReplica, replicasPerMachine } from "../../cost/monthly.ts";
import type { LatencyTarget, ModelDeployment, Unknown, Workload } from "../../domain/index.ts";
import { calibrated } from "../calibrated-plan.ts";
import type { HardwareStepTime } from "../predicted-step-time.ts";
import { priceOf, priceOfCapacity } from "../price-of.ts";
import type { PlanRequest } from "../request.ts";
import { type Resolved, resolve } from "../resolve.ts";
import { hardwareOf } from "../setting.ts";
import type { Arm, Space } from "./arm.ts";
import { bestLimits } from "./best-limits.ts";
import {
  type Combination,
  combinationsOn,
  type MachineKind,
  machineKinds,
  retiringFamilies,
  withPossibleScaling,
} from "./enumerate.ts";
import { meanLoadOf, steadyRate } from "./steady-state.ts";
import { Unknowns } from "./unknowns.ts";
import { unloadedLatency } from "./unloaded.ts";

/** Why stage one leaves a combination out. */
type Reason = "memory" | "throughput" | "price" | "unknown";

/** What stage one leaves, and why it left the rest: counts of combinations with their instances. */
export interface Screened {
  readonly arms: readonly Arm[];
  readonly considered: number;
  readonly discarded: Record<Reason, number>;
  /** What nobody could look at, each once. */
  readonly unknown: readonly Unknown[];
  /** Where no arm is left, what comes nearest to fitting; null where something fits or nothing was looked at. */
  readonly nearestFit: {
    readonly resolved: Resolved;
    readonly deployment: ModelDeployment;
    readonly usd: number;
  } | null;
}

/** Closed forms are optimistic by design: they may let too much through, never too little. A simulated replica carries up to this
 *  many times what they say (`test/planner/plan/search/steady-state.test.ts`). */
const OPTIMISM = 1.25;

/** Stage one: every combination on every machine of the platform, discarded by memory, by what it can carry and how fast it
 *  can be at best, and by price. Nothing is simulated. */
export function screen(request: PlanRequest, workload: Workload, space: Space): Screened {
  const base = withPossibleScaling(request.deployment);
  const screening = new Screening({ ...request, deployment: base }, workload, space);
  for (const kind of machineKinds(base)) screening.add(kind, combinationsOn(kind, base, space));
  screening.noteRetiring();
  screening.takeFastest();
  return screening;
}

/** A target missed by this much with no load at all will not be met under any. */
const SURELY_SLOW = 1.05;

interface Judged extends Combination {
  readonly resolved: Resolved;
  readonly hardware: HardwareStepTime;
  readonly rate: number;
  readonly score: number;
}

class Screening implements Screened {
  readonly arms: Arm[] = [];
  readonly discarded = { memory: 0, throughput: 0, price: 0, unknown: 0 };
  considered = 0;
  nearestFit: Screened["nearestFit"] = null;
  private fastest: { ratio: number; take: () => number } | null = null;
  private readonly slowness = new Map<string, number>();
  private readonly unknowns = new Unknowns();
  private readonly request: PlanRequest;
  private readonly space: Space;
  private readonly base: ModelDeployment;
  private readonly workload: Workload;
  private readonly load: ReturnType<typeof meanLoadOf>;

  constructor(request: PlanRequest, workload: Workload, space: Space) {
    this.request = request;
    this.space = space;
    this.base = request.deployment;
    this.workload = workload;
    this.load = meanLoadOf(workload);
  }

  get unknown(): readonly Unknown[] {
    return this.unknowns.all;
  }

  add(kind: MachineKind, combinations: readonly Combination[]): void {
    const sizes = kind.instances.length;
    this.considered += combinations.length * sizes;
    const priced = this.cheapestFirst(kind);
    if (priced.length === 0) {
      this.discarded.price += combinations.length * sizes;
      return;
    }
    const judged = combinations.flatMap((one) => this.judge(one, { sizes, priced }));
    const kept = bestLimits(judged);
    this.discarded.throughput += (judged.length - kept.length) * sizes;
    for (const one of kept) {
      const placed = this.place(one, priced);
      this.discarded.price += placed === 0 ? 0 : sizes - placed;
      this.discarded.memory += placed === 0 ? sizes : 0;
    }
  }

  /** Instances of a kind with a known price, the cheapest first. */
  private cheapestFirst({ instances }: MachineKind): readonly Priced[] {
    const { platform } = this.base;
    const priced = instances.flatMap(([instance, shape]) => {
      const price = priceOf({ ...platform, instance });
      const usd = priceOfCapacity({ price }, platform);
      if (usd !== null) return [{ instance, shape, price, usd }];
      const { capacity, region } = platform;
      this.unknowns.note({ kind: "price", capacity, instance, region });
      return [];
    });
    return priced.sort((a, b) => a.usd - b.usd || (a.instance < b.instance ? -1 : 1));
  }

  private judge(one: Combination, { sizes, priced }: { sizes: number; priced: readonly Priced[] }): readonly Judged[] {
    const [first] = priced;
    const deployment = on(one.deployment, first?.instance ?? "");
    const resolved = resolve(deployment);
    if (resolved.kind !== "resolved") {
      if (resolved.kind === "refused") this.unknowns.noteRefusal(resolved.findings);
      return this.drop("unknown", sizes);
    }
    if (!resolved.plan.memory.fits) {
      this.noteUnfit(resolved, deployment, first?.usd ?? 0);
      return this.drop("memory", sizes);
    }
    const predicted = hardwareOf(resolved);
    if (predicted.kind === "refused") {
      this.unknowns.note({ kind: "hardware", message: predicted.message });
      return this.drop("unknown", sizes);
    }
    const { hardware, used } = calibrated(predicted, resolved.plan, this.request);
    const { limits, memory } = resolved.plan;
    const replica = { stepTime: hardware.stepTime, limits, kvTokens: memory.kvTokens };
    const rate = OPTIMISM * steadyRate(replica, this.load, Infinity);
    const score = steadyRate(replica, this.load, longestStep(this.base.slo.latency));
    // A calibration speaks for what it was measured on alone.
    const judged = {
      ...one,
      deployment: used === null ? withoutCalibration(one.deployment) : one.deployment,
      resolved,
      hardware,
      rate,
      score,
    };
    const slowness = this.slownessOf(resolved, hardware);
    if (slowness <= SURELY_SLOW) return [judged];
    if (slowness < (this.fastest?.ratio ?? Infinity)) {
      this.fastest = { ratio: slowness, take: () => this.place(judged, priced) };
    }
    return this.drop("throughput", sizes);
  }

  /** What is for rent and was left out. */
  noteRetiring(): void {
    const { name, region } = this.base.platform;
    const families = retiringFamilies(this.base.platform);
    if (families.length === 0) return;
    const message = `${families.join(" and ")} of ${region} are deprecated on ${name}: not for new deployments`;
    this.unknowns.note({ kind: "refused", message });
  }

  /** Where every combination is too slow, the fastest goes on: it tells what could be had. */
  takeFastest(): void {
    if (this.arms.length > 0 || this.fastest === null) return;
    this.discarded.throughput -= this.fastest.take();
  }

  private noteUnfit(resolved: Resolved, deployment: ModelDeployment, usd: number): void {
    const missing = (of: Resolved) => of.plan.memory.missingBytes * of.plan.gpusPerReplica;
    const known = this.nearestFit;
    if (known === null || missing(resolved) < missing(known.resolved)) this.nearestFit = { resolved, deployment, usd };
  }

  private drop(why: Reason, sizes: number): readonly never[] {
    this.discarded[why] += sizes;
    return [];
  }

  /** The worst of latency / target when each request has a replica for itself: above 1 no number of replicas meets it. */
  private slownessOf({ plan }: Resolved, hardware: HardwareStepTime): number {
    const { gpu, gpusPerReplica, weights, kvCache, limits } = plan;
    const key = `${gpu} ${gpusPerReplica} ${weights} ${kvCache} ${limits.maxBatchedTokens}`;
    const known = this.slowness.get(key);
    if (known !== undefined) return known;
    const ratios = this.base.slo.latency.map(({ metric, percentile, limit }) => {
      const best = unloadedLatency({ hardware, plan, workload: this.workload }, metric, percentile / 100);
      return (best ?? 0) / limit;
    });
    const worst = Math.max(0, ...ratios);
    this.slowness.set(key, worst);
    return worst;
  }

  /** The cheapest instance whose host memory holds a replica: larger ones of the same kind cost more and serve no better. They are
   *  tried where a quota limits the smaller. Says how many there are. */
  private place(one: Judged, priced: readonly Priced[]): number {
    const { plan, platform } = one.resolved;
    const replica = { gpus: plan.gpusPerReplica, memory: plan.memory.host.request };
    const holding = priced.filter(({ shape }) => holdsReplica(platform, shape, replica));
    const last = holding.findIndex(({ instance }) => this.space.quota.instances[instance] === undefined);
    const chosen = last === -1 ? holding : holding.slice(0, last + 1);
    for (const { instance, shape, price, usd } of chosen) {
      this.arms.push({
        index: this.arms.length,
        deployment: on(one.deployment, instance),
        resolved: { ...one.resolved, shape, price },
        hardware: one.hardware,
        perNode: replicasPerMachine(platform, shape, replica),
        nodeUsdPerHour: usd,
        sharesNodes: this.space.sharesNodes,
        mostPerReplica: one.rate,
        changes: one.changes + (instance === this.base.platform.instance ? 0 : 1),
      });
    }
    return chosen.length;
  }
}

interface Priced {
  readonly instance: string;
  readonly shape: Resolved["shape"];
  readonly price: Resolved["price"];
  readonly usd: number;
}

const on = (deployment: ModelDeployment, instance: string): ModelDeployment => ({
  ...deployment,
  platform: { ...deployment.platform, instance },
});

const withoutCalibration = (deployment: ModelDeployment): ModelDeployment => ({
  ...deployment,
  engine: { ...deployment.engine, calibration: null },
});

const longestStep = (targets: readonly LatencyTarget[]): number =>
  targets.reduce((least, { metric, limit }) => (metric === "tpot" ? Math.min(least, limit) : least), Infinity);
