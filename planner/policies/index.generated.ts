// Written by `npm run generate` from the folder listing. Do not edit.

import type { PolicyId } from "../domain/ids.generated.ts";
import type { Policy } from "../domain/policy.ts";
import { archivedEngine } from "./archived-engine.ts";
import { disruptionBudget } from "./disruption-budget.ts";
import { fewFullContexts } from "./few-full-contexts.ts";
import { gpuLimits } from "./gpu-limits.ts";
import { gpuMemoryHeadroom } from "./gpu-memory-headroom.ts";
import { gpuUtilizationScaling } from "./gpu-utilization-scaling.ts";
import { idleGpus } from "./idle-gpus.ts";
import { imageDigest } from "./image-digest.ts";
import { keyInEnvironment } from "./key-in-environment.ts";
import { latestTag } from "./latest-tag.ts";
import { literalKey } from "./literal-key.ts";
import { memoryBelowPlan } from "./memory-below-plan.ts";
import { meshLatency } from "./mesh-latency.ts";
import { modelRevision } from "./model-revision.ts";
import { noBudget } from "./no-budget.ts";
import { oneReplicaOnSpot } from "./one-replica-on-spot.ts";
import { rollingRestart } from "./rolling-restart.ts";
import { scaleToZeroColdStart } from "./scale-to-zero-cold-start.ts";
import { singleReplica } from "./single-replica.ts";
import { slowScaling } from "./slow-scaling.ts";
import { spotSingleReplica } from "./spot-single-replica.ts";
import { startupProbe } from "./startup-probe.ts";
import { tensorParallelAcrossNodes } from "./tensor-parallel-across-nodes.ts";
import { traceEverything } from "./trace-everything.ts";
import { unpinnedPackages } from "./unpinned-packages.ts";
import { unsupportedGpuSoftware } from "./unsupported-gpu-software.ts";
import { unsupportedKubernetes } from "./unsupported-kubernetes.ts";
import { verticalAutoscaler } from "./vertical-autoscaler.ts";

/** Each file of this room by its name. */
export const policies: Readonly<Record<PolicyId, Policy>> = {
  "archived-engine": archivedEngine,
  "disruption-budget": disruptionBudget,
  "few-full-contexts": fewFullContexts,
  "gpu-limits": gpuLimits,
  "gpu-memory-headroom": gpuMemoryHeadroom,
  "gpu-utilization-scaling": gpuUtilizationScaling,
  "idle-gpus": idleGpus,
  "image-digest": imageDigest,
  "key-in-environment": keyInEnvironment,
  "latest-tag": latestTag,
  "literal-key": literalKey,
  "memory-below-plan": memoryBelowPlan,
  "mesh-latency": meshLatency,
  "model-revision": modelRevision,
  "no-budget": noBudget,
  "one-replica-on-spot": oneReplicaOnSpot,
  "rolling-restart": rollingRestart,
  "scale-to-zero-cold-start": scaleToZeroColdStart,
  "single-replica": singleReplica,
  "slow-scaling": slowScaling,
  "spot-single-replica": spotSingleReplica,
  "startup-probe": startupProbe,
  "tensor-parallel-across-nodes": tensorParallelAcrossNodes,
  "trace-everything": traceEverything,
  "unpinned-packages": unpinnedPackages,
  "unsupported-gpu-software": unsupportedGpuSoftware,
  "unsupported-kubernetes": unsupportedKubernetes,
  "vertical-autoscaler": verticalAutoscaler,
};
