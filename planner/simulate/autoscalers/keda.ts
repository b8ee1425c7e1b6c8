import { type Autoscaler, totalOf } from "../autoscaler.ts";
import { DEFAULT_BEHAVIOUR, type HpaSettings, horizontalPodAutoscaler } from "./hpa.ts";

/** KEDA (documentation of 2.x, "Scaling Deployments", "ScaledObject specification"): between one and many it feeds an HPA one
 *  external figure; from zero to one and back it decides itself, at its polling interval, and to zero only after the metric
 *  has been silent and no cron window open for the cooldown. */
export function keda(settings: HpaSettings): Autoscaler {
  const hpa = horizontalPodAutoscaler({ ...settings, min: Math.max(1, settings.min), source: "external" });
  return settings.min > 0 ? hpa : withZero(hpa, settings);
}

function withZero(hpa: Autoscaler, settings: HpaSettings): Autoscaler {
  const { pollingInterval, cooldown } = settings.behaviour ?? DEFAULT_BEHAVIOUR;
  let activeAt = 0;
  let polledAt = -Infinity;
  return {
    interval: hpa.interval,
    decide: (seen, current, now) => {
      const active = totalOf("concurrency", seen) + seen.unrouted > 0 || settings.minimumAt(now) > 0;
      const polls = now - polledAt >= pollingInterval;
      if (polls) polledAt = now;
      if (polls && active) activeAt = now;
      if (current === 0) return polls && active ? 1 : 0;
      if (polls && now - activeAt >= cooldown) return 0;
      return hpa.decide(seen, current, now);
    },
  };
}
