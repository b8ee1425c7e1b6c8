import { type Autoscaler, totalOf } from "../autoscaler.ts";
import { DEFAULT_BEHAVIOUR, type HpaSettings, horizontalPodAutoscaler } from "./hpa.ts";

/** KEDA: between one and many it is an HPA; to and from zero it decides itself, at its polling interval, and only after the
 *  metric has been silent for the cooldown. */
export function keda(settings: HpaSettings): Autoscaler {
  const hpa = horizontalPodAutoscaler({ ...settings, min: Math.max(1, settings.min) });
  return settings.min > 0 ? hpa : withZero(hpa, settings);
}

function withZero(hpa: Autoscaler, settings: HpaSettings): Autoscaler {
  const { pollingInterval, cooldown } = settings.behaviour ?? DEFAULT_BEHAVIOUR;
  let activeAt = 0;
  let polledAt = -Infinity;
  return {
    interval: hpa.interval,
    decide: (seen, current, now) => {
      const active = totalOf("concurrency", seen) > 0 || settings.minimumAt(now) > 0;
      const polls = now - polledAt >= pollingInterval;
      if (polls) polledAt = now;
      if (polls && active) activeAt = now;
      if (current === 0) return polls && active ? Math.max(1, settings.minimumAt(now)) : 0;
      if (polls && now - activeAt >= cooldown) return 0;
      return hpa.decide(seen, current, now);
    },
  };
}
