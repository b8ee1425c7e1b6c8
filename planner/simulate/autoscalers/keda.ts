import { type Autoscaler, externalTotal } from "../autoscaler.ts";
import { DEFAULT_BEHAVIOUR, type HpaSettings, horizontalPodAutoscaler } from "./hpa.ts";

/** KEDA (documentation of 2.x, "Scaling Deployments", "ScaledObject specification"): between one and many it feeds an HPA one
 *  external figure; from zero to one and back it decides itself, at its polling interval: a trigger is active while its metric
 *  is above the activation threshold, 0 by default, or its cron window is open, and to zero it goes once none has been for
 *  the cooldown. A metric that only replicas report, such as requests that run, never brings the first one. */
export function keda(settings: HpaSettings): Autoscaler {
  const hpa = horizontalPodAutoscaler({ ...settings, min: Math.max(1, settings.min), source: "external" });
  return settings.min > 0 ? hpa : withZero(hpa, settings);
}

function withZero(hpa: Autoscaler, settings: HpaSettings): Autoscaler {
  const { pollingInterval, cooldown } = settings.behaviour ?? DEFAULT_BEHAVIOUR;
  const polls = every(pollingInterval, -Infinity);
  const syncs = every(hpa.interval, 0);
  let activeAt = 0;
  const poll = (active: boolean, current: number, now: number): number => {
    if (active) activeAt = now;
    if (current === 0) return active ? 1 : 0;
    return now - activeAt >= cooldown ? 0 : current;
  };
  return {
    interval: commonDivisor(Math.round(1000 * hpa.interval), Math.round(1000 * pollingInterval)) / 1000,
    decide: (seen, current, now) => {
      const isAsked = settings.requestsKeepAwake === true && seen.arrived + seen.waiting + seen.running > 0;
      const isAbove = externalTotal(settings.target.metric, seen) > (settings.activation ?? 0);
      const active = isAsked || isAbove || settings.minimumAt(now) > 0;
      const polled = polls(now) ? poll(active, current, now) : current;
      const isDue = syncs(now);
      // An HPA leaves a deployment without replicas alone, and one that has just been sent to or from zero.
      return isDue && polled === current && current > 0 ? hpa.decide(seen, current, now) : polled;
    },
  };
}

/** Whether a period has passed since last it had; `last` to begin with. */
function every(period: number, last: number): (now: number) => boolean {
  let before = last;
  return (now) => {
    if (now - before < period - ROUNDING) return false;
    before = now;
    return true;
  };
}

/** Seconds; times of decisions are sums of intervals. */
const ROUNDING = 1e-6;

/** Two clocks are looked at whenever either may be due. Whole milliseconds. */
function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
