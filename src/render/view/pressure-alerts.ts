import type { RenderInput } from "../input.ts";
import type { Alert } from "./alert.ts";
import { decimal, engineMetrics, ownSeries, quote } from "./metrics.ts";

/** Waiting requests per replica that are a backlog rather than a burst, where the file scales on something else. */
const BACKLOG = 10;

/** Early signs: a queue that grows, a KV cache that will soon preempt or does, a fleet that may not grow any more. */
export function pressureAlerts(input: RenderInput): readonly Alert[] {
  return [...queue(input), ...cache(input), ...preemptions(input), ...atMaximum(input)];
}

function queue(input: RenderInput): readonly Alert[] {
  const waiting = `${engineMetrics(input).waiting}${ownSeries(input)}`;
  const { name } = input.deployment;
  const most = mostReplicas(input) * backlogOf(input);
  return [
    {
      name: "LoadlineBacklog",
      expr: `avg(${waiting}) > ${decimal(backlogOf(input))}`,
      duration: "10m",
      severity: "ticket",
      summary: `${name}: requests pile up`,
      description:
        "Each replica has {{ $value | humanize }} requests waiting: more than scaling should allow. Raise maxReplicas, or see why new pods do not become ready.",
    },
    {
      name: "LoadlineQueueGrows",
      expr: `sum(predict_linear(${waiting}[15m], 900)) > ${decimal(most)} and sum(deriv(${waiting}[15m])) > 0`,
      duration: "5m",
      severity: "page",
      summary: `${name}: the queue grows faster than the fleet can clear it`,
      description: `In a quarter of an hour {{ $value | humanize }} requests will wait; the largest fleet should have ${decimal(most)} at most. Add replicas, or turn callers away.`,
    },
  ];
}

function cache(input: RenderInput): readonly Alert[] {
  const { kvUse } = engineMetrics(input);
  if (kvUse === null) return [];
  return [
    {
      name: "LoadlineKvCacheFull",
      expr: `max(${kvUse}${ownSeries(input)}) > 0.95`,
      duration: "15m",
      severity: "ticket",
      summary: `${input.deployment.name}: the KV cache is full`,
      description:
        "Beyond this the engine preempts requests and computes them again. Lower maxSequences or maxContext, use an fp8 KV cache, or add replicas.",
    },
  ];
}

/** Share of requests put back above which answers visibly stall. */
const MANY_PREEMPTIONS = 0.05;

function preemptions(input: RenderInput): readonly Alert[] {
  const counters = input.engine.troubles.preemptions;
  if (counters.length === 0) return [];
  const own = ownSeries(input);
  const put = counters.map((counter) => `sum(rate(${counter}${own}[10m]))`).join(" or ");
  return [
    {
      name: "LoadlinePreemptions",
      expr: `(${put}) / sum(rate(${engineMetrics(input).completed}${own}[10m])) > ${MANY_PREEMPTIONS}`,
      duration: "10m",
      severity: "ticket",
      summary: `${input.deployment.name}: requests are put back for want of KV room`,
      description:
        "{{ $value | humanizePercentage }} of requests lose their KV blocks and are computed again. Lower maxSequences, or give the cache more room.",
    },
  ];
}

function atMaximum(input: RenderInput): readonly Alert[] {
  const { deployment } = input;
  const { scaling, namespace, name } = deployment;
  if (scaling.mode === "fixed" || scaling.maxReplicas <= scaling.minReplicas) return [];
  const own = `{namespace=${quote(namespace)},deployment=${quote(name)}}`;
  const busy = `avg(${engineMetrics(input).waiting}${ownSeries(input)}) > 0`;
  return [
    {
      name: "LoadlineAtMaximum",
      expr: `max(kube_deployment_spec_replicas${own}) >= ${scaling.maxReplicas} and ${busy}`,
      duration: "30m",
      severity: "ticket",
      summary: `${name}: as many replicas as may be, and requests still wait`,
      description: `maxReplicas is ${scaling.maxReplicas}. Plan with a larger one and see what it costs.`,
    },
  ];
}

function mostReplicas({ deployment: { scaling } }: RenderInput): number {
  return Math.max(1, scaling.mode === "fixed" ? scaling.replicas : scaling.maxReplicas);
}

/** Three times what the autoscaler aims at is a backlog that scaling did not cure. */
function backlogOf({ deployment: { scaling } }: RenderInput): number {
  const target = scaling.mode === "fixed" ? null : scaling.target;
  return target?.metric === "requests-waiting" ? Math.max(1, target.value * 3) : BACKLOG;
}
