import type { Fleet } from "./fleet.ts";
import { meanOf, quantilesOf } from "./percentiles.ts";
import type { Samples } from "./recorder.ts";
import { replicaTime } from "./replica-time.ts";
import type { Sketch } from "./sketch.ts";
import type { Disruptions, Upkeep } from "./upkeep.ts";

/** Seconds; null where no request had the quantity. */
export interface SecondsSummary {
  readonly mean: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}

/** What one simulation showed. Percentiles over completed requests; inter-token times from a sketch (within 0.05 %). */
export interface SimulationResult {
  readonly requests: { arrived: number; completed: number; rejected: number; timedOut: number; unfinished: number };
  readonly ttft: SecondsSummary;
  readonly tpot: SecondsSummary;
  readonly itl: SecondsSummary;
  readonly e2e: SecondsSummary;
  /** Every measured request's value, unsorted, for weighting several simulations together. */
  readonly samples: { readonly ttft: Float64Array; readonly tpot: Float64Array; readonly e2e: Float64Array };
  /** Over the time from `measureFrom` to the last thing that happened. */
  readonly throughput: { readonly requestsPerSecond: number; readonly outputTokensPerSecond: number };
  readonly kv: { readonly blocks: number; readonly meanUse: number; readonly maxUse: number };
  /** Prompt tokens of admitted requests, recomputed ones included, and those that needed no computing; 0 without a cache. */
  readonly prefixCache: { readonly askedTokens: number; readonly hitTokens: number };
  readonly preemptions: number;
  /** Times a request was sent again after an error or a time-out. */
  readonly retries: number;
  readonly disruptions: Readonly<Disruptions>;
  /** Why the simulation could go no further; null when it came to its end. */
  readonly stalled: string | null;
  readonly steps: number;
  /** From time 0 to the last thing that happened. */
  readonly simulatedSeconds: number;
  readonly maxWaiting: number;
  /** Replica-seconds from creation to removal inside the measured stretch, and the numbers of replicas seen there. */
  readonly replicas: { readonly seconds: number; readonly min: number; readonly mean: number; readonly max: number };
  /** Share of ready time in which a step was running. */
  readonly busyShare: number;
}

/** A fleet whose loop has ended. */
interface Ended {
  readonly fleet: Fleet;
  readonly upkeep: Upkeep;
}

/** Sums it up. */
export function summarize(
  { fleet, upkeep }: Ended,
  window: { measureFrom: number; measureUntil: number },
): SimulationResult {
  const { recorder, limits } = fleet.parts;
  const end = recorder.lastEvent;
  const until = window.measureUntil === Infinity ? end : window.measureUntil;
  const seconds = Math.max(end, 0);
  const measured = Math.max(0, end - window.measureFrom);
  const lives = fleet.lives();
  const computed = lives.reduce((latest, life) => Math.max(latest, life.computedUntil), end);
  const readySeconds = sum(lives, (life) => Math.max(0, Math.min(life.goneAt, computed) - life.readyAt));
  const available = limits.kvBlocks * readySeconds;
  return {
    requests: { ...recorder.counts },
    ttft: exact(recorder.ttft),
    tpot: exact(recorder.tpot),
    itl: recorder.counts.completed === 0 ? NOTHING : sketched(recorder.interTokenTimes),
    e2e: exact(recorder.e2e),
    samples: { ttft: recorder.ttft.toArray(), tpot: recorder.tpot.toArray(), e2e: recorder.e2e.toArray() },
    throughput: {
      requestsPerSecond: measured > 0 ? recorder.counts.completed / measured : 0,
      outputTokensPerSecond: measured > 0 ? recorder.outputTokens / measured : 0,
    },
    kv: {
      blocks: limits.kvBlocks,
      meanUse: available > 0 ? sum(lives, (m) => m.blockSeconds) / available : 0,
      maxUse: limits.kvBlocks > 0 ? lives.reduce((most, m) => Math.max(most, m.maxBlocks), 0) / limits.kvBlocks : 0,
    },
    prefixCache: {
      askedTokens: sum(lives, (life) => life.askedTokens),
      hitTokens: sum(lives, (life) => life.hitTokens),
    },
    preemptions: recorder.preemptions,
    retries: fleet.gateway.retried,
    disruptions: { ...upkeep.seen },
    stalled: fleet.stalled,
    steps: sum(lives, (m) => m.steps),
    simulatedSeconds: seconds,
    maxWaiting: fleet.gateway.maxWaiting,
    replicas: replicaTime(lives, window.measureFrom, until),
    busyShare: readySeconds > 0 ? sum(lives, (m) => m.busySeconds) / readySeconds : 0,
  };
}

/** Where no request completed. */
const NOTHING: SecondsSummary = { mean: null, p50: null, p90: null, p95: null, p99: null };

function exact(samples: Samples): SecondsSummary {
  const values = samples.toArray();
  const mean = meanOf(values);
  const [p50 = null, p90 = null, p95 = null, p99 = null] = quantilesOf(values, [0.5, 0.9, 0.95, 0.99]);
  return { mean, p50, p90, p95, p99 };
}

function sketched(sketch: Sketch): SecondsSummary {
  return {
    mean: sketch.mean(),
    p50: sketch.quantile(0.5),
    p90: sketch.quantile(0.9),
    p95: sketch.quantile(0.95),
    p99: sketch.quantile(0.99),
  };
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  let total = 0;
  for (const item of items) total += value(item);
  return total;
}
