import type { Fleet } from "./fleet.ts";
import type { Life } from "./member.ts";
import { type FleetTime, type ReplicaTime, replicaTime } from "./replica-time.ts";
import type { SecondsSummary } from "./samples.ts";
import type { Disruptions, Upkeep } from "./upkeep.ts";

/** What one simulation showed. Percentiles over completed requests, and of inter-token times over all tokens. */
export interface SimulationResult {
  readonly requests: { arrived: number; completed: number; rejected: number; timedOut: number; unfinished: number };
  readonly ttft: SecondsSummary;
  readonly tpot: SecondsSummary;
  readonly itl: SecondsSummary;
  readonly e2e: SecondsSummary;
  /** Percentiles of whole requests are exact; else from a sketch as well, since there were too many to keep. */
  readonly isExact: boolean;
  /** The same for the percentiles of inter-token times, which come from a sketch where nobody asked for more. */
  readonly isItlExact: boolean;
  /** Every measured request's value, unsorted, for weighting several simulations together; none where not exact. */
  readonly samples: { readonly ttft: Float64Array; readonly tpot: Float64Array; readonly e2e: Float64Array };
  /** Over the time to the last thing that happened, from `measureFrom` or, where nothing says how long the load lasts, the first
   *  arrival: what came before it is not idle, it is not there. The mean KV use too. */
  readonly throughput: { readonly requestsPerSecond: number; readonly outputTokensPerSecond: number };
  readonly kv: { readonly blocks: number; readonly meanUse: number; readonly maxUse: number };
  /** Prompt tokens of admitted requests, recomputed ones included, and those that needed no computing; 0 without a cache. */
  readonly prefixCache: { readonly askedTokens: number; readonly hitTokens: number };
  readonly preemptions: number;
  /** Times a measured request was sent again after an error or a time-out, and what befell replicas from `measureFrom` on. */
  readonly retries: number;
  readonly disruptions: Readonly<Disruptions>;
  /** Why the simulation could go no further; null when it came to its end. */
  readonly stalled: string | null;
  readonly steps: number;
  /** From time 0 to the last thing that happened. */
  readonly simulatedSeconds: number;
  readonly maxWaiting: number;
  /** Requests that found no replica ready. */
  readonly foundNone: number;
  /** Lives of replicas inside the measured stretch. */
  readonly replicas: ReplicaTime;
  readonly fleet: FleetTime;
  /** Share of ready time in which a step was running. */
  readonly busyShare: number;
}

/** A fleet whose loop has ended. */
interface Ended {
  readonly fleet: Fleet;
  readonly upkeep: Upkeep;
}

/** Sums it up. */
export function summarize({ fleet, upkeep }: Ended, window: Window): SimulationResult {
  const { recorder, limits } = fleet.parts;
  const end = Math.max(recorder.lastEvent, window.lastsUntil);
  const until = window.measureUntil === Infinity ? end : window.measureUntil;
  const seconds = Math.max(end, 0);
  const began = nothingUntil(recorder.firstArrival, window);
  const measured = Math.max(0, end - Math.max(began, window.measureFrom));
  const lives = fleet.lives();
  const computed = lives.reduce((latest, life) => Math.max(latest, life.computedUntil), end);
  const readySeconds = sum(lives, (life) => readyBetween(life, 0, computed));
  const available = limits.kvBlocks * sum(lives, (life) => readyBetween(life, began, computed));
  return {
    requests: { ...recorder.counts },
    ttft: recorder.ttft.summary(),
    tpot: recorder.tpot.summary(),
    itl: recorder.counts.completed === 0 ? NOTHING : recorder.answers.gaps.summary(),
    e2e: recorder.e2e.summary(),
    isExact: recorder.e2e.isExact,
    isItlExact: recorder.answers.gaps.isExact,
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
    foundNone: recorder.foundNone,
    ...replicaTime(lives, window.measureFrom, until),
    busyShare: readySeconds > 0 ? sum(lives, (m) => m.busySeconds) / readySeconds : 0,
  };
}

interface Window {
  readonly measureFrom: number;
  readonly measureUntil: number;
  readonly lastsUntil: number;
}

/** Until when there was no load. Logs count their seconds from anywhere. */
function nothingUntil(firstArrival: number, { measureUntil, lastsUntil }: Window): number {
  const hasLength = measureUntil !== Infinity || lastsUntil > 0;
  return hasLength || firstArrival === Infinity ? 0 : firstArrival;
}

const readyBetween = ({ readyAt, goneAt }: Life, from: number, until: number): number =>
  Math.max(0, Math.min(goneAt, until) - Math.max(readyAt, from));

/** Where no request completed. */
const NOTHING: SecondsSummary = { mean: null, p50: null, p90: null, p95: null, p99: null };

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  let total = 0;
  for (const item of items) total += value(item);
  return total;
}
