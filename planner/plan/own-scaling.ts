import type { EngineLimits, ModelDeployment, OwnScaling } from "../domain/index.ts";
import type { Autoscaler } from "../simulate/autoscaler.ts";
import type { HpaBehaviour } from "../simulate/autoscalers/hpa.ts";
import { keda } from "../simulate/autoscalers/keda.ts";

/** A place that adds and removes replicas by its own rule, between the bounds of `spec.scaling`: the file's mode, target and
 *  schedule have nothing to say there. Null for a fixed number. */
export function ownAutoscaler(
  own: OwnScaling,
  { scaling }: ModelDeployment,
  { maxSequences }: Pick<EngineLimits, "maxSequences">,
): Autoscaler | null {
  if (scaling.mode === "fixed") return null;
  const value = ownTarget(own, { maxSequences });
  return keda({
    ...{ min: scaling.minReplicas, max: scaling.maxReplicas, target: { metric: own.metric, value } },
    ...{ headroom: 0, minimumAt: () => 0, behaviour: behaviourOf(own), requestsKeepAwake: true },
  });
}

/** Load per replica that the place keeps. */
export const ownTarget = (own: OwnScaling, { maxSequences }: Pick<EngineLimits, "maxSequences">): number =>
  own.target ?? (own.shareOfLimit ?? 1) * maxSequences;

/** Looks at its interval, goes as far as its metric asks, but only after that was wanted for long enough. */
function behaviourOf({ interval, upAfter, downAfter, toZeroAfter }: OwnScaling): HpaBehaviour {
  const anyNumber = [{ type: "pods", value: 1_000_000, period: interval }] as const;
  return {
    syncPeriod: interval,
    tolerance: 0,
    scaleUp: { stabilization: upAfter, rules: anyNumber },
    scaleDown: { stabilization: downAfter, rules: anyNumber },
    pollingInterval: interval,
    cooldown: toZeroAfter ?? Infinity,
  };
}

/** Whether at this rate the last replica has more likely gone than not when a request comes: arrivals at random leave a gap longer
 *  than the time to zero with a probability of exp(-rate x time). */
export const sleepsBefore = ({ toZeroAfter }: OwnScaling, rate: number): boolean =>
  toZeroAfter !== null && Math.exp(-rate * toZeroAfter) > 0.5;
