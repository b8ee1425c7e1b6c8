import type { Finding } from "../domain/finding.ts";
import type { DeploymentForecast, WindowForecast } from "../domain/forecast.ts";
import type { Change, DeploymentPolicy } from "../domain/policy.ts";
import { calm, careful, forecasting } from "./_example.ts";
import { fewest, pathOfFewest, percent } from "./_words.ts";

const hour = (requestsPerSecond: number): WindowForecast => ({
  ...{
    label: "worst hour",
    weight: 1,
    requestsPerSecond,
    meanReplicas: 2,
    maxReplicas: 2,
    kvMeanUse: 0.1,
    maxWaiting: 0,
    hours: [],
  },
  ...calm.latency,
});

/** A fleet that is used less than this in its busiest hour could serve the same load with half of itself, twice over. */
const LOW = 0.2;

/** GPUs that run around the clock have something to do. */
export const idleGpus = {
  id: "idle-gpus",
  about: "deployment",
  why: "A GPU costs the same idle as busy: a fleet sized for a launch that stayed small is paid for around the clock.",
  severity: "notice",
  examples: {
    passes: forecasting(careful, { windows: [hour(0.8)] }),
    fails: forecasting(careful, { windows: [hour(0.05)] }),
  },
  check,
} satisfies DeploymentPolicy;

function check({ head, forecast }: Change): readonly Finding[] {
  const replicas = fewest(head.scaling);
  const peak = forecast === null ? null : peakUse(forecast, replicas);
  if (forecast === null || peak === null || peak >= LOW) return [];
  return [
    {
      id: "idle-gpus",
      severity: "notice",
      path: pathOfFewest(head.scaling),
      message: `the busiest hour uses ${percent(peak)} of what ${replicas === 1 ? "the one replica" : `the ${replicas} replicas`} around the clock can do${costOf(forecast)}`,
      action:
        replicas > 2
          ? "Run fewer replicas; two are enough for one to be lost."
          : "Take a smaller GPU, share it among models, or scale to zero if a cold start is soon enough.",
    },
  ];
}

/** Share of the smallest fleet that the busiest simulated hour needs. */
function peakUse({ windows, capacity }: DeploymentForecast, replicas: number): number | null {
  const each = capacity.requestsPerSecondPerReplica ?? 0;
  if (windows.length === 0 || each * replicas <= 0) return null;
  return Math.max(...windows.map(({ requestsPerSecond }) => requestsPerSecond)) / (each * replicas);
}

function costOf({ cost }: DeploymentForecast): string {
  const month = cost.monthlyUsd?.p50 ?? null;
  return month === null ? "" : `, for $${Math.round(month).toLocaleString("en-US")} a month`;
}
