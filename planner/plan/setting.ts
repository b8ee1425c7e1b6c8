import { findModel } from "../models/lookup.ts";
import { requestsPerSecondPerReplica } from "./capacity.ts";
import type { Outlook } from "./outlook.ts";
import { type HardwareStepTime, predictedStepTime } from "./predicted-step-time.ts";
import { processorStepTime } from "./processor.ts";
import type { PlanRequest } from "./request.ts";
import type { Resolved } from "./resolve.ts";
import type { WindowSetting } from "./windows.ts";

/** How fast steps of a plan are on what it runs on, or why nobody knows. */
export function hardwareOf({ plan, architecture, gpu, shape }: Resolved): ReturnType<typeof predictedStepTime> {
  const { gpusPerReplica: tensorParallel, weights, kvCache, modelId, engine } = plan;
  if (shape.cpu !== null) {
    const processor = { memory: shape.memory, ...shape.cpu.value };
    return processorStepTime({ name: gpu.name, processor, architecture, weights, kvCache });
  }
  const by = { model: findModel(modelId)?.id ?? null, engine: engine.name, version: engine.version };
  return predictedStepTime({ architecture, gpu, tensorParallel, weights, kvCache }, by);
}

/** Steps, traffic, and what one replica carries if somebody knows. */
export interface Circumstances {
  readonly hardware: HardwareStepTime;
  /** What was seen of the traffic, and how sure its level is. */
  readonly outlook: Pick<Outlook, "history" | "profile" | "minimums" | "burstiness"> & {
    readonly expectation: Pick<Outlook["expectation"], "spread">;
  };
  readonly capacity?: number;
}

/** What all windows of a plan share under a traffic. `capacity`: where it is known already. */
export function settingOf(
  { plan, engine, platform }: Resolved,
  request: PlanRequest,
  { hardware, outlook, capacity: known }: Circumstances,
): WindowSetting {
  const { stepTime, requestSeconds } = hardware;
  const { history, profile, expectation, minimums, burstiness } = outlook;
  const { deployment, seed, progress = () => undefined, remembered = null } = request;
  const { policy } = engine;
  const capacity = known ?? requestsPerSecondPerReplica({ plan, policy, stepTime, workload: history.workload, seed });
  return {
    ...{ deployment, plan, policy, stepTime, requestSeconds, history, profile, minimums, capacity, seed, progress },
    spread: expectation.spread,
    burstiness: burstiness.cv,
    remembered,
    ownScaling: platform.scaling?.value ?? null,
    timeout: platform.requestTimeout?.value ?? null,
  };
}
