import type { ModelDeployment, Platform, ResolvedPlan, Scaling, ScalingMetric, TrafficEvent } from "../domain/index.ts";
import type { Autoscaler } from "../simulate/autoscaler.ts";
import { type HpaBehaviour, horizontalPodAutoscaler } from "../simulate/autoscalers/hpa.ts";
import { keda } from "../simulate/autoscalers/keda.ts";
import { scheduled } from "../simulate/autoscalers/scheduled.ts";
import { parseInstant } from "../traffic/calendar.ts";
import { type MinimumInterval, minimumIntervals } from "../traffic/schedule.ts";

type Autoscaled = Exclude<Scaling, { mode: "fixed" }>;

/** How the autoscaler moves that loadline deploys: what is simulated here is what the manifests say. Up at once, doubling
 *  every 15 s; down one replica a minute, after 300 s of lower readings, because a replica that is gone takes minutes to
 *  come back. */
export const DEPLOYED_BEHAVIOUR: HpaBehaviour = {
  syncPeriod: 15,
  tolerance: 0.1,
  scaleUp: { stabilization: 0, rules: [{ type: "percent", value: 1, period: 15 }] },
  scaleDown: { stabilization: 300, rules: [{ type: "pods", value: 1, period: 60 }] },
  pollingInterval: 15,
  cooldown: 300,
};

/** Waiting requests per replica, where the file names no metric: a queue is the one sign every engine gives early. */
const DEFAULT_TARGET = { metric: "requests-waiting", value: 4 } as const;

/** What the autoscaler follows and the load it keeps per replica, headroom taken off. Shares may be written as 80 for 80 %. */
export function scalingTarget(scaling: Autoscaled): { readonly metric: ScalingMetric; readonly value: number } {
  const { metric, value } = scaling.target ?? DEFAULT_TARGET;
  const isShare = metric === "gpu-utilization" || metric === "kv-use";
  const whole = isShare && value > 1 ? value / 100 : value;
  return { metric, value: whole / (1 + scaling.headroom) };
}

/** A mode that follows its calendar alone. */
export const followsCalendarOnly = (scaling: Autoscaled): boolean =>
  scaling.mode === "scheduled" && scaling.target === null && scaling.schedule.length > 0;

/** A known event raises the minimum by its multiplier. */
export function eventMinimum(scaling: Autoscaled, event: TrafficEvent): number {
  return Math.min(scaling.maxReplicas, Math.ceil(Math.max(1, scaling.minReplicas) * event.multiplier));
}

/** When more than the minimum is kept: scheduled minimums, and known events from a start-up time before they begin. An HPA
 *  knows no calendar. Unix seconds. */
export function raisedMinimums(
  deployment: ModelDeployment,
  plan: ResolvedPlan,
  window: { readonly from: number; readonly to: number },
): readonly MinimumInterval[] {
  const { scaling } = deployment;
  if (scaling.mode === "fixed" || scaling.mode === "hpa") return [];
  const events = (deployment.traffic?.events ?? []).flatMap((event) => {
    const start = parseInstant(event.start);
    if (start === null) return [];
    const minReplicas = eventMinimum(scaling, event);
    return [{ from: start - plan.startup.p99, to: start + event.duration, minReplicas }];
  });
  return [...minimumIntervals(scaling.schedule, window), ...events];
}

/** The same where the deployment runs: a place that scales by its own rule keeps no calendar. */
export const raisedMinimumsOn =
  ({ platform, plan }: { readonly platform: Platform; readonly plan: ResolvedPlan }, deployment: ModelDeployment) =>
  (window: { readonly from: number; readonly to: number }): readonly MinimumInterval[] =>
    platform.scaling === null ? raisedMinimums(deployment, plan, window) : [];

/** The autoscaler a deployment asks for; null for a fixed number of replicas. */
export function autoscalerOf({ scaling }: ModelDeployment, minimumAt: (now: number) => number): Autoscaler | null {
  if (scaling.mode === "fixed") return null;
  const bounds = { min: scaling.minReplicas, max: scaling.maxReplicas };
  if (followsCalendarOnly(scaling)) return scheduled(minimumAt, bounds);
  const settings = { ...bounds, target: scalingTarget(scaling), headroom: 0, minimumAt, behaviour: DEPLOYED_BEHAVIOUR };
  return scaling.mode === "hpa" ? horizontalPodAutoscaler(settings) : keda(settings);
}
