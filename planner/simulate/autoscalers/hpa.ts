import type { ScalingMetric } from "../../domain/index.ts";
import { type Autoscaler, totalOf } from "../autoscaler.ts";

/** Seconds and shares; defaults in `HPA_DEFAULTS`. */
export interface HpaSettings {
  readonly min: number;
  readonly max: number;
  readonly target: { readonly metric: ScalingMetric; readonly value: number };
  /** Extra share of replicas kept above what the metric asks for. */
  readonly headroom: number;
  /** A minimum that changes with time (cron triggers); at least `min`. */
  readonly minimumAt: (now: number) => number;
}

/** Kubernetes 1.34 defaults (documentation, "Horizontal Pod Autoscaling", algorithm details and configurable scaling
 *  behavior): sync 15 s, tolerance 10 %, scale-down window 300 s, scale-up at once by 4 pods or 100 % every 15 s. */
const HPA_DEFAULTS = { interval: 15, tolerance: 0.1, downWindow: 300, upPods: 4, upShare: 1 };

/** Kubernetes' autoscaler on an average-value metric: desired = ceil(total / target), unless within the tolerance. */
export function horizontalPodAutoscaler(settings: HpaSettings): Autoscaler {
  const recommended: { at: number; replicas: number }[] = [];
  return {
    interval: HPA_DEFAULTS.interval,
    decide: (seen, current, now) => {
      const floor = Math.max(settings.min, settings.minimumAt(now));
      const wanted = clamp(
        withHeadroom(rawDesired(settings, totalOf(settings.target.metric, seen), current), settings),
        floor,
        settings.max,
      );
      recommended.push({ at: now, replicas: wanted });
      while ((recommended[0]?.at ?? now) <= now - HPA_DEFAULTS.downWindow) recommended.shift();
      if (wanted > current) return Math.min(wanted, upLimit(current), settings.max);
      const stable = Math.max(...recommended.map((r) => r.replicas));
      return clamp(Math.min(current, stable), floor, settings.max);
    },
  };
}

function rawDesired(settings: HpaSettings, total: number, current: number): number {
  if (current === 0) return 0;
  const ratio = total / (settings.target.value * current);
  return Math.abs(ratio - 1) <= HPA_DEFAULTS.tolerance ? current : Math.ceil(total / settings.target.value);
}

/** Headroom multiplies what the metric asks for; it must not compound on replicas that are headroom already. */
const withHeadroom = (desired: number, settings: HpaSettings): number => Math.ceil(desired * (1 + settings.headroom));

const upLimit = (current: number): number =>
  Math.max(current + HPA_DEFAULTS.upPods, current * (1 + HPA_DEFAULTS.upShare));

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), Math.max(low, high));
