import type { Finding } from "../domain/finding.ts";
import type { Change, DeploymentPolicy } from "../domain/policy.ts";
import { adding, careful, withEngine } from "./_example.ts";

/** Above this share the driver, CUDA graphs and fragmentation have too little left; engines ship with 0.9 to 0.92. */
const HIGHEST_SHARE = 0.95;

/** Some GPU memory is left to what the engine does not count. */
export const gpuMemoryHeadroom = {
  id: "gpu-memory-headroom",
  about: "deployment",
  why: "CUDA graphs and the driver take memory beside the engine's share; without room the server dies under load.",
  severity: "warning",
  examples: { passes: adding(careful), fails: withEngine({ gpuMemoryUtilization: 0.98 }) },
  check,
} satisfies DeploymentPolicy;

function check({ head }: Change): readonly Finding[] {
  const share = head.engine.gpuMemoryUtilization;
  if (share === null || share <= HIGHEST_SHARE) return [];
  return [
    {
      id: "gpu-memory-headroom",
      severity: "warning",
      path: ["spec", "engine", "gpuMemoryUtilization"],
      message: `the engine takes ${(100 * share).toFixed(0)} % of GPU memory and leaves ${(100 * (1 - share)).toFixed(0)} % to everything else`,
      action: `Set gpuMemoryUtilization to at most ${HIGHEST_SHARE}.`,
    },
  ];
}
