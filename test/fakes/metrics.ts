import type { MeasuredWindow } from "../../planner/index.ts";
import type { MetricSeries } from "../../src/ports/metrics-answer.ts";
import type { MetricsRange, MetricsServer } from "../../src/ports/metrics-server.ts";

/** A Prometheus that has seen the same all the time: requests at one rate, on an engine that answers as a measured one did. */
export interface FakeMetrics extends MetricsServer {
  /** Queries, as they were asked. */
  readonly asked: string[];
  requestsPerSecond: number;
  /** Times per token against the measured ones. */
  slowness: number;
  isEmpty: boolean;
}

export function fakeMetrics({ latency, replicas }: MeasuredWindow): FakeMetrics {
  const histograms: readonly (readonly [name: string, of: MeasuredWindow["latency"]["ttft"]])[] = [
    ["time_to_first_token_seconds", latency.ttft],
    ["time_per_output_token_seconds", latency.tpot],
    ["e2e_request_latency_seconds", latency.e2e],
  ];
  const server: FakeMetrics = {
    ...{ asked: [], requestsPerSecond: 0.06, slowness: 1, isEmpty: false },
    range: async (query, range) => {
      server.asked.push(query);
      const series = server.isEmpty ? [] : answer(query, range);
      return { kind: "series", series, warnings: [] };
    },
  };
  function answer(query: string, range: MetricsRange): readonly MetricSeries[] {
    if (query.includes("kube_deployment_status_replicas_ready")) return [always(replicas?.[0] ?? 0, range)];
    if (query.includes("request_success_total")) return [always(server.requestsPerSecond, range)];
    if (query.includes("request_prompt_tokens")) return lengths(query, range, 640);
    if (query.includes("request_generation_tokens")) return lengths(query, range, 180);
    const histogram = histograms.find(([name]) => query.includes(name))?.[1] ?? null;
    if (histogram === null) return [];
    const { buckets, sum } = histogram;
    if (query.includes("_sum")) return [once((sum ?? 0) * server.slowness, range)];
    return buckets.map(([bound, count]) =>
      once(count, range, { le: bound === Infinity ? "+Inf" : String(bound * server.slowness) }),
    );
  }
  return server;
}

/** A hundred requests, all of the same length. */
function lengths(query: string, range: MetricsRange, tokens: number): readonly MetricSeries[] {
  if (query.includes("_sum")) return [once(100 * tokens, range)];
  return [
    [String(tokens - 1), 0],
    [String(tokens), 100],
    ["+Inf", 100],
  ].map(([le, count]) => once(Number(count), range, { le: String(le) }));
}

const once = (value: number, { end }: MetricsRange, labels: Readonly<Record<string, string>> = {}): MetricSeries => ({
  labels,
  samples: [[end, String(value)]],
});

const always = (value: number, { start, end, step }: MetricsRange): MetricSeries => ({
  labels: {},
  samples: Array.from({ length: Math.floor((end - start) / step) + 1 }, (_, i) => [start + i * step, String(value)]),
});
