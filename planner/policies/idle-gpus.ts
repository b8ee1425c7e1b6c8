import type { Finding } from "../domain/finding.ts";
import type { DeploymentForecast } from "../domain/forecast.ts";
import type { Change, DeploymentPolicy } from "../domain/policy.ts";
import { calm, careful, forecasting } from "./_example.ts";
import { fewest, pathOfFewest, percent } from "./_words.ts";

/** A fleet that is used less than this in its busiest hour could serve the same load with half of itself, twice over. */
const LOW = 0.2;

/** GPUs that run around the clock have something to do. */
export const idleGpus = {
  id: "idle-gpus",
  about: "deployment",
  why: "A GPU costs the same idle as busy: a fleet sized for a launch that stayed small is paid for around the clock.",
  severity: "notice",
  examples: {
    passes: forecasting(careful),
    fails: forecasting(careful, { capacity: { ...calm.capacity, peakUtilization: 0.04 } }),
  },
  check,
} satisfies DeploymentPolicy;

function check({ head, forecast }: Change): readonly Finding[] {
  const peak = forecast?.capacity.peakUtilization ?? null;
  const replicas = fewest(head.scaling);
  if (forecast === null || peak === null || peak >= LOW || replicas === 0) return [];
  return [
    {
      id: "idle-gpus",
      severity: "notice",
      path: pathOfFewest(head.scaling),
      message: `at its busiest the fleet is ${percent(peak)} used, and ${replicas === 1 ? "its replica runs" : `${replicas} replicas run`} around the clock${costOf(forecast)}`,
      action:
        replicas > 2
          ? "Run fewer replicas; two are enough for one to be lost."
          : "Take a smaller GPU, share it among models, or scale to zero if a cold start is soon enough.",
    },
  ];
}

function costOf({ cost }: DeploymentForecast): string {
  const month = cost.monthlyUsd?.p50 ?? null;
  return month === null ? "" : ` for $${Math.round(month).toLocaleString("en-US")} a month`;
}
