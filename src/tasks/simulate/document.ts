import type { Coverage, SimulationResult } from "../../../planner/index.ts";
import type { Intervals, LatencyIntervals } from "./intervals.ts";

type Summary = SimulationResult["ttft"];

/** What an answer says beside the simulation itself. */
export interface AnswerContext {
  readonly id: string | number | null;
  readonly seed: number;
  readonly wallSeconds: number;
  readonly coverage: Coverage;
  /** Seconds. */
  readonly interval90: LatencyIntervals;
}

/** `loadline.simulate/v1` of a finished simulation. CONTRACT.md section 5. */
export function simulateDocument(result: SimulationResult, context: AnswerContext): Readonly<Record<string, unknown>> {
  const { interval90 } = context;
  return {
    schema: "loadline.simulate/v1",
    id: context.id,
    requests: result.requests,
    percentiles: result.isExact ? "exact" : "sketch",
    itlPercentiles: result.isItlExact ? "exact" : "sketch",
    ttftMs: inMilliseconds(result.ttft),
    tpotMs: inMilliseconds(result.tpot),
    itlMs: inMilliseconds(result.itl),
    e2eMs: inMilliseconds(result.e2e),
    throughput: result.throughput,
    kv: result.kv,
    prefixCache: { promptTokens: result.prefixCache.askedTokens, cachedTokens: result.prefixCache.hitTokens },
    preemptions: result.preemptions,
    retries: result.retries,
    disruptions: result.disruptions,
    stalled: result.stalled,
    steps: result.steps,
    simulatedSeconds: result.simulatedSeconds,
    wallSeconds: context.wallSeconds,
    coverage: context.coverage,
    interval90: {
      ttftMs: intervalsInMilliseconds(interval90.ttft),
      tpotMs: intervalsInMilliseconds(interval90.tpot),
      e2eMs: intervalsInMilliseconds(interval90.e2e),
    },
    seed: context.seed,
    replicas: { mean: result.replicas.mean, max: result.replicas.max },
  };
}

/** `loadline.simulate/v1` of a scenario that cannot be answered. */
export function refusalDocument(id: string | number | null, kind: "refused" | "invalid" | "failed", message: string) {
  return { schema: "loadline.simulate/v1", id, error: { kind, message } };
}

function inMilliseconds(summary: Summary): Summary {
  const at = (value: number | null) => (value === null ? null : value * 1000);
  return {
    mean: at(summary.mean),
    p50: at(summary.p50),
    p90: at(summary.p90),
    p95: at(summary.p95),
    p99: at(summary.p99),
  };
}

function intervalsInMilliseconds({ mean, p50, p90, p95, p99 }: Intervals): Intervals {
  const at = (interval: Intervals["mean"]): Intervals["mean"] =>
    interval === null ? null : [interval[0] * 1000, interval[1] * 1000];
  return { mean: at(mean), p50: at(p50), p90: at(p90), p95: at(p95), p99: at(p99) };
}
