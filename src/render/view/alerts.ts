import type { RenderInput, View } from "../input.ts";
import type { Alert } from "./alert.ts";
import { costAlerts, costRecordings } from "./cost-alerts.ts";
import { gpuAlerts } from "./gpu-alerts.ts";
import { identityView } from "./identity.ts";
import { engineMetrics, ownSeries } from "./metrics.ts";
import { podAlerts } from "./pod-alerts.ts";
import { pressureAlerts } from "./pressure-alerts.ts";
import { promiseAlerts } from "./promise-alerts.ts";

/** Data of `kubernetes/prometheus-rule.yaml.hbs`. */
export function prometheusRuleView(input: RenderInput): View {
  const { deployment } = input;
  return {
    ...identityView(input, "config"),
    group: `loadline.${deployment.namespace}.${deployment.name}`,
    alertLabels: { namespace: deployment.namespace, deployment: deployment.name },
    recordings: costRecordings(input),
    alerts: [
      ...stalled(input),
      ...promiseAlerts(input),
      ...pressureAlerts(input),
      ...podAlerts(input),
      ...gpuAlerts(input),
      ...costAlerts(input),
    ],
  };
}

/** Latency is only counted once a request completes, so a hung engine looks perfect: alert on completions first. */
function stalled(input: RenderInput): readonly Alert[] {
  const { completed, waiting, running } = engineMetrics(input);
  const own = ownSeries(input);
  const { name } = input.deployment;
  return [
    {
      name: "LoadlineNothingCompletes",
      expr: `sum(rate(${completed}${own}[5m])) == 0 and sum(${waiting}${own}) + sum(${running}${own}) > 0`,
      duration: "5m",
      severity: "page",
      summary: `${name}: requests are in, none comes out`,
      description:
        "No request has completed for five minutes although some are waiting or running. The engine hangs: read its log, then delete the pod.",
    },
    ...(canBeZero(input) ? [] : [absent(input), ...quiet(input)]),
  ];
}

function absent(input: RenderInput): Alert {
  return {
    name: "LoadlineNoReplica",
    expr: `(sum(up${ownSeries(input)}) or vector(0)) == 0`,
    duration: "10m",
    severity: "page",
    summary: `${input.deployment.name}: no replica answers`,
    description: "Prometheus reaches no replica of this model. Look at the pods' events first, then at their last log.",
  };
}

/** Requests an hour below which silence is no news. */
const NOTEWORTHY = 20;

/** The forecast's quietest hour still has requests, and there are none. */
function quiet(input: RenderInput): readonly Alert[] {
  const hourly = 3600 * (input.figures?.leastRequestsPerSecond ?? 0);
  if (hourly < NOTEWORTHY) return [];
  const { completed, waiting, running } = engineMetrics(input);
  const own = ownSeries(input);
  const idle = `sum(${waiting}${own}) + sum(${running}${own}) == 0`;
  return [
    {
      name: "LoadlineNoTraffic",
      expr: `sum(increase(${completed}${own}[1h])) == 0 and ${idle}`,
      duration: "15m",
      severity: "ticket",
      summary: `${input.deployment.name}: no request for an hour`,
      description: `The forecast has ${Math.round(hourly)} requests even in the quietest hour. See whether callers reach the Service, or scale down.`,
    },
  ];
}

function canBeZero({ deployment: { scaling } }: RenderInput): boolean {
  return scaling.mode === "fixed" ? scaling.replicas === 0 : scaling.minReplicas === 0;
}
