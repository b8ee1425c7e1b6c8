import type { LatencyMetric } from "../../../planner/index.ts";
import type { RenderInput } from "../input.ts";
import { COST_PER_HOUR, costRecordings } from "./cost-alerts.ts";
import { decimal, engineMetrics, gpuSeries, ownSeries, podsOf, quote } from "./metrics.ts";

interface Line {
  readonly legend: string;
  readonly expr: string;
}

export interface Panel {
  readonly title: string;
  readonly description: string;
  /** As Grafana names it. */
  readonly unit: string;
  readonly lines: readonly Line[];
}

/** What happens beside what was promised and forecast, in the order in which one asks. */
export function dashboardPanels(input: RenderInput): readonly Panel[] {
  const { ttftBuckets, tpotBuckets, e2eBuckets } = engineMetrics(input);
  return [
    traffic(input),
    ...latency(input, { metric: "ttft", title: "Time to first token", buckets: ttftBuckets }),
    ...latency(input, { metric: "tpot", title: "Time per output token", buckets: tpotBuckets }),
    ...latency(input, { metric: "e2e", title: "End to end", buckets: e2eBuckets }),
    queue(input),
    ...cache(input),
    replicas(input),
    ...gpu(input),
    memory(input),
    ...cost(input),
  ];
}

function traffic(input: RenderInput): Panel {
  const lines = [
    { legend: "completed", expr: `sum(rate(${engineMetrics(input).completed}${ownSeries(input)}[5m]))` },
    ...constant("least forecast", input.figures?.leastRequestsPerSecond ?? null),
  ];
  return { title: "Requests", description: "Requests that were answered, a second.", unit: "reqps", lines };
}

interface Latency {
  readonly metric: LatencyMetric;
  readonly title: string;
  readonly buckets: string | null;
}

function latency(input: RenderInput, { metric, title, buckets }: Latency): readonly Panel[] {
  if (buckets === null) return [];
  const rate = `sum by (le) (rate(${buckets}${ownSeries(input)}[5m]))`;
  const quantiles = [50, 95, 99].map((percentile) => ({
    legend: `p${percentile}`,
    expr: `histogram_quantile(${decimal(percentile / 100)}, ${rate})`,
  }));
  const targets = input.deployment.slo.latency
    .filter((target) => target.metric === metric)
    .flatMap(({ percentile, limit }) => constant(`target of p${percentile}`, limit));
  const description = "Of requests that completed: one that hangs is not in it.";
  return [{ title, description, unit: "s", lines: [...quantiles, ...targets] }];
}

function queue(input: RenderInput): Panel {
  const { waiting, running } = engineMetrics(input);
  const own = ownSeries(input);
  return {
    title: "Queue",
    description: "Requests that wait, and requests in the running batches.",
    unit: "short",
    lines: [
      { legend: "waiting", expr: `sum(${waiting}${own})` },
      { legend: "running", expr: `sum(${running}${own})` },
    ],
  };
}

function cache(input: RenderInput): readonly Panel[] {
  const { kvUse } = engineMetrics(input);
  if (kvUse === null) return [];
  const own = ownSeries(input);
  const lines = [
    { legend: "mean", expr: `avg(${kvUse}${own})` },
    { legend: "fullest replica", expr: `max(${kvUse}${own})` },
  ];
  return [{ title: "KV cache", description: "Full: requests are preempted.", unit: "percentunit", lines }];
}

function replicas(input: RenderInput): Panel {
  const { namespace, name } = input.deployment;
  const own = `{namespace=${quote(namespace)},deployment=${quote(name)}}`;
  const band = input.figures?.replicas ?? null;
  return {
    title: "Replicas",
    description: "Those that are ready and those that are wanted, beside the forecast.",
    unit: "short",
    lines: [
      { legend: "ready", expr: `sum(kube_deployment_status_replicas_ready${own})` },
      { legend: "wanted", expr: `sum(kube_deployment_spec_replicas${own})` },
      ...constant("forecast, least", band?.min ?? null),
      ...constant("forecast, mean", band?.mean ?? null),
      ...constant("forecast, most", band?.max ?? null),
    ],
  };
}

function gpu(input: RenderInput): readonly Panel[] {
  if (input.plan.gpusPerReplica === 0) return [];
  return [
    {
      title: "GPU and its memory",
      description:
        "Busy says only that some kernel runs. 100 % busy and slow, with the bandwidth near its limit, means that memory is what binds: a faster chip would not help, a smaller format would.",
      unit: "percentunit",
      lines: [
        { legend: "busy", expr: `avg(${gpuSeries(input, "DCGM_FI_DEV_GPU_UTIL")}) / 100` },
        { legend: "memory bandwidth", expr: `avg(${gpuSeries(input, "DCGM_FI_PROF_DRAM_ACTIVE")})` },
      ],
    },
  ];
}

function memory(input: RenderInput): Panel {
  const server = podsOf(input, 'container="server"');
  return {
    title: "Host memory",
    description: "Above the limit the kernel ends the server: exit code 137. GPU memory is another matter.",
    unit: "bytes",
    lines: [
      { legend: "largest replica", expr: `max(container_memory_working_set_bytes${server})` },
      ...constant("limit", input.plan.memory.host.limit),
    ],
  };
}

function cost(input: RenderInput): readonly Panel[] {
  if (costRecordings(input).length === 0) return [];
  const { namespace, name, budget } = input.deployment;
  const expr = `max(${COST_PER_HOUR}{namespace=${quote(namespace)},deployment=${quote(name)}})`;
  const lines = [{ legend: "now", expr }, ...constant("budget", budget === null ? null : budget.monthlyUsd / 730)];
  return [{ title: "Cost an hour", description: "Replicas times the forecast price.", unit: "currencyUSD", lines }];
}

function constant(legend: string, value: number | null): readonly Line[] {
  return value === null ? [] : [{ legend, expr: `vector(${decimal(value)})` }];
}
