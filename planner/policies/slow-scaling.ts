import type { Scaling } from "../domain/deployment.ts";
import type { Finding } from "../domain/finding.ts";
import type { DeploymentForecast, TrafficForecast } from "../domain/forecast.ts";
import type { Change, DeploymentPolicy } from "../domain/policy.ts";
import { HOUR } from "../units/index.ts";
import { forecasting, withScaling } from "./_example.ts";
import { percent, spoken } from "./_words.ts";

/** Less than this share of the load without a GPU is queued for a while, and not yet a failure. */
const MATERIAL = 0.1;

const scaled: Scaling = {
  ...{ mode: "hpa", minReplicas: 2, maxReplicas: 8, headroom: 0, schedule: [] },
  target: { metric: "requests-running", value: 12 },
};
const rising = (to: number): TrafficForecast => ({
  history: { format: "csv", seconds: 604_800, requests: 1000, end: null },
  horizonSeconds: 604_800,
  requestsPerMonth: { p10: 1, p50: 1, p90: 1 },
  meanInputTokens: 600,
  meanOutputTokens: 180,
  peakRequestsPerSecond: { p10: to, p50: to, p90: to },
  week: [0.6, to].map((rate, hour) => ({ start: `2026-11-23T0${hour}:00:00Z`, p10: rate, p50: rate, p90: rate })),
  assumedSeasonality: false,
});

/** New replicas are there before the load that they are for. */
export const slowScaling = {
  id: "slow-scaling",
  about: "deployment",
  why: "An autoscaler decides in seconds, but node, image and weights take minutes: a steeper rise than that queues up.",
  severity: "warning",
  examples: {
    passes: forecasting(withScaling(scaled), { traffic: rising(0.65) }),
    fails: forecasting(withScaling(scaled), { traffic: rising(6), slo: [] }),
  },
  check,
} satisfies DeploymentPolicy;

function check({ head, forecast }: Change): readonly Finding[] {
  const { scaling } = head;
  // A calendar may have raised the minimum in time; whether it has is what the simulation shows.
  if (forecast === null || scaling.mode === "fixed" || scaling.schedule.length > 0 || holds(forecast)) return [];
  const rise = worstRise(scaling, forecast);
  const startup = forecast.plan?.startup.p99 ?? 0;
  if (rise === null || rise.missing < MATERIAL) return [];
  return [
    {
      id: "slow-scaling",
      severity: "warning",
      path: ["spec", "scaling"],
      message: `around ${rise.start} load rises from ${rate(rise.from)} to ${rate(rise.to)} requests/s within an hour; a slow start takes ${spoken(startup)}, and ${percent(rise.missing)} of the load then finds no replica`,
      action: `Have ${rise.replicas} replicas before that hour: minReplicas, a schedule, or more headroom.`,
    },
  ];
}

/** The simulation has scaled the same fleet over the same hours: where its targets hold, the rise was absorbed. */
const holds = ({ slo }: DeploymentForecast): boolean => slo.length > 0 && slo.every(({ met }) => met);

const rate = (perSecond: number): string => String(Number(perSecond.toPrecision(2)));

interface Rise {
  readonly start: string;
  readonly from: number;
  readonly to: number;
  /** Share of the load that nobody serves while the new replicas start. */
  readonly missing: number;
  readonly replicas: number;
}

/** The hour in which the fleet that fits its beginning misses most of what arrives during one start. */
function worstRise(scaling: Exclude<Scaling, { mode: "fixed" }>, forecast: DeploymentForecast): Rise | null {
  const { plan, traffic, capacity } = forecast;
  const each = capacity.requestsPerSecondPerReplica ?? 0;
  if (plan === null || traffic === null || each <= 0) return null;
  const starting = Math.min(1, plan.startup.p99 / HOUR);
  const rises = traffic.week.slice(1).map(({ p50: to, start }, index): Rise => {
    const from = traffic.week[index]?.p50 ?? to;
    const wanted = Math.ceil((from * (1 + scaling.headroom)) / each);
    const ready = Math.min(scaling.maxReplicas, Math.max(scaling.minReplicas, wanted)) * each;
    // What the largest fleet cannot carry is no question of time.
    const load = Math.min(scaling.maxReplicas * each, from + (to - from) * starting);
    const missing = load <= 0 ? 0 : Math.max(0, load - ready) / load;
    return { start, from, to, missing, replicas: Math.ceil(load / each) };
  });
  return rises.toSorted((a, b) => b.missing - a.missing)[0] ?? null;
}
