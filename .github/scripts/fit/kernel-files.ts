import type { MeasuredKernels } from "../../../planner/steps/fitted.ts";
import { fitKernels } from "./kernels.ts";
import { fitProfiles } from "./profiles.ts";
import { MEASURED, type System } from "./tables.ts";

/** Cards with profiles, and whose kernels fill what those leave open: no profile has two RTX 4090, nor weights of fewer bits. */
const PROFILED = { "rtx-4090": "l40s", "rtx-pro-6000-server": "rtx-pro-6000-server" } as const;

/** The kernels of every measured GPU, by its id. */
export async function fitAllKernels(shared: string, seen: string): Promise<ReadonlyMap<string, MeasuredKernels>> {
  const fitted = new Map<string, MeasuredKernels>();
  for (const [system, id] of Object.entries(MEASURED)) {
    fitted.set(id, await fitKernels(shared, system as System, seen));
  }
  for (const [id, kernelsFrom] of Object.entries(PROFILED)) {
    const others = fitted.get(kernelsFrom);
    if (others) fitted.set(id, await fitProfiles(shared, id as keyof typeof PROFILED, { others, seen }));
  }
  return fitted;
}
