import type { LatencyMetric, LatencyTarget } from "../../../planner/index.ts";
import type { RenderInput, View } from "../input.ts";
import { identityView } from "./identity.ts";
import { ownSeries } from "./metrics.ts";

interface Alert {
  readonly name: string;
  readonly expr: string;
  readonly duration: string;
  readonly severity: "page" | "ticket";
  readonly summary: string;
  readonly description: string;
}

const WORDS: Readonly<Record<LatencyMetric, { readonly name: string; readonly text: string }>> = {
  ttft: { name: "TimeToFirstToken", text: "time to first token" },
  tpot: { name: "TimePerOutputToken", text: "time per output token" },
  e2e: { name: "EndToEnd", text: "end-to-end latency" },
};

/** Waiting requests per replica that are a backlog rather than a burst, where the file scales on something else. */
const BACKLOG = 10;

/** Data of `kubernetes/prometheus-rule.yaml.hbs`. */
export function prometheusRuleView(input: RenderInput): View {
  const { deployment } = input;
  return {
    ...identityView(input, "config"),
    group: `loadline.${deployment.namespace}.${deployment.name}`,
    alertLabels: { namespace: deployment.namespace, deployment: deployment.name },
    alerts: [
      ...stalled(input),
      ...deployment.slo.latency.flatMap((target) => latency(input, target)),
      ...pressure(input),
    ],
  };
}

/** Latency is only counted once a request completes, so a hung engine looks perfect: alert on completions first. */
function stalled(input: RenderInput): readonly Alert[] {
  const { metrics } = input.engine;
  const own = ownSeries(input);
  const { name } = input.deployment;
  return [
    {
      name: "LoadlineNothingCompletes",
      expr: `sum(rate(${metrics.completed}${own}[5m])) == 0 and sum(${metrics.waiting}${own}) + sum(${metrics.running}${own}) > 0`,
      duration: "5m",
      severity: "page",
      summary: `${name}: requests are in, none comes out`,
      description: "No request has completed for five minutes although some are waiting or running.",
    },
    ...(canBeZero(input) ? [] : [absent(input)]),
  ];
}

function absent(input: RenderInput): Alert {
  const own = ownSeries(input);
  return {
    name: "LoadlineNoReplica",
    expr: `(sum(up${own}) or vector(0)) == 0`,
    duration: "10m",
    severity: "page",
    summary: `${input.deployment.name}: no replica answers`,
    description: "Prometheus reaches no replica of this model.",
  };
}

function canBeZero({ deployment: { scaling } }: RenderInput): boolean {
  return scaling.mode === "fixed" ? scaling.replicas === 0 : scaling.minReplicas === 0;
}

function latency(input: RenderInput, target: LatencyTarget): readonly Alert[] {
  const { ttftBuckets, tpotBuckets, e2eBuckets } = input.engine.metrics;
  const buckets = { ttft: ttftBuckets, tpot: tpotBuckets, e2e: e2eBuckets }[target.metric];
  if (buckets === null) return [];
  const { name, text } = WORDS[target.metric];
  const percentile = `p${String(target.percentile).replace(".", "_")}`;
  const rate = `sum by (le) (rate(${buckets}${ownSeries(input)}[10m]))`;
  return [
    {
      name: `Loadline${name}${percentile.toUpperCase()}`,
      expr: `histogram_quantile(${decimal(target.percentile / 100)}, ${rate}) > ${decimal(target.limit)}`,
      duration: "10m",
      severity: "page",
      summary: `${input.deployment.name}: ${percentile} ${text} is above its target`,
      description: `The target is ${decimal(target.limit)} s; it is {{ $value | humanizeDuration }} now.`,
    },
  ];
}

/** Early signs: a backlog on every replica, a KV cache that will soon preempt. */
function pressure(input: RenderInput): readonly Alert[] {
  const { metrics } = input.engine;
  const own = ownSeries(input);
  const queue: Alert = {
    name: "LoadlineBacklog",
    expr: `avg(${metrics.waiting}${own}) > ${decimal(backlogOf(input))}`,
    duration: "10m",
    severity: "ticket",
    summary: `${input.deployment.name}: requests pile up`,
    description: "Each replica has {{ $value | humanize }} requests waiting: more than scaling should allow.",
  };
  if (metrics.kvUse === null) return [queue];
  const cache: Alert = {
    name: "LoadlineKvCacheFull",
    expr: `max(${metrics.kvUse}${own}) > 0.95`,
    duration: "15m",
    severity: "ticket",
    summary: `${input.deployment.name}: the KV cache is full`,
    description: "Beyond this the engine preempts requests and computes them again.",
  };
  return [queue, cache];
}

/** Three times what the autoscaler aims at is a backlog that scaling did not cure. */
function backlogOf({ deployment: { scaling } }: RenderInput): number {
  const target = scaling.mode === "fixed" ? null : scaling.target;
  return target?.metric === "requests-waiting" ? Math.max(1, target.value * 3) : BACKLOG;
}

function decimal(value: number): string {
  return String(Math.round(value * 1e6) / 1e6);
}
