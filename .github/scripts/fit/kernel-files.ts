import type { MeasuredKernels } from "../../../planner/steps/fitted.ts";
import { fitKernels } from "./kernels.ts";
import { fitRtx4090 } from "./profiles.ts";
import { MEASURED, type System } from "./tables.ts";

/** The kernels of every measured GPU, by its id. */
export async function fitAllKernels(shared: string, seen: string): Promise<ReadonlyMap<string, MeasuredKernels>> {
  const fitted = new Map<string, MeasuredKernels>();
  for (const [system, id] of Object.entries(MEASURED)) {
    fitted.set(id, await fitKernels(shared, system as System, seen));
  }
  const l40s = fitted.get("l40s");
  if (l40s) fitted.set("rtx-4090", await fitRtx4090(shared, l40s, seen));
  return fitted;
}
