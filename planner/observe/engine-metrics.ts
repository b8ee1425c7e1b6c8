import type { LatencyMetric, ModelDeployment } from "../domain/index.ts";
import { metricsOf } from "../domain/index.ts";
import { resolve } from "../plan/resolve.ts";

/** Under which names a deployment's engine counts. */
export interface ObservedMetrics {
  readonly completed: string;
  readonly running: string;
  /** Histograms by latency, without `_bucket`: of several the first that is there. */
  readonly histograms: Readonly<Record<LatencyMetric, readonly string[]>>;
}

/** Null where the engine, or what it runs on, is not known. A version that was stated wrong still shows under its other name. */
export function observedMetrics(deployment: ModelDeployment): ObservedMetrics | null {
  const resolved = resolve(deployment);
  if (resolved.kind !== "resolved") return null;
  const { engine, plan } = resolved;
  const { ttftBuckets, tpotBuckets, e2eBuckets, completed, running } = metricsOf(engine, plan.engine.version);
  const others = [engine.metrics, ...engine.renamed.map(({ metrics }) => metrics)].map((names) => names.tpotBuckets);
  const names = (buckets: readonly (string | null | undefined)[]) => [
    ...new Set(buckets.flatMap((name) => (name ? [name.replace(/_bucket$/, "")] : []))),
  ];
  return {
    completed,
    running,
    histograms: { ttft: names([ttftBuckets]), tpot: names([tpotBuckets, ...others]), e2e: names([e2eBuckets]) },
  };
}

/** Whether a histogram of times per output token counts requests; else it counts tokens. */
export const countsRequests = (name: string): boolean => /request/.test(name);
